"""What a line of the log says, and what it leaves out."""

import json
import logging
import sys

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from recovery_site import request_ids
from recovery_site.log_lines import JsonLines, PlainLines

FORMATTERS = [JsonLines(), PlainLines("{levelname} {name}: {message}")]


def record(message: str, *args: object, **more: object) -> logging.LogRecord:
    made = logging.makeLogRecord(
        {"msg": message, "args": args, "name": "handbook.editing", "levelname": "INFO"}
    )
    made.__dict__.update(more)
    return made


def failing(error: Exception) -> logging.LogRecord:
    """What is logged of an error, which came from another."""
    try:
        try:
            int("private cause")
        except ValueError as cause:
            raise error from cause
    except Exception:
        return record("Internal Server Error: %s", "/planner/", exc_info=sys.exc_info())


@pytest.fixture
def asked() -> None:
    """A request with a form is being answered."""
    request_ids.begin(
        {"REQUEST_METHOD": "POST", "HTTP_X_REQUEST_ID": "abcd-1234"}, trust_proxy=True
    )


def test_a_line_says_when_who_what_and_in_which_request(asked: None):
    line = json.loads(JsonLines().format(record("%s changed a guide", "editor", created=0.5)))

    assert line == {
        "time": "1970-01-01T00:00:00.500+00:00",
        "level": "INFO",
        "logger": "handbook.editing",
        "request": "abcd-1234",
        "message": "editor changed a guide",
    }


def test_outside_a_request_a_line_names_none():
    assert "request" not in json.loads(JsonLines().format(record("starting")))


def test_a_line_break_makes_no_second_line():
    assert "\n" not in JsonLines().format(record("one\nGET /forged\u2028three"))


def test_what_libraries_add_to_a_record_is_not_written():
    request = RequestFactory().get("/planner/?goal=private")

    assert "private" not in JsonLines().format(record("Not Found", request=request))


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_no_key_of_an_address_is_written_nor_in_a_traceback(formatter: logging.Formatter):
    line = formatter.format(
        failing(RuntimeError("no page at /sign-off/private-key/ for anybody"))
    ) + formatter.format(record("Not Found: %s", "/sign-off/private-key"))

    assert "private-key" not in line
    assert line.count("/sign-off/(key)") == 2


@pytest.mark.parametrize("formatter", FORMATTERS)
@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/sign-off/private/recorded/", "/sign-off/(key)/recorded/"),
        ("/sign-off//private/", "/sign-off//(key)/"),
        ("/sign-off/ private/", "/sign-off/ (key)/"),
        ("/sign-off/half private/", "/sign-off/(key)/"),
        ("/sign-off /private/", "/sign-off /(key)/"),
        ("/Sign-Off/private", "/Sign-Off/(key)"),
        ("/SIGN-OFF/private/", "/SIGN-OFF/(key)/"),
    ],
)
def test_a_key_is_not_written_however_its_address_was_typed(
    formatter: logging.Formatter, path: str, told: str
):
    line = formatter.format(record("Not Found: %s", path))

    assert f"Not Found: {told}" in line
    assert "private" not in line


@pytest.mark.parametrize("formatter", FORMATTERS)
@pytest.mark.parametrize(
    "sent", [{"PATH_INFO": "/sign-off/a-key/"}, {"HTTP_COOKIE": "sessionid=a-key"}]
)
def test_an_error_that_quotes_a_key_or_a_cookie_is_written_without_its_words(
    formatter: logging.Formatter, sent: dict[str, str]
):
    request_ids.begin({"REQUEST_METHOD": "GET"} | sent, trust_proxy=False)

    line = formatter.format(failing(ValueError("cannot read a-key")))

    assert "builtins.ValueError" in line
    assert "a-key" not in line


@pytest.mark.parametrize("formatter", FORMATTERS)
def test_an_error_in_a_form_says_its_kind_and_place_and_never_its_words(
    asked: None, formatter: logging.Formatter
):
    line = formatter.format(failing(RuntimeError("private words")))

    assert "builtins.ValueError" in line
    assert "builtins.RuntimeError" in line
    assert f"{__name__.rpartition('.')[2]}.py" in line
    # The words of the cause stand in this file, as code; those of the error nowhere but in it.
    assert "invalid literal" not in line
    assert "private words" not in line


def test_what_the_database_says_of_itself_is_written(asked: None):
    assert "connection refused" in JsonLines().format(
        failing(OperationalError("connection refused"))
    )


def test_an_error_where_nobody_sent_a_word_is_written_whole():
    line = json.loads(JsonLines().format(failing(RuntimeError("no such template"))))

    assert line["traceback"].endswith("RuntimeError: no such template")
    assert "invalid literal for int() with base 10: 'private cause'" in line["traceback"]


def test_an_error_met_while_another_was_handled_is_written_behind_it(asked: None):
    try:
        try:
            raise KeyError("private words")
        except KeyError:
            int("private too")
    except ValueError:
        line = JsonLines().format(record("", exc_info=sys.exc_info()))

    assert line.index("builtins.KeyError") < line.index("builtins.ValueError")


def test_an_error_from_which_another_was_kept_is_written_alone(asked: None):
    try:
        try:
            raise KeyError("private words")
        except KeyError:
            raise ValueError("private too") from None
    except ValueError:
        line = JsonLines().format(record("", exc_info=sys.exc_info()))

    assert "builtins.KeyError" not in line
    assert "builtins.ValueError" in line
