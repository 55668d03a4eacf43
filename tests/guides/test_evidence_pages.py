"""What all pages of the evidence have in common."""

import pytest
from django.template.loader import render_to_string

from guides.choices import Verdict
from tests.factories import ClaimFactory
from tests.guides.reading import main_of, text_of
from tests.public_pages import KEPT_BY_ANYBODY

pytestmark = pytest.mark.django_db

PAGES = ["/evidence/", "/evidence/peak/", "/claims-checked/", "/glossary/"]


@pytest.mark.parametrize("verdict", Verdict)
def test_the_key_to_the_marks_gives_every_verdict_the_same_meaning(verdict):
    meaning = render_to_string("_partials/_verdict_meaning.html", {"verdict": verdict}).strip()

    assert meaning in render_to_string("guides/_marks.html")


@pytest.mark.parametrize("path", ["/evidence/", "/claims-checked/", "/glossary/"])
def test_before_anything_is_loaded_a_page_has_kind_words(client, path):
    assert " yet. <a " in main_of(client, path)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_only_for_reading_and_the_same_for_everybody(client, path):
    ClaimFactory(key="peak")

    response = client.get(path)

    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405
    assert response["Cache-Control"] == KEPT_BY_ANYBODY
    assert not response.cookies


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/evidence/", "The evidence | Recovery Handbook"),
        ("/evidence/peak/", "It peaks. | Recovery Handbook"),
        ("/claims-checked/", "Claims checked | Recovery Handbook"),
        ("/glossary/", "Glossary | Recovery Handbook"),
    ],
)
def test_a_page_has_a_title_of_its_own(client, path, title):
    ClaimFactory(key="peak", statement="It peaks. Then it fades.")

    assert f"<title>{title}</title>" in text_of(client, path)
