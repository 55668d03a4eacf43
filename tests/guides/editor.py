"""An editor at a site that runs by itself: signs in, opens pages, sends forms."""

from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, build_opener

from tests.guides.editing import Fields


class _Stay(HTTPRedirectHandler):
    """Tells a redirect apart from the page behind it."""

    def redirect_request(self, *arguments: object) -> None:
        return None


class Editor:
    """The browser of somebody who is signed in at a running site, without a screen.

    Its cookies are good for any port of the machine, as browsers have it.
    """

    def __init__(self, url: str, name: str, password: str) -> None:
        self.url = url
        self.browser: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()), _Stay())
        form = Fields(self.get("/admin/login/")).values
        status, _ = self.post("/admin/login/", {**form, "username": name, "password": password})
        assert status == 302

    def get(self, path: str) -> str:
        with self.browser.open(self.url + path, timeout=60) as answer:
            return answer.read().decode()

    def post(self, path: str, fields: dict[str, object]) -> tuple[int, str]:
        """The status of the answer, and the page or where it leads."""
        sent = urlencode(fields, doseq=True).encode()
        try:
            with self.browser.open(self.url + path, sent, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as answer:
            return answer.code, answer.headers.get("Location") or answer.read().decode()
