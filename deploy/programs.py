"""The programs that a cluster runs, as Debian installs them."""

from pathlib import Path

from deploy.processes import found

# Where Debian keeps what is not on everybody's PATH.
SBIN = ("/usr/sbin", "/usr/local/sbin")
# The newest last.
POSTGRESQL = sorted(
    map(str, Path("/usr/lib/postgresql").glob("*/bin")), key=lambda path: int(path.split("/")[-2])
)
PACKAGES = {
    "nginx": ("nginx-light", SBIN),
    "redis-server": ("redis-server", ()),
    "postgres": ("postgresql", POSTGRESQL[::-1]),
    "initdb": ("postgresql", POSTGRESQL[::-1]),
}


class MissingPrograms(RuntimeError):
    """A package that the cluster needs is not installed; the message says which to install."""


def missing_packages() -> list[str]:
    """The Debian packages of the programs that are not here."""
    return sorted(
        {
            package
            for program, (package, folders) in PACKAGES.items()
            if not found(program, *folders)
        }
    )


def program(name: str) -> str:
    """The path of a program. Raises MissingPrograms."""
    package, folders = PACKAGES[name]
    path = found(name, *folders)
    if path is None:
        raise MissingPrograms(f"{name} is not here: apt-get install {package}")
    return path
