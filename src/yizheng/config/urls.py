"""Every address of the house: assembly only."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from yizheng.config import api, live
from yizheng.ui.views import worker


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer the supervisor: the web process runs."""
    return HttpResponse("ok", content_type="text/plain")


committee_patterns: list[URLPattern | URLResolver] = [
    path("", include("yizheng.todo.urls")),
    path("", include("yizheng.accounts.committee_urls")),
    path("", include("yizheng.accounts.keeping_urls")),
    path("", include("yizheng.ui.words_urls")),
    path("", include("yizheng.notify.urls")),
    path("", include("yizheng.interface.urls")),
    path("", include("yizheng.attachment.urls")),
    path("", include("yizheng.org.urls")),
    path("", include("yizheng.org.configuring.urls")),
    path("", include("yizheng.org.rolls.urls")),
    path("", include("yizheng.document.urls")),
    path("", include("yizheng.search.urls")),
    path("", include("yizheng.approval.urls")),
    path("", include("yizheng.assist.urls")),
    path("org/imports/", include("yizheng.org.import_urls")),
    path("", include("yizheng.promise.urls")),
    path("", include("yizheng.ballot.urls")),
    path("", include("yizheng.instruction.urls")),
    path("", include("yizheng.plan.urls")),
    path("", include("yizheng.meeting.urls")),
    path("", include("yizheng.proposal.urls")),
    path("", include("yizheng.opinion.urls")),
    path("", include("yizheng.speech.urls")),
    path("", include("yizheng.administration.urls")),
    path("", include("yizheng.plenary.urls")),
    path("", include("yizheng.duty.urls")),
    path("", include("yizheng.deadline.urls")),
    path("closing/", include("yizheng.config.closing.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("yizheng.accounts.urls")),
    path("accounts/", include("yizheng.accounts.library_urls")),
    path("ui/", include("yizheng.ui.urls")),
    path("healthz", healthz),
    path("worker.js", worker),
    path("live/grant/", live.grant),
    path("api/<slug:committee>/", include((api.addresses(), "api"))),
    path("public/<slug:public_slug>/", include("yizheng.plan.public_urls")),
    path("public/<slug:public_slug>/", include("yizheng.ballot.public_urls")),
    path("public/<slug:public_slug>/", include("yizheng.proposal.public.urls")),
    path("public/<slug:public_slug>/", include("yizheng.meeting.public_urls")),
    path("public/<slug:public_slug>/", include("yizheng.proposal.public.urls_leads")),
    path("public/<slug:public_slug>/", include("yizheng.opinion.public_urls")),
    path("public/<slug:public_slug>/", include("yizheng.todo.public_urls")),
    path("<slug:slug>/n/<str:token>/", include("yizheng.notify.short_urls")),
    path("<slug:committee>/", include(committee_patterns)),
]
