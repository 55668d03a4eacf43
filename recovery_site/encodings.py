"""What a visitor's browser takes: packed answers, and which."""

import re
from functools import cache

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers


def is_accepted(name: str, accepted: str) -> bool:
    """Whether an Accept-Encoding names an encoding, and not with a weight of nought."""
    return bool(_named(name).search(accepted))


@cache
def _named(name: str) -> re.Pattern[str]:
    weight_of_nought = r"\s*;\s*q=0(?:\.0*)?\s*(?:,|$)"
    return re.compile(rf"\b{name}\b(?!{weight_of_nought})", re.IGNORECASE)


class PackForWhoeverTakesIt(GZipMiddleware):
    """Django's own, for everybody but those who refuse gzip by a weight of nought.

    Django looks for the word alone.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The answer, packed or as it was."""
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if "gzip" in accepted and not is_accepted("gzip", accepted):
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        return super().process_response(request, response)
