"""What the files for containers say, as far as that can be read without running them."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from recovery_site import gunicorn

ROOT = Path(settings.BASE_DIR)
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
# A version of at least two numbers: not "latest", and not a whole generation.
PINNED = re.compile(r"[\w./-]+:\d+\.\d+[\w.-]*(@sha256:[0-9a-f]{64})?")


def test_every_image_that_is_not_ours_is_pinned():
    stages = re.findall(r"^FROM (\S+) AS (\w+)$", DOCKERFILE, re.MULTILINE)
    ours = {"recovery-handbook-site", "recovery-handbook-door"}
    images = {service["image"] for service in SERVICES.values()} - ours

    assert [name for _, name in stages] == ["packages", "site", "door"]
    unpinned = {
        image for image in images | {image for image, _ in stages} if not PINNED.fullmatch(image)
    }
    assert unpinned == set()


def test_no_secret_is_written_in_it():
    text = (ROOT / "deploy" / "compose.yaml").read_text()

    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD", "CERTIFICATES", "SITE_NAME"):
        # Without it nothing starts, and the sentence says what is missing.
        assert re.search(rf"\$\{{{secret}:\?[^}}]+\}}", text)
    assert SERVICES["database"]["environment"]["POSTGRES_PASSWORD"].startswith("${")
    assert SERVICES["web-1"]["environment"]["SECRET_KEY"].startswith("${")


def test_the_settings_are_those_that_the_site_reads():
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))

    # These two sentry-sdk reads by itself.
    named |= {"SENTRY_ENVIRONMENT", "SENTRY_RELEASE"}
    assert set(SERVICES["web-1"]["environment"]) <= named


@pytest.mark.parametrize("replica", ["web-1", "web-2"])
def test_nginx_finds_each_replica_where_it_is(replica: str):
    address = SERVICES[replica]["networks"]["inside"]["ipv4_address"]
    shipped = (ROOT / "deploy/nginx/replicas.conf").read_text()
    edits = re.findall(r"\bs/(127[^/]+)/([^/]+)/", DOCKERFILE)

    for found, put in edits:
        shipped = re.sub(found, put, shipped)

    port = re.search(r"PORT=(\d+)", DOCKERFILE)[1]
    assert f"server {replica}:{port} " in shipped
    assert f"{replica}:{address}" in SERVICES["door"]["extra_hosts"]


def test_what_nginx_keeps_outlives_its_container():
    shipped = (ROOT / "deploy/nginx.conf").read_text()
    kept_in = re.search(r"^ *proxy_cache_path (\S+)", shipped, re.M)[1]

    assert f"kept-pages:{kept_in}" in SERVICES["door"]["volumes"]
    # nginx makes one folder, and this is one that Debian's package has made.
    assert Path(kept_in).parent == Path("/var/lib/nginx")


def test_replicas_believe_the_proxy_before_them():
    assert SERVICES["web-1"]["environment"]["TRUST_PROXY"] == "on"
    assert SERVICES["web-2"]["environment"] == SERVICES["web-1"]["environment"]


def test_every_setting_that_a_machine_may_make_can_be_made_here():
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    in_the_image = set(re.findall(r"^ +([A-Z_]+)=", DOCKERFILE, re.M))

    assert named - set(SERVICES["web-1"]["environment"]) - in_the_image == {
        # A public machine has neither.
        "DEBUG",
        "HTTPS",
    }


def test_replicas_wait_for_the_release_and_it_for_the_database():
    release = SERVICES["release"]

    for replica in ("web-1", "web-2"):
        waits = SERVICES[replica]["depends_on"]
        assert waits["release"] == {"condition": "service_completed_successfully"}
    assert release["depends_on"]["database"] == {"condition": "service_healthy"}
    assert "load_content" in release["command"][-1]


def test_nobody_but_nginx_can_be_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["door"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert [name for name, each in SERVICES.items() if "outside" in each["networks"]] == ["door"]


def test_a_replica_is_nobody_and_has_time_to_end():
    site = DOCKERFILE.partition(" AS site")[2].partition("\nFROM ")[0]

    assert "\nUSER handbook\n" in site
    assert int(SERVICES["web-1"]["stop_grace_period"].rstrip("s")) > gunicorn.graceful_timeout


def test_what_is_copied_into_an_image_is_there():
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
        for source in line.split()
    ]

    assert copied
    assert [source for source in copied if not (ROOT / source).exists()] == []


def test_no_secret_is_copied_into_an_image_or_committed():
    for file in ("deploy/Dockerfile.dockerignore", ".gitignore"):
        ignored = set((ROOT / file).read_text().split("\n"))

        # In each folder, as compose reads the .env beside it. git needs no **/ for that.
        for secret in (".env", ".env.*", "*.pem"):
            assert {secret, f"**/{secret}"} & ignored, file
    ignored = set((ROOT / "deploy/Dockerfile.dockerignore").read_text().split("\n"))
    assert {".git", "var", "**/.env", "**/.env.*", "**/*.pem"} <= ignored
