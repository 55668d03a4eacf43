"""Static files through nginx: from the disk, packed, with the headers that WhiteNoise sends."""

import pytest

from tests.deploy.conftest import Front

HASHED = "site.0123456789ab"


@pytest.fixture
def files(front: Front) -> Front:
    """A few files, each of which says which it is."""
    folder = front.public / "static"
    for name in (
        f"{HASHED}.css",
        f"{HASHED}.js",
        f"{HASHED}.svg",
        "site.css",
        "plain.css",
        "LICENSE.txt",
    ):
        (folder / name).write_text(name)
        if name != "plain.css":
            (folder / f"{name}.gz").write_text(f"{name}, gzip")
            (folder / f"{name}.br").write_text(f"{name}, br")
    return front


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (f"{HASHED}.css", "text/css; charset=utf-8"),
        (f"{HASHED}.js", "text/javascript; charset=utf-8"),
        (f"{HASHED}.svg", "image/svg+xml"),
    ],
)
@pytest.mark.parametrize(
    ("accepted", "packed"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("gzip, br;q=0", "gzip"), ("identity", None)],
)
def test_a_file_comes_in_the_smallest_form_that_is_understood(
    files: Front, name: str, kind: str, accepted: str, packed: str | None
):
    answer = files.ask(f"/static/{name}", Accept_Encoding=accepted)

    assert answer.status == 200
    assert answer.text == (f"{name}, {packed}" if packed else name)
    assert answer.headers.get_all("Content-Encoding") == ([packed] if packed else None)
    assert answer.headers.get_all("Content-Type") == [kind]
    assert answer.headers.get_all("Vary") == ["Accept-Encoding"]


def test_a_file_without_packed_copies_comes_as_it_is(files: Front):
    answer = files.ask("/static/plain.css", Accept_Encoding="gzip, br")

    assert (answer.text, answer.headers["Content-Encoding"]) == ("plain.css", None)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        (f"{HASHED}.css", "max-age=315360000, public, immutable"),
        ("site.css", "max-age=60, public"),
        ("LICENSE.txt", "max-age=60, public"),
    ],
)
@pytest.mark.parametrize("accepted", ["br", "gzip", "identity"])
def test_a_name_with_a_hash_is_kept_for_ever_and_no_other(
    files: Front, name: str, kept: str, accepted: str
):
    answer = files.ask(f"/static/{name}", Accept_Encoding=accepted)

    assert answer.headers.get_all("Cache-Control") == [kept]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Strict-Transport-Security"] is None


def test_the_forms_of_a_file_are_told_apart_by_their_tags(files: Front):
    tags = {
        files.ask(f"/static/{HASHED}.css", Accept_Encoding=accepted).headers["ETag"]
        for accepted in ("br", "gzip", "identity")
    }

    assert len(tags) == 3


def test_static_files_ask_nothing_of_a_replica_unless_they_are_not_here(files: Front):
    files.ask(f"/static/{HASHED}.css")
    assert files.asked == 0

    files.ask("/static/css/of-the-next-release.0123456789ab.css")
    assert files.asked == 1


@pytest.mark.parametrize("path", ["/static/../nginx/nginx.conf", "/static/%2e%2e/nginx/nginx.conf"])
def test_nothing_around_them_is_sent(files: Front, path: str):
    answer = files.ask(path)

    assert "handbook" not in answer.text


def test_the_page_for_when_nobody_answers_has_no_address(files: Front):
    assert files.ask("/static/503.html").status == 404
