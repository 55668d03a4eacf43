"""The way of a guide from its draft to its readers, and back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from guides import publishing, revisions, version
from guides.choices import ChangeKind
from guides.models import FormerSlug, Guide, Revision, Schedule
from guides.publishing import NotReady
from guides.revisions import Told
from tests.factories import GuideFactory, SourceFactory

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TOLD = Told(ChangeKind.EVIDENCE, "It counts a new trial.")


def test_a_guide_that_lacks_nothing_goes_live(ready, by, client):
    assert client.get("/guides/heat/").status_code == 404

    publishing.publish(ready, TOLD, by, NOW)

    assert client.get("/guides/heat/").status_code == 200
    assert Guide.objects.get().published_at == NOW


@pytest.mark.parametrize(
    ("field", "lacking"),
    [("author", "author"), ("reviewed_on", "day on which its evidence was checked")],
)
def test_a_guide_without_its_trust_fields_does_not_go_live(ready, by, field, lacking):
    setattr(ready, field, None if field == "reviewed_on" else "")
    ready.save()

    with pytest.raises(NotReady, match=lacking):
        publishing.publish(ready, TOLD, by, NOW)

    assert Guide.objects.get().published_at is None


@pytest.mark.parametrize(
    ("slug", "lacking"),
    [
        ("what-is-not-known", "with the anchor what-is-not-known"),
        ("risks", "card that says when to get care"),
    ],
)
def test_a_guide_without_its_uncertainty_or_its_risks_does_not_go_live(ready, by, slug, lacking):
    ready.sections.get(slug=slug).delete()

    with pytest.raises(NotReady, match=lacking):
        publishing.publish(ready, TOLD, by, NOW)


@pytest.mark.parametrize(
    ("body", "lacking"),
    [
        ("So it is.[@nobody]", "no source “nobody”"),
        ("So it is.[@unseen]", "nobody saw"),
        ("So it is, without a source.", "cites no source"),
        ("::: claim gone\n:::", "no published claim “gone”"),
    ],
)
def test_a_guide_that_rests_on_nothing_does_not_go_live(ready, by, body, lacking):
    SourceFactory(key="unseen", seen=False)
    ready.sections.filter(slug="what").update(body=body)

    with pytest.raises(NotReady, match=lacking):
        publishing.publish(ready, TOLD, by, NOW)


def test_readers_go_on_seeing_a_guide_while_its_next_text_is_written(ready, by, client):
    live = publishing.publish(ready, TOLD, by, NOW)
    draft = publishing.begin_draft(live, by)

    draft.sections.filter(slug="what").update(body="Another sentence.[@trial]")

    page = client.get("/guides/heat/").text
    assert "About what." in page
    assert "Another sentence." not in page


def test_a_draft_takes_the_place_of_its_guide(ready, by, client):
    live = publishing.publish(ready, TOLD, by, NOW)
    draft = publishing.begin_draft(live, by)
    draft.sections.filter(slug="what").update(body="Another sentence.[@trial]")

    publishing.publish(draft, TOLD, by, NOW + HOUR)

    assert "Another sentence." in client.get("/guides/heat/").text
    assert [guide.pk for guide in Guide.objects.all()] == [live.pk]
    assert Guide.objects.get().published_at == NOW


def test_a_guide_has_one_draft(ready, by):
    live = publishing.publish(ready, TOLD, by, NOW)

    assert publishing.begin_draft(live, by) == publishing.begin_draft(live, by)


def test_an_address_that_a_guide_had_leads_to_it(ready, by, client):
    live = publishing.publish(ready, TOLD, by, NOW)
    draft = publishing.begin_draft(live, by)
    Guide.objects.filter(pk=draft.pk).update(slug="warmth")

    publishing.publish(draft, TOLD, by, NOW + HOUR)

    assert client.get("/guides/warmth/").status_code == 200
    assert [former.slug for former in FormerSlug.objects.all()] == ["heat"]


def test_an_address_that_was_taken_back_into_use_leads_nowhere_else(ready, by):
    live = publishing.publish(ready, TOLD, by, NOW)
    for slug in ("warmth", "heat"):
        draft = publishing.begin_draft(live, by)
        Guide.objects.filter(pk=draft.pk).update(slug=slug)
        publishing.publish(draft, TOLD, by, NOW)

    assert [former.slug for former in FormerSlug.objects.all()] == ["warmth"]


def test_a_guide_can_be_taken_back(ready, by, client):
    live = publishing.publish(ready, TOLD, by, NOW)

    publishing.take_back(live, Told(ChangeKind.SAFETY, "A sentence was wrong."), by)

    assert client.get("/guides/heat/").status_code == 404
    assert Guide.objects.get().published_at is None


def test_a_scheduled_draft_goes_live_when_its_time_has_come(ready, by):
    publishing.schedule(ready, TOLD, by, NOW + HOUR)

    publishing.publish_due(NOW)
    before = Guide.objects.get().published_at
    publishing.publish_due(NOW + HOUR)

    assert before is None
    assert Guide.objects.get().published_at == NOW + HOUR
    assert not Schedule.objects.exists()


def test_a_scheduled_draft_that_lost_its_source_does_not_go_live(ready, by):
    publishing.schedule(ready, TOLD, by, NOW)
    ready.sections.filter(slug="what").update(body="So it is.[@nobody]")

    publishing.publish_due(NOW)

    assert Guide.objects.get().published_at is None
    assert not Schedule.objects.exists()
    assert revisions.of(ready).first().was_done == publishing.DID_NOT_GO_LIVE


def test_the_past_of_a_draft_becomes_the_past_of_its_guide(ready, by):
    live = publishing.publish(ready, TOLD, by, NOW)
    draft = publishing.begin_draft(live, by)

    publishing.publish(draft, Told(ChangeKind.WORDING, "It is shorter."), by, NOW)

    assert [revision.was_done for revision in revisions.of(live)] == [
        "Published", "Begun as a draft of the next text", "Published"
    ]  # fmt: skip
    assert [revision.sentence for revision in Revision.objects.told()] == [
        "It is shorter.", "It counts a new trial."
    ]  # fmt: skip


def test_an_older_text_is_put_back_into_a_draft_and_not_before_readers(ready, by, client):
    live = publishing.publish(ready, TOLD, by, NOW)
    draft = publishing.begin_draft(live, by)
    draft.sections.filter(slug="what").update(body="Another sentence.[@trial]")
    publishing.publish(draft, TOLD, by, NOW)
    first = revisions.of(live).last()

    restored = publishing.put_back(first, live, by)

    assert restored.sections.get(slug="what").body == "About what.[@trial]"
    assert "Another sentence." in client.get("/guides/heat/").text


def test_what_is_not_ready_is_not_set_to_go_live_either(ready, by):
    ready.sections.get(slug="what-is-not-known").delete()

    with pytest.raises(NotReady, match="what-is-not-known"):
        publishing.schedule(ready, TOLD, by, NOW + HOUR)

    assert not Schedule.objects.exists()


def test_what_was_taken_back_does_not_come_back_by_itself(ready, by):
    live = publishing.publish(ready, TOLD, by, NOW)
    draft = publishing.begin_draft(live, by)
    publishing.schedule(draft, TOLD, by, NOW + HOUR)

    publishing.take_back(live, TOLD, by)
    publishing.publish_due(NOW + HOUR)

    assert Guide.objects.get(pk=live.pk).published_at is None


def test_a_guide_that_nobody_sees_is_taken_back_without_a_word(ready, by):
    publishing.take_back(ready, TOLD, by)

    assert not Revision.objects.told().exists()


def test_nobody_keeps_what_was_taken_back(ready, by):
    live = publishing.publish(ready, TOLD, by, NOW)
    before = version.current()

    publishing.take_back(live, TOLD, by)

    assert version.current() != before


def test_an_address_that_changed_while_nobody_saw_the_guide_leads_to_it_too(ready, by):
    live = publishing.publish(ready, TOLD, by, NOW)
    publishing.take_back(live, TOLD, by)
    Guide.objects.filter(pk=live.pk).update(slug="warmth")

    publishing.publish(live, TOLD, by, NOW + HOUR)

    assert [former.slug for former in FormerSlug.objects.all()] == ["heat"]


def test_a_guide_that_was_checked_again_while_its_draft_was_written_stays_checked(ready, by):
    live = publishing.publish(ready, TOLD, by, NOW)
    draft = publishing.begin_draft(live, by)
    Guide.objects.filter(pk=live.pk).update(reviewed_on=date(2026, 1, 30))

    publishing.publish(draft, TOLD, by, NOW)

    assert Guide.objects.get().reviewed_on == date(2026, 1, 30)


def test_a_draft_on_which_something_is_wrong_keeps_no_other_back(ready, by, monkeypatch):
    other = GuideFactory(slug="other", published_at=None)
    version.move()
    for guide in (other, ready):
        Schedule.objects.create(guide=guide, goes_live_at=NOW, change="wording", sentence="It is.")
    go_live = publishing._go_live

    def fail_for_the_other(guide, now):
        if guide == other:
            raise KeyError("our fault")
        go_live(guide, now)

    monkeypatch.setattr(publishing, "_go_live", fail_for_the_other)
    with pytest.raises(KeyError):
        publishing.publish_due(NOW)

    assert Guide.objects.get(pk=ready.pk).published_at == NOW


def test_nothing_is_put_back_into_a_draft_that_waits_for_its_hour(ready, by):
    revisions.keep_what_was(ready)
    first = revisions.of(ready).first()
    publishing.schedule(ready, TOLD, by, NOW + HOUR)

    with pytest.raises(ValidationError, match="set to go live"):
        publishing.put_back(first, ready, by)


def test_a_check_that_is_overdue_on_the_day_of_going_live_is_worth_a_look(ready):
    found = publishing.readiness(ready, date(2030, 1, 1)).worth_a_look

    assert any("its review was due" in finding.message for finding in found)
    assert not any(
        "its review was due" in finding.message
        for finding in publishing.readiness(ready, NOW.date()).worth_a_look
    )
