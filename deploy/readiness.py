"""Whether the replica of a container can serve: python -m deploy.readiness

The image has no curl, and a probe has to send a name that the site answers to.
"""

import os
import sys
from urllib.request import Request, urlopen


def main() -> None:
    """End with 0 if it answers that it is ready; anything else is a traceback, and 1."""
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
    address = f"http://127.0.0.1:{os.environ['PORT']}/readyz"
    with urlopen(Request(address, headers={"Host": host}), timeout=7) as answer:
        sys.exit(answer.status != 200)


if __name__ == "__main__":
    main()
