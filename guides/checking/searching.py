"""Whether search finds what readers see."""

from collections.abc import Iterable, Iterator

from guides.checking.findings import Finding, error
from guides.checking.shelf import Shelf
from guides.models import SearchEntry
from guides.search.entries import entries_for, everything
from guides.search.index import CONTENT


def index_out_of_step(shelf: Shelf) -> Iterator[Finding]:
    """Entries of the index that are missing, left over, or not what their rows say."""
    wanted = _by_name(entry for rows in everything() for row in rows for entry in entries_for(row))
    found = _by_name(SearchEntry.objects.all())
    for kind, key in sorted(wanted.keys() | found.keys()):
        where, name = f"search, {kind} {key}", (kind, key)
        if name not in found:
            yield error(where, "it cannot be found.")
        elif name not in wanted:
            yield error(where, "it can be found, but is not to be seen.")
        elif wanted[name] != found[name]:
            yield error(where, "it is found as it was before.")


def _by_name(entries: Iterable[SearchEntry]) -> dict[tuple[str, str], list[object]]:
    return {
        (entry.kind, entry.key): [getattr(entry, name) for name in CONTENT] for entry in entries
    }
