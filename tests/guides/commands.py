"""Commands of the project, as somebody runs them."""

from io import StringIO

from django.core.management import call_command


def run(command: str, *options: str, **named: object) -> str:
    """Run a command; what it printed."""
    out = StringIO()
    call_command(command, *options, stdout=out, **named)
    return out.getvalue()
