"""Signing in: from where, and what whoever failed too often is told."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from recovery_site.late_forms import LateForm


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
