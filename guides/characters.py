"""Characters that no text of ours may hold, as something that reads it would break or be misled."""

import re

# Control characters but tab and line feed, and two that Unicode keeps out of texts. XML has no way
# to write most of them, and search marks what it found with two.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
