"""Safety factors as content files hold them; load_content fills them beside the guides' content."""

from guides.loading import Kind
from guides.models import Source
from planner.models import SafetyFactor

SAFETY_FACTORS = Kind(SafetyFactor, "safety-factors.yaml", related={"sources": Source})
