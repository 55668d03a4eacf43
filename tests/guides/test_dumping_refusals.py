"""What a dump refuses, and names: texts that no file can hold, and files that cannot be read."""

import pytest
from django.core.management import CommandError

from guides.dumping import dump
from guides.kinds import ContentError
from guides.models import Guide, Notice, Section
from tests.factories import GuideFactory
from tests.guides.commands import run
from tests.guides.dumping import GUIDE, NOTICES, texts

pytestmark = pytest.mark.django_db

LOST = [
    ("body", "```\n## In code\n```", "section help"),
    ("body", "```\n## In code {#code}\n```", "section help"),
    ("body", "Ends in spaces.  ", "section help"),
    ("body", "Ends of line\r\nof another kind.", "section help"),
    ("heading", "Over two\nlines", "section help"),
    ("heading", "Ends in a space ", "section help"),
]


@pytest.mark.parametrize(("field", "text", "named"), LOST)
def test_what_a_file_cannot_hold_is_refused_and_no_file_is_touched(handwritten, field, text, named):
    before = texts(handwritten)
    Notice.objects.filter(key="second").update(headline="Changed")
    Section.objects.filter(slug="help").update(**{field: text})

    with pytest.raises(CommandError, match=rf"guides, soreness: .*{named}"):
        run("dump_content")

    assert texts(handwritten) == before


def test_points_that_are_no_list_are_refused(handwritten):
    Guide.objects.update(key_points="- One.\nTwo.")

    with pytest.raises(ContentError, match="guides, soreness: .*key_points"):
        dump()


def test_a_new_guide_does_not_take_the_file_of_another(handwritten):
    GuideFactory(slug="one")

    with pytest.raises(ContentError, match="guides"):
        dump()

    assert (handwritten / "guides" / "one.md").read_text() == GUIDE


def test_files_that_cannot_be_read_are_named(handwritten):
    (handwritten / "notices.yaml").write_text("- key: [")

    with pytest.raises(CommandError, match=r"notices\.yaml"):
        run("dump_content")


def test_a_key_that_stands_twice_is_named(handwritten):
    (handwritten / "notices.yaml").write_text(NOTICES.replace("key: third", "key: second"))

    with pytest.raises(CommandError, match=r"notices\.yaml, second: .* twice"):
        run("dump_content")


def test_a_folder_that_cannot_be_made_is_named(content, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="file"):
        run("dump_content", folder=tmp_path / "file")
