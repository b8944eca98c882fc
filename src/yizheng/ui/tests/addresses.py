"""Addresses for the tests of the navigation."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def blank(request: HttpRequest, committee: str) -> HttpResponse:
    return HttpResponse(committee)


urlpatterns = [
    path("ui/", include("yizheng.ui.urls")),
    path("<slug:committee>/", blank, name="desk"),
    path("<slug:committee>/plan/", blank, name="plan"),
    path("<slug:committee>/plan/late/", blank, name="late"),
    path("<slug:committee>/inbox/", blank, name="inbox"),
]
