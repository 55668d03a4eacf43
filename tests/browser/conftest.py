"""A browser, the site as served, and visits that fail when anything on the way is wrong."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.answers import ZONE
from tests.browser.serving import Site, served
from tests.browser.watching import Watch
from tests.conftest import NO_CHROMIUM

NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE = {"width": 375, "height": 667}
DESK = {"width": 1280, "height": 720}
# Script for a page: unfold all that folds.
OPEN_ALL = "document.querySelectorAll('details').forEach((part) => (part.open = true))"

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium: CHROMIUM, or the first on the PATH."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    if os.environ.get("BROWSER_TESTS") == "required":
        pytest.fail(f"{NO_CHROMIUM}, and BROWSER_TESTS=required: apt-get install chromium")
    # Whoever works on the site needs none; the summary counts what did not run (tests/conftest.py).
    pytest.skip(NO_CHROMIUM)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests; each visit has a profile of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            # One renderer for all pages starts each of them sooner.
            args=["--disable-gpu", "--disable-background-networking", "--process-per-site"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site, with the shipped content. What a test changes there, stays."""
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def reader(browser: Browser, site: Site) -> Iterator[tuple[BrowserContext, Watch]]:
    """Somebody who goes on reading: what one test loaded, the next has at hand, and no more.

    The site gives readers no cookie, and a new visitor costs as much as three pages.
    """
    with _visitor(browser, site) as visitor:
        yield visitor


@pytest.fixture
def watch(reader: tuple[BrowserContext, Watch]) -> Iterator[Watch]:
    """Listens to the pages of a test, new visitors and all."""
    context, watch = reader
    watch.start()
    yield watch
    for page in context.pages:
        page.close()
    watch.judge()


@pytest.fixture
def page(reader: tuple[BrowserContext, Watch], watch: Watch) -> Page:
    """An empty page at a desk."""
    context, _ = reader
    return context.new_page()


@pytest.fixture
def new_page(browser: Browser, site: Site) -> Iterator[NewPage]:
    """Open an empty page for a new visitor, at a desk unless the options for Playwright differ."""
    with ExitStack() as visits:

        def open_page(*expected: int, **options: Any) -> Page:
            context, watch = visits.enter_context(_visitor(browser, site, **options))
            watch.expect(*expected)
            visits.callback(watch.judge)
            return context.new_page()

        yield open_page


@contextmanager
def _visitor(
    browser: Browser, site: Site, **options: Any
) -> Iterator[tuple[BrowserContext, Watch]]:
    usual = {"base_url": site.url, "viewport": DESK, "timezone_id": ZONE}
    context = browser.new_context(**usual | options)
    context.set_default_timeout(10_000)
    yield context, Watch(context, site.url)
    context.close()


@dataclass(frozen=True)
class Editor:
    """Somebody who may edit everything."""

    name: str
    password: str

    def sign_in(self, page: Page) -> None:
        """Sign in at the admin's door, and stay on its first page."""
        page.goto("/admin/")
        page.get_by_label("Username").fill(self.name)
        page.get_by_label("Password").fill(self.password)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("heading", name="Editing")).to_be_visible()


def open_draft(page: Page, title: str) -> None:
    """Open the draft of a guide that readers see; it is begun if there is none yet."""
    page.goto("/admin/guides/guide/")
    page.get_by_role("link", name=title, exact=True).first.click()
    page.locator(".standing").wait_for()
    begin = page.get_by_role("button", name="Begin a draft")
    there = page.get_by_role("link", name="Go to the draft")
    begin.or_(there).click()
    page.locator("#id_sections-0-body").wait_for()


@pytest.fixture(scope="session")
def editor(site: Site) -> Editor:
    """An account, made as `make admin` makes it."""
    editor = Editor("editor", "words that nobody would guess")
    site.manage(
        "createsuperuser",
        "--no-input",
        "--verbosity=0",
        f"--username={editor.name}",
        "--email=editor@handbook.example.org",
        DJANGO_SUPERUSER_PASSWORD=editor.password,
    )
    return editor
