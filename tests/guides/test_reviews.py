"""What is due for review, as editors see it on a page of its own and on their first."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guides.editing.review import A_PAGE, FIRST
from guides.reviews import due
from guides.uses import Use
from planner.evidence import REVIEW_GRACE
from tests.factories import PUBLISHED_AT, ClaimFactory, GuideFactory, NoticeFactory
from tests.guides.editing import edit
from tests.guides.reviewing import LATER, NOON, OVERDUE, SOON, TODAY, reader
from tests.planner.factories import SafetyFactorFactory

pytestmark = pytest.mark.django_db

SIXTY_DAYS = timedelta(days=60)
PAGE = "/admin/review/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def some_due():
    """One overdue, one due soon, and one due later."""
    return [
        ClaimFactory(statement="Heat helps.", reviewed_on=OVERDUE),
        GuideFactory(title="Sleep", reviewed_on=SOON),
        NoticeFactory(headline="The law.", reviewed_on=LATER),
    ]


def listed(client, path: str = PAGE) -> list[str]:
    return [entry.due.title for entry in client.get(path).context["entries"]]


# --- What is due -------------------------------------------------------------------------------


def test_what_is_due_of_every_kind_is_listed_oldest_first():
    SafetyFactorFactory(label="Sleep apnoea", reviewed_on=OVERDUE - timedelta(days=1))
    NoticeFactory(headline="The law.", reviewed_on=SOON)
    GuideFactory(title="Sleep", reviewed_on=SOON - timedelta(days=1))
    ClaimFactory(statement="Heat helps.", reviewed_on=OVERDUE)

    found = due(TODAY, SIXTY_DAYS)

    assert [(one.kind, one.title, one.days_overdue) for one in found] == [
        ("Safety factor", "Sleep apnoea", 7),
        ("Claim", "Heat helps.", 6),
        ("Guide", "Sleep", 0),
        ("Notice", "The law.", 0),
    ]


def test_what_no_reader_sees_is_not_due():
    ClaimFactory(reviewed_on=OVERDUE, is_published=False)
    NoticeFactory(reviewed_on=OVERDUE, is_published=False)
    GuideFactory(reviewed_on=OVERDUE, published_at=None)
    GuideFactory(reviewed_on=OVERDUE, published_at=PUBLISHED_AT + timedelta(days=3650))

    assert list(due(TODAY, None)) == []


@pytest.mark.parametrize(("days", "count"), [(59, 0), (60, 1)])
def test_what_is_due_soon_is_due_on_the_last_day_of_that_time_too(days, count):
    ClaimFactory(reviewed_on=date(2026, 1, 25))  # due 60 days after today

    assert len(due(TODAY, timedelta(days=days))) == count


def test_a_claim_that_rules_read_says_until_when_it_carries_lines_of_a_plan():
    claim = ClaimFactory(key="large-meal-gap", reviewed_on=OVERDUE)

    [one] = due(TODAY, SIXTY_DAYS)

    assert one.carries_until == claim.review_due_on + REVIEW_GRACE
    assert "the planner’s rule “last large meal”" in [use.words for use in one.resting]
    assert not one.is_spent


@pytest.mark.parametrize(("days", "is_spent"), [(0, False), (1, True)])
def test_after_the_grace_nothing_of_a_plan_rests_on_it_any_longer(days, is_spent):
    claim = ClaimFactory(key="large-meal-gap", reviewed_on=OVERDUE)

    [one] = due(claim.review_due_on + REVIEW_GRACE + timedelta(days=days), SIXTY_DAYS)

    assert one.is_spent is is_spent


@pytest.mark.parametrize("key", ["just-a-claim", "overdose-signs"])
def test_a_claim_that_withholds_nothing_says_nothing_of_plans(key):
    ClaimFactory(key=key, reviewed_on=OVERDUE)

    [one] = due(TODAY, SIXTY_DAYS)

    assert one.carries_until is None
    assert not one.is_spent


def test_a_use_without_an_end_is_none_that_runs_out():
    assert Use("the guide").grace is None


# --- The page ----------------------------------------------------------------------------------


def test_the_page_lists_what_is_overdue_or_due_soon(editor, some_due):
    page = editor.get(PAGE)

    assert [entry.due.row for entry in page.context["entries"]] == some_due[:2]
    assert "6 days overdue" in page.text
    assert "20 December 2026" in page.text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?when=overdue", ["Heat helps."]),
        ("?when=soon", ["Sleep"]),
        ("?when=all", ["Heat helps.", "Sleep", "The law."]),
        ("?when=all&kind=guides.notice", ["The law."]),
        ("?kind=guides.guide", ["Sleep"]),
        ("?kind=planner.safetyfactor", []),
        ("?kind=nonsense&when=nonsense&page=nonsense", ["Heat helps.", "Sleep"]),
    ],
)
def test_the_page_can_be_narrowed_to_a_kind_and_a_time(editor, some_due, query, titles):
    assert listed(editor, PAGE + query) == titles


def test_every_choice_on_the_page_leads_somewhere(editor, some_due):
    page = editor.get(PAGE)
    queries = [one.query for one in [*page.context["times"], *page.context["kinds"]]]

    assert len(queries) == 9
    assert {editor.get(PAGE + query).status_code for query in queries} == {200}


def test_a_long_list_is_shown_a_page_at_a_time(editor):
    for _ in range(A_PAGE + 1):
        ClaimFactory(reviewed_on=OVERDUE)

    first, second = editor.get(PAGE), editor.get(f"{PAGE}?page=2")

    assert [len(page.context["entries"]) for page in (first, second)] == [A_PAGE, 1]
    assert 'href="?page=2" rel="next"' in first.text
    assert 'href="?page=1" rel="prev"' in second.text


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}?when=all", "/admin/"])
def test_the_list_asks_as_many_queries_however_much_is_due(editor, path):
    editor.get(path)
    ClaimFactory(key="large-meal-gap", reviewed_on=OVERDUE)
    SafetyFactorFactory(reviewed_on=OVERDUE)
    counts = []

    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            editor.get(path)
        counts.append(len(queries))
        for _ in range(5):
            ClaimFactory(reviewed_on=OVERDUE)
            SafetyFactorFactory(reviewed_on=OVERDUE)

    assert counts[0] == counts[1]


def test_each_entry_leads_to_its_form_and_to_marking_it(editor, some_due):
    entries = editor.get(PAGE).context["entries"]

    for entry in entries:
        assert editor.get(entry.due.address).status_code == 200
        assert editor.get(entry.due.marking_address).status_code == 200


def test_strangers_are_sent_to_sign_in(client):
    assert client.get(PAGE)["Location"].startswith("/admin/login/")
    assert client.get(f"{PAGE}guides/claim/1/")["Location"].startswith("/admin/login/")


def test_nobody_sees_a_kind_there_that_they_may_not_see(client, some_due):
    browser = reader(client, "view_guide")

    assert listed(browser) == ["Sleep"]
    assert listed(browser, f"{PAGE}?kind=guides.claim") == ["Sleep"]
    assert "Heat helps" not in browser.get("/admin/").text


def test_whoever_may_only_look_is_offered_no_mark_and_refused_one(client, some_due):
    claim = some_due[0]
    browser = reader(client, "view_claim")

    [entry] = browser.get(PAGE).context["entries"]

    assert not entry.may_mark
    assert entry.due.marking_address not in browser.get(PAGE).text
    assert browser.get(entry.due.marking_address).status_code == 403
    assert browser.post(entry.due.marking_address, {"post": "yes"}).status_code == 403
    claim.refresh_from_db()
    assert claim.reviewed_on == OVERDUE


@pytest.mark.parametrize("path", ["guides/source/1/", "auth/user/1/", "no/such/1/"])
def test_what_is_not_reviewed_cannot_be_marked(editor, path):
    assert editor.get(PAGE + path).status_code == 404


# --- The first page ----------------------------------------------------------------------------


def test_the_first_page_begins_with_what_is_due(editor, some_due):
    page = editor.get("/admin/").text

    assert "Heat helps." in page
    assert page.index("Due for review") < page.index('class="app-guides module')
    assert f'href="{PAGE}"' in page


def test_the_first_page_shows_the_first_and_says_how_many_there_are(editor):
    for _ in range(FIRST + 3):
        ClaimFactory(reviewed_on=OVERDUE)

    page = editor.get("/admin/")

    assert len(page.context["reviews"]["entries"]) == FIRST
    assert f"All {FIRST + 3} of them" in page.text


@pytest.mark.parametrize("path", ["/admin/", PAGE])
def test_where_nothing_is_due_it_says_until_when(editor, path):
    ClaimFactory(reviewed_on=LATER)

    assert "Nothing is due before 26 January 2027." in editor.get(path).text


def test_the_first_page_says_nothing_of_reviews_to_whoever_may_see_no_kind(client):
    page = reader(client, "view_source").get("/admin/").text

    assert "Due for review" not in page


# --- Marking one ------------------------------------------------------------------------------


def test_one_row_is_marked_from_the_list_of_what_is_due(editor):
    guide = GuideFactory(title="Sleep", reviewed_on=OVERDUE)
    [entry] = editor.get(PAGE).context["entries"]

    response = edit(editor, entry.due.marking_address)

    assert response["Location"] == PAGE
    guide.refresh_from_db()
    assert guide.reviewed_on == TODAY
    assert listed(editor) == []
