"""The admin as editors have it: Django's own, with our door to it."""

from collections.abc import Callable
from functools import wraps
from time import time
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache

from guides.editing import desk, review, sign_off
from recovery_site import second_factor, second_factor_pages
from recovery_site.late_forms import LateForm
from recovery_site.sign_in import SignInForm

View = Callable[..., HttpResponse]

# In seconds: a session that went on less long ago is not written again.
WENT_ON_JUST_NOW = 300


class EditingSite(AdminSite):
    """Where editors work: the stock admin, which begins with what waits for an editor."""

    login_form = SignInForm

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's addresses after ours, as the last of them takes what is left."""
        own = self.second_factor_view
        return [
            *review.urls(self),
            path("second-factor/", own(second_factor_pages.home), name="second_factor"),
            path(
                "second-factor/spare-codes/",
                own(second_factor_pages.spare_codes),
                name="second_factor_spare_codes",
            ),
            path(
                "second-factor/off/",
                own(second_factor_pages.switch_off),
                name="second_factor_off",
            ),
            # Whoever is signed in may sign out, also without the second factor that they need.
            path("logout/", self.logout),
            *super().get_urls(),
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The first page."""
        context = {
            **review.first_entries(request, self),
            **desk.drafts(request, self),
            **sign_off.first_given(request),
            **(extra_context or {}),
        }
        return super().index(request, context)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether an editor is signed in, with the second factor if one is needed."""
        return super().has_permission(request) and second_factor.is_passed(request.user)

    def has_to_set_up(self, request: HttpRequest) -> bool:
        """Whether an editor is kept out only by having no second factor yet."""
        return (
            super().has_permission(request)
            and not second_factor.is_passed(request.user)
            and not second_factor.is_set_up(request.user)
        )

    def second_factor_view(self, view: View) -> View:
        """A page for editors, also for those who have yet to set up a second factor."""

        @never_cache
        @wraps(view)
        def page(request: HttpRequest) -> HttpResponse:
            if self.has_permission(request) or self.has_to_set_up(request):
                return view(request)
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))

        return page

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """A page for editors only; each visit begins the time anew after which a session ends.

        A form that comes without permission is not lost: it waits on the sign-in page.
        """
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if self.has_permission(request):
                _go_on(request)
            elif late := LateForm.of(request):
                return self.late_form_page(request, late)
            return guarded(request, *args, **kwargs)

        return page

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The door; behind it waits a form that came too late, if one was carried along."""
        if request.method == "GET" and self.has_to_set_up(request):
            return redirect("admin:second_factor")
        late = LateForm.of(request)
        response = super().login(request, {"late_form": late, **(extra_context or {})})
        if late and self.has_permission(request):
            return self.late_form_page(request, late, status=200)
        return response

    def late_form_page(
        self, request: HttpRequest, late: LateForm, *, status: int = 403
    ) -> HttpResponse:
        """A form that came too late, to be sent again; by whoever has yet to sign in, after that.

        403 says that it was not accepted.
        """
        if not self.has_permission(request):
            context = {
                "late_form": late,
                "next": late.address,
                "has_to_set_up": self.has_to_set_up(request),
            }
            return self.sign_in_page(request, "admin/login.html", context, status=status)
        frame = self.each_context(request)
        context = {**frame, "title": "Not saved yet", "late_form": late}
        return _fresh(render(request, "admin/late_form.html", context, status=status))

    def sign_in_page(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int
    ) -> HttpResponse:
        """The sign-in page as the answer to something else than a visit or a wrong password."""
        asked = {**request.GET.dict(), **request.POST.dict()}
        frame = {
            **self.each_context(request),
            "title": "Log in",
            "app_path": reverse("admin:login"),
            "next": asked.get("next") or reverse("admin:index"),
            "form": SignInForm(request),
        }
        return _fresh(render(request, template, frame | context, status=status))


def _go_on(request: HttpRequest) -> None:
    """Begin the time anew after which a session ends; not with every letter that is previewed.

    Here and not by SESSION_SAVE_EVERY_REQUEST, which would send the cookie with public pages too.
    """
    now = int(time())
    if now - request.session.get("went_on_at", 0) >= WENT_ON_JUST_NOW:
        request.session["went_on_at"] = now


def _fresh(page: HttpResponse) -> HttpResponse:
    """A page that nobody may keep."""
    add_never_cache_headers(page)
    return page
