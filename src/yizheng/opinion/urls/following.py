"""Addresses of what follows the signing: slips, reports, feedback, points."""

from __future__ import annotations

from django.urls import URLPattern, path

from ..views import following, following_offers, units
from ..views.acting import view_of
from ..views.following_acts import ADOPTION_ACTS, FEEDBACK_ACTS, OPINION_ACTS, REPORT_ACTS
from ..views.units_acts import ACTS

__all__ = ["following_offers", "urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("opinion-slips/", units.slips, name="slips"),
    path("opinion-slips/<uuid:public_id>/", units.slip, name="slip"),
    *(path(f"opinion-slips/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in ACTS),
    *(path(f"opinions/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in OPINION_ACTS),
    path("opinion-reports/", following.reports, name="reports"),
    *(path(f"opinion-reports/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in REPORT_ACTS),
    *(
        path(f"opinion-adoptions/<uuid:public_id>/{each.name}/", view_of(each), name=each.name)
        for each in ADOPTION_ACTS
    ),
    path("opinion-feedback/", following.feedback_owed, name="feedback-owed"),
    path("opinion-feedback/<uuid:public_id>/", following.feedback, name="feedback"),
    path("opinion-feedback/<uuid:public_id>/send/", following.send_as_prepared, name="send-feedback"),
    *(path(f"opinion-feedback/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in FEEDBACK_ACTS),
    path("opinion-points/", following.year_points, name="points"),
    path("opinion-points/own/", following.own_points, name="own-points"),
    path("opinion-points/<uuid:public_id>/", following.points_of, name="points-of"),
]
