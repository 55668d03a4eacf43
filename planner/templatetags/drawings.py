"""The drawings of a plan, for templates."""

from django import template

from planner.core.plan import Plan
from planner.outlook import Course, course_of
from planner.timeline import Timeline, timeline_of

register = template.Library()


@register.filter
def timeline(plan: Plan) -> Timeline:
    """The 24 hours around the plan's night."""
    return timeline_of(plan)


@register.filter
def course(plan: Plan) -> Course | None:
    """The course of soreness, where it is told."""
    return course_of(plan)
