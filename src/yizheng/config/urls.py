"""Every address of the house: assembly only."""

from allauth.account import views as sign_in
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from yizheng.config import live


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer the supervisor: the web process runs."""
    return HttpResponse("ok", content_type="text/plain")


committee_patterns: list[URLPattern | URLResolver] = [
    path("", include("yizheng.todo.urls")),
    path("", include("yizheng.accounts.committee_urls")),
    path("", include("yizheng.notify.urls")),
    path("", include("yizheng.attachment.urls")),
    path("", include("yizheng.document.urls")),
    path("", include("yizheng.approval.urls")),
    path("", include("yizheng.plan.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("yizheng.accounts.urls")),
    path("accounts/login/", sign_in.login, name="account_login"),
    path("accounts/logout/", sign_in.logout, name="account_logout"),
    path("accounts/", include("allauth.urls")),
    path("ui/", include("yizheng.ui.urls")),
    path("healthz", healthz),
    path("live/grant/", live.grant),
    path("public/<slug:public_slug>/", include("yizheng.plan.public_urls")),
    path("<slug:committee>/", include(committee_patterns)),
]
