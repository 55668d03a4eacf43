"""What the site is called, who makes it, and under which licence its texts are free."""

NAME = "Recovery Handbook"
# Also who a guide names as its author when no person has signed it.
PROJECT = "The Recovery Handbook project"

LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
