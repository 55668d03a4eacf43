"""What an invited clinician's browser does, and an editor who saves another text meanwhile."""

import re

from django.test import Client
from django.urls import reverse

from guides import consequences, sign_off
from guides.models import Invitation

APPROVAL = {"kind": "approval", "name": "Jane Roe", "qualification": "pharmacist", "comment": ""}
COMMENT = {**APPROVAL, "kind": "comment", "comment": "The second sentence is too sure."}


def address(invitation: Invitation) -> str:
    """The link that an invitation is sent with."""
    return reverse("sign_off", args=[sign_off.token_of(invitation)])


def words(html: str) -> str:
    """What a page itself says, as one line without marks."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main))


def sent(client: Client, invitation: Invitation, answers: dict[str, str], **changes: str):
    """Open the page, fill the form in, and send it."""
    text = re.search(r'name="text" value="(\w+)"', client.get(address(invitation)).text)[1]
    return client.post(address(invitation), {"text": text, **answers, **changes})


def saved(row, **fields) -> None:
    """Another text, as an editor saves it."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    consequences.of_saving(row)
