"""nginx as shipped, before replicas that a test directs; and the whole cluster."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.cluster import Cluster, running
from deploy.front_door import Nginx
from deploy.processes import free_port
from deploy.programs import missing_packages
from recovery_site.static_files import CODE
from tests.deploy.asking import Answer, ask
from tests.deploy.fake_replica import Asked, FakeReplica, fake_replica

EMERGENCY = "In an emergency, call now"


def skip_unless_required(sentence: str) -> None:
    """Skip the test, or fail it where all of them must run."""
    if os.environ.get("CLUSTER_TESTS") == "required":
        pytest.fail(f"{sentence} (CLUSTER_TESTS=required)")
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def programs() -> None:
    """What the cluster runs on is installed; else a test is skipped, or fails where it must run."""
    missing = missing_packages()
    if not missing:
        return
    skip_unless_required(f"Not installed: apt-get install {' '.join(missing)}")


@pytest.fixture(scope="session")
def cluster(programs: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """All of it, with the shipped content. A test leaves every part of it running."""
    with running(tmp_path_factory.mktemp("cluster"), workers=1) as cluster:
        yield cluster


@dataclass(frozen=True)
class Front:
    """nginx, and the two that it asks."""

    nginx: Nginx
    replicas: tuple[FakeReplica, FakeReplica]
    public: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask nginx; an underscore in the name of a header stands for a hyphen."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(f"{self.nginx.url}{path}", method, headers=named)

    def answer_with(self, status: int = 200, **headers: str) -> None:
        """Let both answer so from now on."""
        for replica in self.replicas:
            replica.status, replica.headers = status, headers

    def break_off(self) -> None:
        """Let both take requests and answer none."""
        for replica in self.replicas:
            replica.breaks_off = True

    @property
    def requests(self) -> list[Asked]:
        """What got through, whichever was asked."""
        return [asked for replica in self.replicas for asked in replica.asked]

    @property
    def asked(self) -> int:
        """How many requests got through."""
        return len(self.requests)


@pytest.fixture
def front(programs: None, tmp_path: Path) -> Iterator[Front]:
    """nginx with nothing kept, and no static files but the page for when nobody answers."""
    public = tmp_path / "public"
    (public / "static").mkdir(parents=True)
    (public / "static" / "503.html").write_text(f"<h1>{EMERGENCY}</h1>{CODE}")
    room = tmp_path / "nginx"
    room.mkdir()
    with fake_replica() as one, fake_replica() as two:
        nginx = Nginx(room, free_port(), [one.port, two.port], public)
        nginx.start()
        yield Front(nginx, (one, two), public)
        nginx.stop()
