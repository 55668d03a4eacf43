"""The drawings of a plan, for templates."""

from django import template
from django.utils import timezone

from planner.core.plan import Plan
from planner.example import example_plan as plan_of_the_example
from planner.outlook import course_of
from planner.timeline import timeline_of

register = template.Library()


@register.simple_tag
def example_plan() -> Plan:
    """{% example_plan as plan %}: a made-up evening, as the planner answers it today."""
    return plan_of_the_example(timezone.now().date())


register.filter("timeline", timeline_of)
register.filter("course", course_of)
