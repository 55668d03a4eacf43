"""The database into the content files, so that what editors changed can be kept with the code.

What the files say already stays as it stands there, to the letter: order, layout, comments. Every
file is first written beside its place and read back; only when all of them hold what the database
holds do they take their places.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.models import Model

from guides import loading
from guides.kinds import ContentError, Kind, read_as_it_is

Rows = Mapping[str, Model]


@dataclass
class Difference:
    """How the rows of one kind stand to its files: how many are equal, and the keys of others."""

    kind: str
    unchanged: int = 0
    changed: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changed or self.new or self.removed)


def differences(folder: Path | None = None) -> list[Difference]:
    """How the database differs from the site's own files, or from those of a folder.

    Raises ContentError where the files cannot be read.
    """
    return [_difference(kind, kind.rows()) for kind in _kinds(folder)]


def dump(folder: Path | None = None) -> list[Difference]:
    """Bring the files up to the database, and say how they differed.

    Raises ContentError if a file cannot be read or written, or cannot hold a row as it is; in
    this last case all files are left as they were.
    """
    found = []
    try:
        with ExitStack() as drafts:
            moves: list[tuple[Path | None, Path]] = []
            for kind in _kinds(folder):
                rows = kind.rows()
                difference = _difference(kind, rows)
                found.append(difference)
                if difference or not (kind.folder / kind.file).exists():
                    moves += _drafted(kind, rows, drafts)
            for draft, place in moves:
                if draft:
                    place.parent.mkdir(exist_ok=True)
                    draft.replace(place)
                else:
                    place.unlink()
    except OSError as error:
        raise ContentError(f"{error.filename}: {error.strerror}.") from error
    return found


def _kinds(folder: Path | None) -> list[Kind]:
    return [replace(kind, folder=folder) if folder else kind for kind in loading.KINDS]


def _difference(kind: Kind, rows: Rows) -> Difference:
    held = kind.held()
    both = [key for key in held if key in rows]
    changed = [key for key in both if held[key] != kind.record_of(rows[key])]
    return Difference(
        kind.name,
        unchanged=len(both) - len(changed),
        changed=changed,
        new=[key for key in rows if key not in held],
        removed=[key for key in held if key not in rows],
    )


def _drafted(kind: Kind, rows: Rows, drafts: ExitStack) -> list[tuple[Path | None, Path]]:
    """Which new file is to take which place; None where there is to be no file any more."""
    records = {key: kind.record_of(row) for key, row in rows.items()}
    texts = kind.texts(records)
    before = {name for name, _ in kind.records()} if (kind.folder / kind.file).exists() else set()

    kind.folder.mkdir(parents=True, exist_ok=True)
    # In the same folder, as only inside one file system a file takes its place in one step.
    draft = Path(drafts.enter_context(TemporaryDirectory(prefix=".draft-", dir=kind.folder)))
    for name, text in texts.items():
        (draft / name).parent.mkdir(exist_ok=True)
        (draft / name).write_bytes(text.encode())
    _refuse_loss(replace(kind, folder=draft), rows)

    changed = [
        name
        for name, text in texts.items()
        if name not in before or read_as_it_is(kind.folder / name) != text
    ]
    return [
        *((draft / name, kind.folder / name) for name in changed),
        *((None, kind.folder / name) for name in sorted(before - texts.keys())),
    ]


def _refuse_loss(draft: Kind, rows: Rows) -> None:
    """Raise ContentError if files do not hold exactly these rows."""
    try:
        held = draft.held()
    except ContentError as error:
        raise ContentError(
            f"A file cannot hold one of the {draft.name} as it is: {error}"
        ) from error
    for key, row in rows.items():
        if unlike := draft.unlike(row, held.get(key)):
            raise ContentError(
                f"{draft.name}, {key}: a file cannot hold this as it is: {', '.join(unlike)}."
            )
    if added := held.keys() - rows.keys():
        raise ContentError(f"{draft.name}: a file would hold {', '.join(sorted(added))} besides.")
