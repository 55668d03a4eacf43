"""Who may do what in the admin: the groups that the migrations of both apps make."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from tests.factories import (
    REVIEWED_ON,
    ClaimFactory,
    GuideFactory,
    NoticeFactory,
    PopularClaimFactory,
    SourceFactory,
    TermFactory,
)
from tests.guides.editing import Fields, change_page, edit
from tests.planner.factories import SafetyFactorFactory

BEFORE = [("guides", "0007_drafts_and_revisions"), ("planner", "0001_initial")]

CONTENT = {"guide", "section", "claim", "popularclaim", "source", "term", "notice"}
WRITERS = {
    *(f"guides.view_{model}" for model in (*CONTENT, "revision")),
    *(f"guides.{may}_guide" for may in ("add", "change", "delete")),
    *(f"guides.{may}_section" for may in ("add", "change", "delete")),
    *(f"guides.{may}_claim" for may in ("add", "change")),
    *(f"guides.{may}_source" for may in ("add", "change")),
    "planner.view_safetyfactor",
}
PUBLISHERS = {
    *WRITERS,
    *(f"guides.{may}_{model}" for may in ("add", "change", "delete") for model in CONTENT),
    "guides.publish_guide",
    "planner.add_safetyfactor",
    "planner.change_safetyfactor",
}


def make_groups() -> None:
    """What the two migrations do."""
    import_module("guides.migrations.0009_groups").make_groups(apps, None)
    import_module("planner.migrations.0002_groups").add_safety_factors(apps, None)


@pytest.fixture
def groups(db: None) -> None:
    """The groups as migrated: a test that emptied the database took them along."""
    make_groups()


def granted(group: str) -> set[str]:
    """What a group may do, as “app.codename”."""
    return {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in Group.objects.get(name=group).permissions.select_related("content_type")
    }


def migrate(targets: list[tuple[str, str]]) -> None:
    MigrationExecutor(connection).migrate(targets)


@pytest.fixture
def old_site(transactional_db: None):
    """The database before there were groups; the newest again afterwards."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    migrate(BEFORE)
    Group.objects.all().delete()
    yield newest
    migrate(newest)


def test_a_new_database_has_both_groups_before_django_makes_permissions(old_site):
    # Django makes them when all migrations have run.
    Permission.objects.all().delete()

    migrate(old_site)

    assert granted("Writers") == WRITERS
    assert granted("Publishers") == PUBLISHERS


def test_an_upgrade_keeps_the_permissions_that_there_are_and_can_be_taken_back(old_site):
    before = set(Permission.objects.values_list("pk", flat=True))

    migrate(old_site)
    migrate(BEFORE)
    migrate(old_site)

    assert set(Permission.objects.values_list("pk", flat=True)) == before
    assert granted("Publishers") == PUBLISHERS


def test_a_group_that_was_made_by_hand_keeps_what_it_has(old_site):
    Group.objects.create(name="Writers").permissions.add(
        Permission.objects.get(codename="view_term")
    )

    migrate(old_site)

    assert granted("Writers") == {"guides.view_term"}
    assert granted("Publishers") == PUBLISHERS


def test_to_make_the_groups_again_changes_nothing(groups):
    group = Group.objects.get(name="Publishers")
    group.permissions.remove(Permission.objects.get(codename="delete_source"))

    make_groups()

    assert granted("Writers") == WRITERS
    assert granted("Publishers") == PUBLISHERS - {"guides.delete_source"}


@pytest.fixture
def member(groups: None) -> Callable[[str], Client]:
    """The browser of somebody who is in one of the groups, and signed in."""

    def sign_in(group: str) -> Client:
        user = get_user_model().objects.create_user(group, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        browser = Client()
        browser.force_login(user)
        return browser

    return sign_in


ROWS = {
    "guide": GuideFactory, "claim": ClaimFactory, "popularclaim": PopularClaimFactory,
    "source": SourceFactory, "term": TermFactory, "notice": NoticeFactory,
    "safetyfactor": SafetyFactorFactory,
}  # fmt: skip


def add_page(model: str) -> str:
    """Where a new row is written."""
    return f"/admin/{'planner' if model == 'safetyfactor' else 'guides'}/{model}/add/"


@pytest.mark.parametrize("group", ["Writers", "Publishers"])
@pytest.mark.parametrize("model", ROWS)
def test_a_member_can_look_at_all_content(member, group, model):
    row = ROWS[model]()
    browser = member(group)

    for path in (add_page(model).removesuffix("add/"), change_page(row)):
        assert browser.get(path, follow=True).status_code == 200, path


@pytest.mark.parametrize("model", ROWS)
def test_a_writer_writes_guides_claims_and_sources(member, model):
    status = 200 if model in ("guide", "claim", "source") else 403

    assert member("Writers").get(add_page(model)).status_code == status


@pytest.mark.parametrize("model", ROWS)
def test_a_publisher_writes_all_content(member, model):
    assert member("Publishers").get(add_page(model)).status_code == 200


# Guides are published by a step of their own.
@pytest.mark.parametrize("model", [model for model in ROWS if model != "guide"])
def test_what_readers_see_is_changed_by_publishers_and_not_by_writers(member, model):
    row = ROWS[model]()
    if model == "source":
        ClaimFactory(sources=[row])
    path = change_page(row)
    writer, publisher = member("Writers"), member("Publishers")

    assert 'name="_save"' not in writer.get(path).text
    assert writer.post(path, {}).status_code == 403
    assert 'name="_save"' in publisher.get(path).text


def test_a_writer_changes_a_claim_until_readers_see_it(member):
    claim = ClaimFactory(is_published=False, sources=[SourceFactory()])
    writer = member("Writers")

    saved = edit(writer, change_page(claim), statement="It fades.", is_published="on")

    claim.refresh_from_db()
    assert saved.status_code == 302, saved.context["errors"]
    assert claim.statement == "It fades."
    assert not claim.is_published


@pytest.mark.parametrize("model", ["guide", "claim"])
def test_a_writer_does_not_note_what_readers_take_for_a_review(member, model):
    row = ROWS[model]()
    changes = add_page(model).removesuffix("add/")
    chosen = {"action": "mark_as_reviewed", "_selected_action": [row.pk], "post": "yes"}

    member("Writers").post(changes, {**chosen, "reviewed_on": "2026-02-01"})

    row.refresh_from_db()
    assert row.reviewed_on == REVIEWED_ON


@pytest.mark.parametrize("group", ["Writers", "Publishers"])
def test_no_member_deletes_a_safety_factor(member, group):
    path = change_page(SafetyFactorFactory()).replace("/change/", "/delete/")

    assert member(group).get(path).status_code == 403


@pytest.mark.parametrize("group", ["Writers", "Publishers"])
@pytest.mark.parametrize("path", ["user/", "user/add/", "group/", "group/add/"])
def test_no_member_meets_accounts_or_groups(member, group, path):
    assert member(group).get(f"/admin/auth/{path}").status_code == 403


def test_what_a_writer_typed_into_a_claim_that_was_published_meanwhile_is_given_back(member):
    claim = ClaimFactory(is_published=False, sources=[SourceFactory()])
    writer = member("Writers")
    fields = Fields(writer.get(change_page(claim)).text).values
    type(claim).objects.update(is_published=True)

    response = writer.post(change_page(claim), {**fields, "statement": "Typed for nothing?"})

    claim.refresh_from_db()
    assert response.status_code == 403
    assert "Typed for nothing?" in response.text
    assert claim.statement == "Soreness fades by itself."
