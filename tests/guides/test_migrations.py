"""An upgrade keeps what editors wrote, also where the newer site has its own use for a name."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = [("guides", "0001_initial")]
AFTER = [("guides", "0002_evidence_people_can_check")]


def migrated(targets: list[tuple[str, str]]) -> StateApps:
    """The models as they are once the database was brought there."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def old_site():
    """The models of the first release, and its tables; the newest again afterwards."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        yield migrated(BEFORE)
    finally:
        migrated(newest)


def guide_with(site: StateApps, *anchors: str, body: str = "Words.") -> int:
    """A guide of the first release with sections that have these anchors; its number."""
    guides = site.get_model("guides", "Guide").objects
    place = guides.count() + 1
    guide = guides.create(
        slug=f"guide-{place}", title="A guide", topic="sleep", summary="What is known.",
        key_points="- It fades.", position=place, author="The authors", review_months=12,
    )  # fmt: skip
    for position, anchor in enumerate(anchors):
        guide.sections.create(position=position, slug=anchor, heading=anchor, body=body)
    return guide.pk


def say(site: StateApps, key: str) -> None:
    site.get_model("guides", "PopularClaim").objects.create(
        key=key, says="It works.", evidence_says="Nobody has looked.", verdict="unstudied"
    )


def anchors_of(site: StateApps, guide: int) -> list[str]:
    sections = site.get_model("guides", "Section").objects.filter(guide_id=guide)
    return list(sections.order_by("position").values_list("slug", flat=True))


def test_an_anchor_that_the_page_now_uses_itself_gets_another(old_site):
    guide = guide_with(old_site, "words", "term-x", "what-helps")

    site = migrated(AFTER)

    assert anchors_of(site, guide) == ["about-words", "about-term-x", "what-helps"]


def test_the_new_anchor_is_one_that_the_guide_does_not_have_yet(old_site):
    guide = guide_with(old_site, "about-words", "words", "about-words2")
    other = guide_with(old_site, "words")

    site = migrated(AFTER)

    assert anchors_of(site, guide) == ["about-words", "about-words3", "about-words2"]
    assert anchors_of(site, other) == ["about-words"]


def test_the_longest_anchor_finds_another_too(old_site):
    guide = guide_with(old_site, f"term-{'x' * 45}")

    site = migrated(AFTER)

    [anchor] = anchors_of(site, guide)
    assert anchor.startswith("about-term-xxx")
    assert len(anchor) <= 50


@pytest.mark.parametrize(
    ("before", "after"),
    [("summary", "about-summary"), ("topic-x", "about-topic-x"), ("it-says", "about-it-says-so")],
)
def test_what_people_say_gets_another_key_and_keeps_its_cards(old_site, before, after):
    say(old_site, before)
    say(old_site, f"{before}-2")
    card = "::: popular {}\n:::\n\nThe summary."
    guide = guide_with(old_site, "one", body=card.format(before))
    other = guide_with(old_site, "one", body=card.format("another"))

    site = migrated(AFTER)

    popular, sections = (site.get_model("guides", name) for name in ("PopularClaim", "Section"))
    assert popular.objects.filter(key=after).exists()
    assert sections.objects.get(guide_id=guide).body == card.format(after)
    assert sections.objects.get(guide_id=other).body == card.format("another")


@pytest.mark.parametrize(
    ("before", "after"),
    [("0001_initial", "0008_sign_off"), ("0009_groups", "0010_confirmed_sign_offs")],
)
def test_a_reviewer_who_was_only_typed_is_none_any_more(old_site, before, after):
    guide = guide_with(old_site, "one")
    site = migrated([("guides", before)])
    site.get_model("guides", "Guide").objects.update(clinical_reviewer="Dr Example")

    site = migrated([("guides", after)])

    assert site.get_model("guides", "Guide").objects.get(pk=guide).clinical_reviewer == ""


def test_the_upgrade_can_be_taken_back(old_site):
    guide = guide_with(old_site, "words")

    migrated(AFTER)
    site = migrated(BEFORE)

    assert anchors_of(site, guide) == ["about-words"]
