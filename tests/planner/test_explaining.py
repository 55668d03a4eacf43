"""The page of the rules, and what it is made from."""

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from guides.models import Claim
from planner.core.rules import RULES
from planner.explaining import explain

PAGE = settings.BASE_DIR / "docs" / "rules.md"


def explained():
    out = StringIO()
    call_command("explain_rules", stdout=out)
    return out.getvalue()


def test_the_page_of_the_rules_is_what_the_command_prints(content, request):
    now = explained()

    if request.config.getoption("write_people"):
        PAGE.write_text(now, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == now, "manage.py explain_rules > docs/rules.md"


def test_every_rule_is_explained_in_the_order_of_concerns(content):
    page = explained()

    places = [page.index(f"\n### {rule.__name__}\n") for rule in RULES]
    assert places == sorted(places)


def test_the_hours_are_those_of_the_database(content):
    Claim.objects.filter(key="large-meal-gap").update(low=4, high=5)

    assert "4 to 5 hours before bedtime (figure from studies)" in explained()


def test_the_floor_beside_a_rule_is_told_with_its_claim(content):
    line = next(line for line in explained().splitlines() if line.startswith("- six-hours-"))

    assert line.endswith("6 hours before bedtime (a margin we chose); held to at least 6 h.")


def test_a_claim_that_is_not_published_is_told_as_such(content):
    Claim.objects.filter(key="large-meal-gap").update(is_published=False)

    assert "- large-meal-gap: not published." in explained()


def test_without_the_gallery_its_people_are_left_out(content, tmp_path: Path):
    assert explain(tmp_path / "nobody").count("gallery not installed") == len(RULES)
