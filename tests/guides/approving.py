"""What clinicians said of a text, as the site keeps it, and whom its guide names for it."""

from guides import sign_off
from guides.choices import SignOffKind
from guides.models import Guide, SignOff
from guides.sign_off import Said, text_of
from tests.factories import InvitationFactory

APPROVAL = Said(SignOffKind.APPROVAL, "Jane Roe", "pharmacist")


def given(guide: Guide, said: Said = APPROVAL) -> SignOff:
    """What somebody says who was sent the text of now."""
    invitation = InvitationFactory(guide=guide)
    return sign_off.record(invitation, said, text_of(guide))


def approved(guide: Guide, said: Said = APPROVAL) -> SignOff:
    """An approval that an editor has confirmed."""
    approval = given(guide, said)
    sign_off.confirm(approval, by=None)
    return approval


def reviewer_of(guide: Guide) -> str:
    """Whom the guide names for its text."""
    return Guide.objects.get(pk=guide.pk).clinical_reviewer
