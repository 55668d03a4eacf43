"""The pages that people meet, each with a name: public ones, answers, mistakes."""

from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Page, Route

from tests.browser import answers
from tests.browser.answers import Answers, typed


@dataclass(frozen=True)
class Place:
    """A page: its address, the answers posted to it if any, and the status that it comes with."""

    name: str
    path: str
    answers: Answers | None = None
    is_sent_empty: bool = False
    status: int = 200

    def __str__(self) -> str:
        return self.name

    def open(self, page: Page) -> None:
        """Go there, by GET or with the answers."""
        if self.answers is None and not self.is_sent_empty:
            response = page.goto(self.path)
        else:
            given = {} if self.is_sent_empty else typed(self.answers)
            response = _post(page, self.path, urlencode(given, doseq=True))
        assert response is not None
        assert response.status == self.status


PUBLIC = [
    Place("home", "/"),
    Place("guides", "/guides/"),
    Place("guide to soreness", "/guides/muscle-soreness/"),
    Place("guide to kratom", "/guides/kratom-alkaloids/"),
    Place("guide to sleep", "/guides/sleep-and-recovery/"),
    Place("sources of a guide", "/guides/muscle-soreness/sources/"),
    Place("guide to print", "/guides/muscle-soreness/print/"),
    Place("help", "/help/"),
    Place("evidence", "/evidence/"),
    Place("evidence narrowed to nothing", "/evidence/?topic=legal&verdict=weak"),
    Place("evidence asked oddly", "/evidence/?topic=legal&colour=red&verdict=true"),
    Place("claim supported", "/evidence/doms-peak/"),
    Place("claim that is our margin", "/evidence/six-hours-before-bed-rule/"),
    Place("claim with a window of ours", "/evidence/kratom-described-time/"),
    Place("claim open to one side", "/evidence/severe-dependence-six-months/"),
    Place("claim unstudied", "/evidence/kratom-doms-unstudied/"),
    Place("claims checked", "/claims-checked/"),
    Place("glossary", "/glossary/"),
    Place("search", "/search/"),
    Place("search with results", "/search/?q=caffeine+before+bed"),
    Place("search mistyped", "/search/?q=sorenes+kratm"),
    Place("search urgent", "/search/?q=chest+pain"),
    Place("search in vain", "/search/?q=xylophone"),
    Place("changes", "/changes/"),
    Place("changes for safety", "/changes/?kind=safety"),
    Place("about", "/about/"),
    Place("how we grade", "/about/how-we-grade/"),
    Place("who writes", "/about/who-writes/"),
    Place("our own marks", "/about/self-assessment/"),
    Place("money", "/about/money/"),
    Place("privacy", "/about/privacy/"),
    Place("accessibility", "/about/accessibility/"),
    Place("corrections", "/about/corrections/"),
]
FORMS = [
    Place("planner", "/planner/"),
    Place("planner sent empty", "/planner/", is_sent_empty=True, status=422),
    Place("planner with mistakes", "/planner/", answers.WRONG, status=422),
    Place("planner without the product", "/planner/", answers.NO_PRODUCT, status=422),
    Place("planner that cannot wait", "/planner/", answers.CANNOT_WAIT, status=422),
    Place("planner asked again", "/planner/", answers.USES_LEAF | answers.AGAIN),
]
EMERGENCY = Place("plan in an emergency", "/planner/", answers.EMERGENCY)
PLANS = [
    Place("plan", "/planner/", answers.NO_KRATOM),
    Place("plan with leaf", "/planner/", answers.LEAF),
    Place("plan with a warning", "/planner/", answers.USES_LEAF),
    Place("plan kept from kratom", "/planner/", answers.PREGNANT),
    Place("plan with much to ask first", "/planner/", answers.USES_LEAF_WITH_MUCH),
    Place("plan with an extract", "/planner/", answers.EXTRACT),
    Place("plan to be seen today", "/planner/", answers.SEEN_TODAY),
    Place("plan with a doctor to see", "/planner/", answers.GETTING_WORSE),
    Place("plan with odd answers", "/planner/", answers.ODD),
    Place("plan of a late session", "/planner/", answers.LATE),
    EMERGENCY,
]
SHEETS = [
    Place("sheet", "/planner/consult-sheet/", answers.NO_KRATOM),
    Place("sheet with leaf", "/planner/consult-sheet/", answers.LEAF),
    Place("sheet kept from kratom", "/planner/consult-sheet/", answers.PREGNANT),
    Place("sheet with much to ask", "/planner/consult-sheet/", answers.USES_LEAF_WITH_MUCH),
    Place("sheet to be seen today", "/planner/consult-sheet/", answers.SEEN_TODAY),
]
MISTAKES = [
    Place("bad request", "/?q=%00", status=400),
    Place("forbidden", "/wrong/forbidden/", status=403),
    Place("no such page", "/nowhere/", status=404),
    Place("our fault", "/wrong/broken/", status=500),
    Place("database away", "/wrong/refused/", status=503),
]
EVERY_PAGE = PUBLIC + FORMS + PLANS + SHEETS + MISTAKES


def named(*names: str) -> list[Place]:
    """These pages. Raises KeyError."""
    by_name = {place.name: place for place in EVERY_PAGE}
    return [by_name[name] for name in names]


def _post(page: Page, path: str, body: str) -> object:
    """Open a page by POST, as a form does, without visiting the form first."""

    def with_body(route: Route) -> None:
        form = {"content-type": "application/x-www-form-urlencoded"}
        headers = route.request.headers | form
        route.continue_(method="POST", headers=headers, post_data=body)

    page.route(f"**{path}", with_body, times=1)
    return page.goto(path)
