"""The drawings of a plan, for templates."""

from django import template

from planner.outlook import course_of
from planner.timeline import timeline_of

register = template.Library()

register.filter("timeline", timeline_of)
register.filter("course", course_of)
