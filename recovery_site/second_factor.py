"""The second factor of an account: a code that an app makes, or one of the spare codes on paper.

django-otp keeps the devices, checks the codes and makes whoever types wrong ones wait; which device
a code is for shows in its length.
"""

import math
import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Self

import segno
from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

SPARE_CODES = 10
APP_CODE = re.compile(r"\d{6}", re.ASCII)


class CodeField(forms.CharField):
    """Where a code is typed, which browsers may offer, and do not mend."""

    def __init__(self, *, label: str = "Code", **options: Any) -> None:
        attributes = {
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        widget = forms.TextInput(attrs=attributes)
        super().__init__(label=label, max_length=20, widget=widget, **options)


def is_set_up(account: AbstractBaseUser) -> bool:
    """Whether an account is asked for a code."""
    return TOTPDevice.objects.devices_for_user(account, confirmed=True).exists()


def told_apart(accounts: QuerySet) -> QuerySet:
    """Accounts, each with `has_second_factor`."""
    devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    return accounts.annotate(has_second_factor=Exists(devices))


def is_passed(account: AbstractBaseUser) -> bool:
    """Whether whoever is signed in has given all that their account asks for."""
    if getattr(account, "otp_device", None):
        return True
    return not (settings.REQUIRE_SECOND_FACTOR or is_set_up(account))


def check(account: AbstractBaseUser, code: str) -> Device:
    """The device that a code is from; the code is then used up.

    Raises ValidationError, whose `code` says in short what is wrong: none was given, or a wrong
    one, or too many of those.
    """
    code = re.sub(r"[\s-]", "", code).lower()
    kind = TOTPDevice if APP_CODE.fullmatch(code) else StaticDevice
    return _verified(kind.objects.devices_for_user(account, confirmed=True), code)


def pending(account: AbstractBaseUser) -> TOTPDevice:
    """The app's device that an account is about to set up; its key stays until that is done."""
    devices = TOTPDevice.objects.devices_for_user(account, confirmed=False)
    # Not get_or_create: nothing keeps two visits at once from making two, and one is enough.
    return devices.first() or devices.create(user=account, name="App", confirmed=False)


def confirm(account: AbstractBaseUser, code: str) -> Device:
    """Set up what was pending, as its first code shows that the app has the key.

    Raises what check() raises.
    """
    devices = TOTPDevice.objects.devices_for_user(account, confirmed=False)
    device = _verified(devices, re.sub(r"\s", "", code))
    device.confirmed = True
    device.save()
    devices.delete()
    return device


def renew_spare_codes(account: AbstractBaseUser) -> list[str]:
    """New spare codes, each good for one time; those from before are worth nothing."""
    with transaction.atomic():
        devices = StaticDevice.objects.devices_for_user(account)
        device = devices.first() or devices.create(user=account, name="Spare codes")
        device.token_set.all().delete()
        tokens = [StaticToken.random_token() for _ in range(SPARE_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in tokens)
    return [f"{code[:4]} {code[4:]}" for code in tokens]


def spare_codes_left(account: AbstractBaseUser) -> int:
    """How many spare codes have not been used."""
    return StaticToken.objects.filter(device__user=account).count()


def switch_off(account: AbstractBaseUser) -> None:
    """Ask the account for no code any more, and forget its keys."""
    for kind in (TOTPDevice, StaticDevice):
        kind.objects.devices_for_user(account).delete()


@dataclass(frozen=True, slots=True)
class QRCode:
    """A square of squares that an app reads: how wide it is, and the dark ones as an SVG's path."""

    width: int
    path: str

    @classmethod
    def of(cls, text: str) -> Self:
        """The drawing of a text, with the quiet edge that it needs."""
        rows = [list(row) for row in segno.make(text, micro=False).matrix_iter(border=4)]
        return cls(len(rows), "".join(_dark_runs(rows)))


def _dark_runs(rows: list[list[int]]) -> list[str]:
    """The dark squares, each run of neighbours in a row as one rectangle."""
    runs = []
    for y, row in enumerate(rows):
        for is_dark, squares in groupby(range(len(row)), key=row.__getitem__):
            first, *others = squares
            if is_dark:
                width = 1 + len(others)
                runs.append(f"M{first} {y}h{width}v1h-{width}z")
    return runs


def _verified(devices: QuerySet[Device], code: str) -> Device:
    if not code:
        raise ValidationError("Type the code that your app shows now.", "no code")
    with transaction.atomic():
        # Locked, so that one code sent twice at once opens once.
        device = devices.select_for_update().first()
        may_try, reason = device.verify_is_allowed() if device else (True, None)
        is_right = device and may_try and device.verify_token(code)
    if not may_try:
        seconds = math.ceil((reason["locked_until"] - timezone.now()).total_seconds())
        message = f"Too many wrong codes. Wait {seconds} second{'s' * (seconds > 1)}."
        raise ValidationError(message, "too many wrong codes")
    if not is_right:
        message = "This code is wrong, or was used before. Wait until your app shows another."
        raise ValidationError(message, "wrong code")
    return device
