"""What no visit may meet: errors in the console, broken rules of the site's policy, strangers."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

# The policy's violations are events; as errors in the console they are heard like all others.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`Policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""

USUAL = {200, 302, 304}


class Watch:
    """Listens to all pages of a visit, and keeps what was wrong."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.faults: list[str] = []
        self._origin = origin
        self._expected: set[int] = set()
        context.add_init_script(TELL_VIOLATIONS)
        context.on("page", self._listen_to)
        context.on("request", self._hear_request)
        context.on("requestfailed", self._hear_failure)
        context.on("response", self._hear_response)

    def start(self) -> None:
        """Forget what was heard, and listen to another test."""
        self.faults.clear()
        self._expected = set()

    def expect(self, *statuses: int) -> None:
        """Requests may be answered with these too: the test means them to."""
        self._expected.update(statuses)

    def judge(self) -> None:
        """Raise AssertionError if anything was wrong."""
        assert not self.faults, "\n".join(self.faults)

    def _listen_to(self, page: Page) -> None:
        page.on("console", self._hear_console)
        page.on("pageerror", lambda error: self.faults.append(f"Error on the page: {error}"))

    def _hear_console(self, message: ConsoleMessage) -> None:
        # What could not be loaded is heard of below, with its status.
        if message.text.startswith("Failed to load resource"):
            return
        if message.type == "error" or "Content Security Policy" in message.text:
            self.faults.append(f"Console: {message.text} ({message.location['url']})")

    def _hear_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._origin}/", "data:", "blob:")):
            self.faults.append(f"Asked a stranger: {request.url}")

    def _hear_failure(self, request: Request) -> None:
        # Aborted: the visitor went on before it came, or it is a file to keep and no page.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"Failed: {request.url} ({request.failure})")

    def _hear_response(self, response: Response) -> None:
        usual = USUAL if response.request.is_navigation_request() else {200, 304}
        if response.status not in usual | self._expected:
            self.faults.append(f"Answered with {response.status}: {response.url}")
