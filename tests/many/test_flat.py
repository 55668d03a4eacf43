"""No page costs more because there is more: tried with thirty guides, and with three times those.

On a few rows, so the pages of lists are made short. `make many` measures the same with thousands.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from django.contrib.admin import ModelAdmin
from django.contrib.auth import get_user_model
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from pytest_django import DjangoDbBlocker

from guides import feeds, open_data, search, sitemaps
from guides.admin import history
from guides.editing import review
from guides.sitemaps import PublicSitemap
from guides.views import about, changes, evidence, glossary, guides
from tests.conftest import LEFT_OUT, Rows, _fill
from tests.many.content import grow
from tests.many.pages import Page, Pages
from tests.many.visiting import Visitor

pytestmark = pytest.mark.django_db

FEW, MANY = 30, 90
# A few rows on a page are not all of one length, and some lists name how much there is.
LONGER = 1.4

SHORT_PAGES = (
    (guides, "GUIDES_A_PAGE", 5),
    (evidence, "CLAIMS_A_PAGE", 10),
    (evidence, "STATEMENTS_A_PAGE", 10),
    (glossary, "WORDS_ON_ONE_PAGE", 20),
    (changes, "CHANGES_A_PAGE", 10),
    (about, "GUIDES_A_PAGE", 5),
    (about, "ASSESSMENTS_A_PAGE", 2),
    (open_data, "A_PART", 30),
    (PublicSitemap, "limit", 200),
    (sitemaps, "A_PART", 200),
    (feeds, "ENTRIES", 5),
    (search, "MOST_RESULTS", 5),
    (review, "A_PAGE", 5),
    (history, "REVISIONS_A_PAGE", 5),
    (ModelAdmin, "list_per_page", 10),
)


class Cost(NamedTuple):
    """What a page took: its queries and its length."""

    queries: list[str]
    length: int


@pytest.fixture(scope="module")
def costs(content_rows: Rows, django_db_blocker: DjangoDbBlocker) -> Iterator[list[dict]]:
    """What each page costs with few guides, and with many, by its name; measured once."""
    with (
        django_db_blocker.unblock(),
        _connection_kept(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        for place, name, size in SHORT_PAGES:
            patch.setattr(place, name, size)
        _fill(rows for rows in content_rows if rows[0] not in LEFT_OUT)
        account = get_user_model().objects.create_superuser("editor", password=None)
        measured = []
        for size in (FEW, MANY):
            grow(size)
            pages = Pages(size, Visitor(), Visitor.signed_in(account))
            measured.append({page.name: _cost(page, pages) for page in pages.all()})
        yield measured
        transaction.set_rollback(True)


@contextmanager
def _connection_kept() -> Iterator[None]:
    """Have no request close the connection whose transaction is ours, as Django's client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def _cost(page: Page, pages: Pages) -> Cost:
    assert page.act().status == page.status, page.name
    pages.reader.counts_queries = pages.editor.counts_queries = True
    answer = page.act()
    pages.reader.counts_queries = pages.editor.counts_queries = False
    return Cost([query["sql"] for query in answer.queries], len(answer.body))


def test_no_page_asks_more_of_the_database_because_there_is_more(costs):
    few, many = costs

    more = {
        name: (len(cost.queries), len(many[name].queries))
        for name, cost in few.items()
        if len(many[name].queries) > len(cost.queries)
    }

    assert more == {}


def test_no_page_grows_because_there_is_more(costs):
    few, many = costs

    longer = {
        name: (cost.length, many[name].length)
        for name, cost in few.items()
        if many[name].length > LONGER * cost.length
    }

    assert longer == {}
