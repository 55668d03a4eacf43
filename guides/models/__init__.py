"""What is known, and what is kept about it: each model in the file of its room."""

from guides.models.evidence import Claim, PopularClaim, Source, Term
from guides.models.guides import Guide, Notice, Section
from guides.models.loading import LoadedRecord
from guides.models.revisions import FormerSlug, Revision, Schedule
from guides.models.search import SearchEntry, SearchWord
from guides.models.sign_off import Invitation, SignOff
from guides.models.version import ContentVersion

__all__ = [
    "Claim",
    "ContentVersion",
    "FormerSlug",
    "Guide",
    "Invitation",
    "LoadedRecord",
    "Notice",
    "PopularClaim",
    "Revision",
    "Schedule",
    "SearchEntry",
    "SearchWord",
    "Section",
    "SignOff",
    "Source",
    "Term",
]
