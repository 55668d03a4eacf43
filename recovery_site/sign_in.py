"""Signing in: with what, from where, and what whoever failed too often is told."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from recovery_site import second_factor
from recovery_site.late_forms import LateForm


class SignInForm(AdminAuthenticationForm):
    """Name, password, and the code of those who have a second factor."""

    code = second_factor.CodeField(
        label="Code from your app, or a spare code",
        required=False,
        help_text="Only if you have set up a second factor.",
    )

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        """Refuse an editor whose password is right but not the code, as if it were the password."""
        super().confirm_login_allowed(user)
        if not second_factor.is_set_up(user):
            return
        try:
            # Where django-otp looks for what the session was opened with.
            user.otp_device = second_factor.check(user, self.cleaned_data.get("code", ""))
        except ValidationError as error:
            user_login_failed.send(
                sender=__name__,
                credentials={"username": user.get_username()},
                request=self.request,
                reason=error.code,
            )
            raise ValidationError({"code": error.messages}) from error


def client_address(request: HttpRequest) -> str | None:
    """The address that a request came from; None if there is none, as through a Unix socket.

    Of IPv6 it is the network that one customer has, who may take any address in it.
    """
    try:
        address = ip_address(_named_address(request))
    except ValueError:
        return None
    address = _unmapped(address)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), 64), strict=False).network_address)
    return str(address)


def _named_address(request: HttpRequest) -> str:
    """The address as text; the proxy's word, its last, only where the proxy is trusted."""
    if settings.TRUST_PROXY:
        # What stands before the last comma, the visitor may have written.
        forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if forwarded:
            return forwarded
    return request.META.get("REMOTE_ADDR", "")


def _unmapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """An IPv4 address in the clothes of IPv6, as a server on both may see it, without them."""
    return getattr(address, "ipv4_mapped", None) or address


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Any) -> HttpResponse:
    """429: this account has failed too often from this address. axes asks for this page.

    It is the sign-in page still, as somebody else here may have an account that works.
    """
    wait = settings.AXES_COOLOFF_TIME
    context = {
        "minutes": wait.seconds // 60,
        "contact_email": settings.CONTACT_EMAIL,
        "late_form": LateForm.of(request),
    }
    page = admin.site.sign_in_page(request, "admin/locked_out.html", context, status=429)
    page["Retry-After"] = str(wait.seconds)
    return page
