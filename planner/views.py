"""The planner's pages: the questions, and once every answer is good, the plan, here or to go."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from guides.choices import NoticeKind
from guides.context_processors import published_notices
from guides.views.public import kept_by_anybody
from planner.calendar import Options, calendar_of, lines_to_come
from planner.consult_sheet import build_sheet
from planner.core.evidence import Evidence
from planner.core.plan import Plan, build_plan
from planner.core.suggestions import Suggestion
from planner.evidence import knowledge
from planner.forms import PlannerForm


@dataclass(frozen=True, slots=True)
class Answered:
    """Good answers, the plan that they gave, and the evidence that it rests on."""

    form: PlannerForm
    plan: Plan
    evidence: Evidence


Draw = Callable[[HttpRequest, Answered], HttpResponse]


def from_answers(draw: Draw) -> Callable[[HttpRequest], HttpResponse]:
    """Answer posted answers with what is drawn from their plan, and forget them with the response.

    Times print in the visitor's zone. A form with errors comes back with status 422 and all that
    was typed, below what cannot wait until it is whole.
    """

    # Nothing is changed on the server and nobody is signed in, so there is nothing to forge:
    # docs/decisions says more.
    @csrf_exempt
    @sensitive_post_parameters()
    @wraps(draw)
    def answer(request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        known = knowledge(now.date())
        form = PlannerForm(request.POST, factors=known.factors, asked_at=now)
        if form.is_valid():
            answers = form.to_answers()
            plan = build_plan(answers, known.evidence, known.factors)
            with timezone.override(answers.zone):
                response = draw(request, Answered(form, plan, known.evidence))
        else:
            care = form.before_any_plan(known.evidence)
            response = _ask(request, form, care, status=422)
        return _forgotten(response)

    return answer


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Ask the questions; answer good ones with the plan.

    The button “change answers” of a plan posts the same answers with `change`, and gets the form
    filled in.
    """
    if request.method == "POST" and "change" not in request.POST:
        return _plan_from_answers(request)
    factors = knowledge(timezone.now().date()).factors
    if request.method == "POST":
        return _forgotten(_ask(request, PlannerForm.typed(request.POST, factors=factors)))
    return _questions(request, PlannerForm(factors=factors))


@require_POST
@from_answers
def calendar(request: HttpRequest, answered: Answered) -> HttpResponse:
    """Give the lines of a plan as a calendar file.

    Where none can stand in one, an emergency above all, the plan itself answers.
    """
    if not lines_to_come(answered.plan):
        return _draw_plan(request, answered)
    options = Options(
        site_url=settings.SITE_URL,
        is_discreet="discreet" in request.POST,
        has_alarms="alarms" in request.POST,
    )
    notice = published_notices().get(NoticeKind.CONSULT)
    return HttpResponse(
        calendar_of(answered.plan, options, notice),
        content_type="text/calendar; charset=utf-8",
        # A name that says nothing of what is in it.
        headers={"Content-Disposition": 'attachment; filename="recovery-plan.ics"'},
    )


@require_POST
@from_answers
def consult_sheet(request: HttpRequest, answered: Answered) -> HttpResponse:
    """One page for a pharmacist or doctor; somebody who must be seen now gets their plan."""
    form, plan = answered.form, answered.plan
    if plan.is_emergency:
        return _draw_plan(request, answered)
    sheet = build_sheet(plan, answered.evidence, form.cleaned_data["other_medicines"])
    context = {"sheet": sheet, "plan": plan, "form": form}
    return render(request, "planner/consult_sheet.html", context)


def _draw_plan(request: HttpRequest, answered: Answered) -> HttpResponse:
    context = {"plan": answered.plan, "form": answered.form}
    return render(request, "planner/plan_detail.html", context)


_plan_from_answers = from_answers(_draw_plan)


@kept_by_anybody
def _questions(request: HttpRequest, form: PlannerForm) -> HttpResponse:
    return _ask(request, form)


def _ask(
    request: HttpRequest, form: PlannerForm, care: Iterable[Suggestion] = (), status: int = 200
) -> HttpResponse:
    context = {"form": form, "care": list(care)}
    return render(request, "planner/plan_form.html", context, status=status)


def _forgotten(response: HttpResponse) -> HttpResponse:
    """A response that holds somebody's answers: nobody on its way may keep it."""
    patch_cache_control(response, no_store=True, private=True)
    return response
