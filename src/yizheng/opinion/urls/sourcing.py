"""Addresses of calls for pieces, of information officers, of matters told at contact points."""

from __future__ import annotations

from django.urls import URLPattern, path

from ..views import sources_calls, sources_matters, sources_officers
from ..views.acting import view_of, view_of_new

urlpatterns: list[URLPattern] = [
    path("calls/", sources_calls.calls, name="calls"),
    path("calls/new/", view_of_new(sources_calls.NEW), name="new-call"),
    path("calls/<uuid:public_id>/", sources_calls.call, name="call"),
    *(path(f"calls/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in sources_calls.ACTS),
    path("officers/", sources_officers.officers, name="officers"),
    path("officers/new/", view_of_new(sources_officers.NEW_OFFICER), name="new-officer"),
    path("officers/least/", sources_officers.least, name="least"),
    path("officers/trainings/", sources_officers.trainings, name="trainings"),
    path("officers/trainings/new/", view_of_new(sources_officers.NEW_TRAINING), name="new-training"),
    path("officers/trainings/<uuid:public_id>/", sources_officers.training, name="training"),
    path(
        "officers/trainings/<uuid:public_id>/correct-presence/", view_of(sources_officers.PRESENCE),
        name="correct-presence",
    ),
    path("officers/<uuid:public_id>/", sources_officers.officer, name="officer"),
    *(
        path(f"officers/<uuid:public_id>/{each.name}/", view_of(each), name=each.name)
        for each in sources_officers.OFFICER_ACTS
    ),
    path("matters/", sources_matters.matters, name="matters"),
    path("matters/new/", view_of_new(sources_matters.NEW), name="new-matter"),
    path("matters/<uuid:public_id>/", sources_matters.matter, name="matter"),
    *(path(f"matters/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in sources_matters.ACTS),
]  # fmt: skip
