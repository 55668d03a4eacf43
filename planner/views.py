"""The planner's page: the questions, and once every answer is good, the plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from planner.core.plan import build_plan
from planner.evidence import knowledge
from planner.forms import PlannerForm


# Nothing is changed on the server and nobody is signed in, so there is nothing to forge:
# docs/decisions says more.
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Ask the questions; answer good ones with the plan, and forget them with the response.

    A form with errors comes back with status 422 and all that was typed. The button “change
    answers” of a plan posts the same answers with `change`, and gets the form filled in.
    """
    if request.method != "POST":
        form = PlannerForm(factors=knowledge(timezone.now().date()).factors)
        response = render(request, "planner/plan_form.html", {"form": form})
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response
    response = _answer(request)
    patch_cache_control(response, no_store=True, private=True)
    return response


def _answer(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    known = knowledge(now.date())
    if "change" in request.POST:
        form = PlannerForm.typed(request.POST, factors=known.factors)
        return render(request, "planner/plan_form.html", {"form": form})
    form = PlannerForm(request.POST, factors=known.factors, asked_at=now)
    if not form.is_valid():
        return render(request, "planner/plan_form.html", {"form": form}, status=422)
    answers = form.to_answers()
    plan = build_plan(answers, known.evidence, known.factors)
    with timezone.override(answers.zone):
        return render(request, "planner/plan_detail.html", {"plan": plan, "form": form})
