"""The addresses of the guides."""

from django.urls import path

from guides.views import guides

app_name = "guides"

urlpatterns = [
    path("", guides.guide_list, name="list"),
    path("<slug:slug>/", guides.guide_detail, name="detail"),
]
