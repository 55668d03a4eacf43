"""What the site says of its settings before it starts, and before it is deployed."""

import pytest

from guides.checks import addresses_are_addresses, readers_find_us


@pytest.fixture(autouse=True)
def sound(settings):
    settings.SITE_URL = "https://handbook.example.org"
    settings.CONTACT_EMAIL = "mistakes@handbook.example.org"


def test_sound_settings_are_not_remarked_upon():
    assert addresses_are_addresses(None) == []
    assert readers_find_us(None) == []


def test_whoever_deploys_is_told_that_readers_cannot_report_a_mistake(settings):
    settings.CONTACT_EMAIL = ""

    [warning] = readers_find_us(None)

    assert warning.msg == "Set CONTACT_EMAIL so that readers can report a mistake."
    assert addresses_are_addresses(None) == []


@pytest.mark.parametrize("site", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]"])
def test_whoever_deploys_is_told_that_links_lead_to_their_own_machine(settings, site):
    settings.SITE_URL = site

    [warning] = readers_find_us(None)

    assert warning.msg.startswith("Set SITE_URL ")


@pytest.mark.parametrize("contact", ["mistakes", "a@b@c", "A <a@example.org>", "a@example.org\n"])
def test_a_contact_that_nobody_can_write_to_stops_the_start(settings, contact):
    settings.CONTACT_EMAIL = contact

    [error] = addresses_are_addresses(None)

    assert error.id == "guides.E002"


@pytest.mark.parametrize("site", ["handbook.example.org", "ftp://handbook.example.org", "https://"])
def test_a_public_address_that_is_no_address_stops_the_start(settings, site):
    settings.SITE_URL = site

    [error] = addresses_are_addresses(None)

    assert error.id == "guides.E001"
