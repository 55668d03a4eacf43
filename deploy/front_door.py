"""nginx as it is shipped, in front of replicas on loopback."""

import os
import re
import shutil
import signal
from pathlib import Path

from deploy.processes import Process, accepts
from deploy.programs import program

NGINX = Path(__file__).resolve().parent / "nginx"


class Nginx(Process):
    """nginx with the configuration that is shipped, on loopback and without TLS."""

    def __init__(self, room: Path, port: int, replica_ports: list[int], public: Path) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.access_log = room / "access.log"
        self.configuration = _configured(room, port, replica_ports, public)
        super().__init__(
            [program("nginx"), "-c", self.configuration, "-e", "stderr"],
            log=room / "error.log",
            is_ready=lambda: accepts(port),
            # Its own word for ending what it is doing first.
            stop_signal=signal.SIGQUIT,
        )

    def forget(self) -> None:
        """Start anew, with no page kept."""
        self.stop()
        shutil.rmtree(self.configuration.parent / "cache", ignore_errors=True)
        self.start()


def lay_out_parts(folder: Path, replica_ports: list[int]) -> None:
    """Put what nginx.conf includes beside it: the shipped parts themselves, with our replicas."""
    parts = folder / "handbook"
    parts.mkdir()
    for part in NGINX.glob("*.conf"):
        if part.name != "replicas.conf":
            (parts / part.name).symlink_to(part)
    # The first of the shipped lines stands for them all, so that what it says of failures is tried.
    line = re.search(r"^server \S+(.*;)$", (NGINX / "replicas.conf").read_text(), re.MULTILINE)
    if line is None:
        raise RuntimeError("deploy/nginx/replicas.conf names no replica")
    (parts / "replicas.conf").write_text(
        "".join(f"server 127.0.0.1:{number}{line[1]}\n" for number in replica_ports)
    )
    (folder / "mime.types").symlink_to("/etc/nginx/mime.types")


def _configured(room: Path, port: int, replica_ports: list[int], public: Path) -> Path:
    """Write what is of this machine; the rest is the shipped files themselves."""
    lay_out_parts(room, replica_ports)
    temporary = "".join(
        f"    {kind}_temp_path {room}/temporary/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (room / "temporary").mkdir()
    configuration = room / "nginx.conf"
    configuration.write_text(f"""\
{"user root;" if os.geteuid() == 0 else ""}
daemon off;
worker_processes 2;
pid {room}/nginx.pid;
error_log stderr alert;

events {{
    worker_connections 1024;
}}

http {{
    include handbook/http.conf;

    access_log {room}/access.log handbook;
    proxy_cache_path {room}/cache keys_zone=pages:2m max_size=64m inactive=1d
                     levels=1:2 use_temp_path=off;
{temporary}
    server {{
        listen 127.0.0.1:{port};
        server_name 127.0.0.1;
        root {public};
        include handbook/site.conf;
    }}
}}
""")
    return configuration
