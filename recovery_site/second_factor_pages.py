"""The pages where editors set up their second factor, renew its spare codes and switch it off."""

from base64 import b32encode
from collections.abc import Callable
from typing import Any

import django_otp
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice

from recovery_site import second_factor, sign_in_log


class CodeForm(forms.Form):
    """One code, which is used up by the form's being right."""

    code = second_factor.CodeField()

    def __init__(
        self,
        *data: Any,
        account: AbstractBaseUser,
        check: Callable[[AbstractBaseUser, str], Device] = second_factor.check,
        **options: Any,
    ) -> None:
        super().__init__(*data, **options)
        self.account, self.check = account, check
        self.device: Device | None = None

    def clean_code(self) -> str:
        """The code. Raises ValidationError if it is not the account's."""
        self.device = self.check(self.account, self.cleaned_data["code"])
        return self.cleaned_data["code"]


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """What there is: the way to set one up, or, once that is done, what can be done with it."""
    if second_factor.is_set_up(request.user):
        return _overview(request)
    return _set_up(request)


@require_POST
def spare_codes(request: HttpRequest) -> HttpResponse:
    """Show new spare codes to whoever has a code."""
    form = CodeForm(request.POST, account=request.user, auto_id="spare_%s")
    if not form.is_valid():
        return _overview(request, spare_form=form)
    sign_in_log.write(request.user, request, "made new spare codes")
    return _new_spare_codes(request)


@require_POST
def switch_off(request: HttpRequest) -> HttpResponse:
    """Switch it off for whoever has a code."""
    form = CodeForm(request.POST, account=request.user, auto_id="off_%s")
    if not form.is_valid():
        return _overview(request, off_form=form)
    second_factor.switch_off(request.user)
    sign_in_log.write(request.user, request, "switched the second factor off")
    messages.success(request, "The second factor is off. Your password alone lets you in.")
    return redirect("admin:second_factor")


def _set_up(request: HttpRequest) -> HttpResponse:
    device = second_factor.pending(request.user)
    form = CodeForm(request.POST or None, account=request.user, check=second_factor.confirm)
    if form.is_valid():
        django_otp.login(request, form.device)
        sign_in_log.write(request.user, request, "set up a second factor")
        return _new_spare_codes(request)
    context = {
        "title": "Set up a second factor",
        "form": form,
        "qr_code": second_factor.QRCode.of(device.config_url),
        "key": _in_fours(device),
    }
    return _page(request, "set_up", context, is_wrong=form.is_bound)


def _overview(request: HttpRequest, **forms_sent: CodeForm) -> HttpResponse:
    context = {
        "title": "Your second factor",
        "spare_codes_left": second_factor.spare_codes_left(request.user),
        "spare_form": CodeForm(account=request.user, auto_id="spare_%s"),
        "off_form": CodeForm(account=request.user, auto_id="off_%s"),
        **forms_sent,
    }
    return _page(request, "overview", context, is_wrong=bool(forms_sent))


def _new_spare_codes(request: HttpRequest) -> HttpResponse:
    codes = second_factor.renew_spare_codes(request.user)
    return _page(request, "spare_codes", {"title": "Your spare codes", "codes": codes})


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], *, is_wrong: bool = False
) -> HttpResponse:
    frame = {
        **admin.site.each_context(request),
        # Whoever has yet to set it up may sign out, too.
        "has_permission": True,
        "is_nav_sidebar_enabled": False,
    }
    template = f"admin/second_factor/{name}.html"
    return render(request, template, frame | context, status=422 if is_wrong else 200)


def _in_fours(device: TOTPDevice) -> str:
    """The key as an app takes it that cannot read the QR code, in groups of four."""
    key = b32encode(device.bin_key).decode()
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))
