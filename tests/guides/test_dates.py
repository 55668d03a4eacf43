"""How dates read: in the admin as on public pages."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import formats
from django.utils.html import strip_tags

from guides import publishing, revisions
from guides.dates import day_in_words, moment_in_words
from tests.factories import GuideFactory
from tests.guides.editing import READS_BETTER, TOLD, change_page, edit

DAY = date(2026, 3, 2)
EVENING = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)

SHORT_MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
IN_ANOTHER_WAY = re.compile(
    r"\b(?:\d{4}-\d\d-\d\d|\d\d?/\d\d?/\d{4}|0\d [A-Z]\w+ \d{4}"
    rf"|\d\d? (?:{SHORT_MONTHS})\b|[A-Z][a-z]+\.? \d\d?, \d{{4}})|[ap]\.m\."
)


def test_a_day_and_a_moment_in_words():
    assert day_in_words(DAY) == day_in_words(EVENING) == "2 March 2026"
    assert moment_in_words(EVENING) == "2 March 2026, 18:30 UTC"


def test_what_django_writes_itself_reads_the_same():
    assert formats.localize(DAY) == day_in_words(DAY)
    assert f"{formats.localize(EVENING)} UTC" == moment_in_words(EVENING)


def test_an_input_holds_a_day_as_pickers_write_it(editor, rows):
    page = editor.get(change_page(rows["claim"])).text

    checked_on = rows["claim"].reviewed_on
    assert f'name="reviewed_on" value="{checked_on.isoformat()}"' in page


@pytest.mark.parametrize("typed", ["2026-03-02", "2 March 2026"])
def test_a_day_may_be_typed_in_these_ways(editor, rows, typed):
    edit(editor, change_page(rows["claim"]), reviewed_on=typed)

    rows["claim"].refresh_from_db()
    assert rows["claim"].reviewed_on == DAY


def test_a_day_that_two_people_read_as_two_is_not_guessed(editor, rows):
    answer = edit(editor, change_page(rows["claim"]), reviewed_on="02/03/2026")

    assert "Enter a valid date." in answer.text


def test_the_pages_of_editors_write_dates_as_public_pages_do(editor, rows, open_gate):
    claim, guide = rows["claim"], rows["guide"]
    edit(editor, change_page(claim), statement="It peaks later.", **TOLD)
    waiting = GuideFactory(slug="heat", published_at=None)
    publishing.schedule(waiting, READS_BETTER, None, datetime(2030, 1, 2, 6, tzinfo=UTC))
    revision = revisions.of(claim).first()
    names = ("guide", "claim", "source", "term", "notice", "popularclaim")
    addresses = [
        reverse("admin:index"),
        *(reverse(f"admin:guides_{name}_changelist") for name in names),
        reverse("admin:planner_safetyfactor_changelist"),
        reverse("admin:auth_user_changelist"),
        f"{reverse('admin:review')}?when=all",
        *map(change_page, (claim, guide, waiting)),
        reverse("admin:guides_claim_history", args=[claim.pk]),
        reverse("admin:guides_claim_revision", args=[claim.pk, revision.pk]),
    ]

    found = {path: IN_ANOTHER_WAY.findall(words_of(editor, path)) for path in addresses}

    assert not any(found.values()), found
    assert "2 January 2030, 06:00 UTC" in words_of(editor, change_page(waiting))


def words_of(editor, path: str) -> str:
    """What a page says, without what is typed into."""
    response = editor.get(path)
    assert response.status_code == 200
    main = response.text.partition('<div id="content"')[2]
    return strip_tags(re.sub(r"(?s)<(textarea|script|select).*?</\1>", "", main))
