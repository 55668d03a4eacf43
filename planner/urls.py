"""Addresses of the planner."""

from django.urls import path

from planner import views

app_name = "planner"

urlpatterns = [
    path("", views.plan, name="plan"),
    path("calendar/", views.calendar, name="calendar"),
    path("consult-sheet/", views.consult_sheet, name="consult_sheet"),
]
