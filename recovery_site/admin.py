"""Accounts in the admin: who has a second factor, and how it is taken off a lost phone.

django-otp's own pages are left out: they would show the keys, and let one account have another's.
"""

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from guides import version
from recovery_site import second_factor, sign_in_log

admin.site.unregister([TOTPDevice, StaticDevice, get_user_model()])


@admin.register(get_user_model())
class AccountAdmin(UserAdmin):
    """An account, as Django has it, and whether it has a second factor."""

    list_display = (*UserAdmin.list_display, "has_second_factor")
    actions = ("remove_second_factor",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """The accounts, each with whether it has a second factor; one query for all of them."""
        return second_factor.told_apart(super().get_queryset(request))

    def delete_model(self, request: HttpRequest, obj: AbstractBaseUser) -> None:
        """Delete an account; the content's history, which names it, is written too."""
        version.lock()
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Likewise those chosen in the list."""
        with transaction.atomic():
            version.lock()
            super().delete_queryset(request, queryset)

    @admin.display(description="second factor", boolean=True)
    def has_second_factor(self, account: AbstractBaseUser) -> bool:
        """Whether the account is asked for a code."""
        return account.has_second_factor

    @admin.action(
        description="Remove the second factor of the selected accounts",
        permissions=["remove_second_factor"],
    )
    def remove_second_factor(self, request: HttpRequest, accounts: QuerySet) -> None:
        """Let those in with their password alone who have lost their phone."""
        for account in accounts:
            second_factor.switch_off(account)
            self.log_change(request, account, "Removed the second factor.")
            sign_in_log.write(request.user, request, f"removed the second factor of {account}")
        names = ", ".join(map(str, accounts))
        messages.success(request, f"The second factor was removed from: {names}.")

    def has_remove_second_factor_permission(self, request: HttpRequest) -> bool:
        """Only whoever may do everything."""
        return request.user.is_active and request.user.is_superuser
