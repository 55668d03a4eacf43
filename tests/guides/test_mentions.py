"""What a writer finds to mention, by a few words of it."""

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guides.models import Claim
from tests.factories import ClaimFactory, SourceFactory, TermFactory
from tests.guides.writing import MENTIONS

pytestmark = pytest.mark.django_db


def found(editor, kind: str, q: str) -> list[dict[str, object]]:
    return editor.get(MENTIONS, {"kind": kind, "q": q}).json()["results"]


@pytest.mark.parametrize(
    ("kind", "q"),
    [
        ("source", "tria"), ("source", "STUDY"), ("source", "huestis"), ("source", "brett stud"),
        ("claim", "pea"), ("claim", "fades itself"), ("popular", "sayi"), ("popular", "works"),
        ("term", "half"), ("term", "t1/2"), ("source", ""),
    ],
)  # fmt: skip
def test_a_row_is_found_by_its_key_its_words_and_who_wrote_it(editor, rows, kind, q):
    assert len(found(editor, kind, q)) == 1


@pytest.mark.parametrize("kind", ["source", "claim", "popular", "term"])
def test_every_word_has_to_be_there(editor, rows, kind):
    assert found(editor, kind, "e xylophone") == []


def test_a_source_says_whether_we_saw_it_and_how_much_we_read(editor):
    SourceFactory(key="read", read="abstract", year=2024)
    SourceFactory(key="unseen", seen=False)

    read, unseen = found(editor, "source", "")

    assert read == {
        "key": "read",
        "title": "A study",
        "about": ["Huestis, 2024", "Review", "We read only its summary."],
    }
    assert unseen["about"][-1] == "We have not checked it yet."


def test_a_claim_says_how_sure_it_is_and_whether_readers_see_it(editor):
    ClaimFactory(key="known")
    ClaimFactory(key="withheld", is_published=False)

    known, withheld = found(editor, "claim", "")

    assert known["about"] == ["Supported", "moderate certainty"]
    assert withheld["about"][-1] == "not published: readers do not see it"


def test_what_people_say_tells_that_nothing_published_answers_it(editor, rows):
    Claim.objects.update(is_published=False)

    (said,) = found(editor, "popular", "")

    assert said["about"][-1].startswith("no published claim answers it")


def test_at_most_twenty_are_shown_and_it_says_that_there_are_more(editor):
    for _ in range(21):
        TermFactory()

    answer = editor.get(MENTIONS, {"kind": "term", "q": ""}).json()

    assert len(answer["results"]) == 20
    assert answer["more"]


def test_a_kind_that_there_is_not_is_not_found(editor):
    assert editor.get(MENTIONS, {"kind": "guide"}).status_code == 404


def test_it_is_for_staff_who_may_see_guides_and_nobody_keeps_it(client, editor):
    answer = editor.get(MENTIONS, {"kind": "term"})
    client.logout()
    stranger = client.get(MENTIONS, {"kind": "term"})
    client.force_login(User.objects.create_user("clerk", is_staff=True))
    clerk = client.get(MENTIONS, {"kind": "term"})

    assert "no-store" in answer["Cache-Control"]
    assert (stranger.status_code, clerk.status_code) == (302, 403)


def test_it_is_only_read(editor):
    assert editor.post(MENTIONS, {"kind": "term"}).status_code == 405


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["source", "claim", "popular", "term"]), st.text(max_size=300))
def test_whatever_is_typed_it_is_never_our_fault(editor, rows, kind, typed):
    response = editor.get(MENTIONS, {"kind": kind, "q": typed.replace("\0", "")})

    assert response.status_code == 200
