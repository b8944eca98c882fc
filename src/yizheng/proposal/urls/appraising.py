"""Addresses of appraisals and awards."""

from typing import Any

from django.urls import URLPattern, path

from ..views import appraising, appraising_units, awarding
from ..views.acting import PageAct, view_of


def _acts(prefix: str, acts: tuple[PageAct[Any], ...]) -> list[URLPattern]:
    return [
        path(f"{prefix}/<uuid:public_id>/{each.name.replace('_', '-')}/", view_of(each), name=each.name)
        for each in acts
    ]


urlpatterns: list[URLPattern] = [
    path("appraisals/", appraising.appraisals, name="appraisals"),
    path("appraisals/rounds/new/", appraising.new_round, name="new-round"),
    path("appraisals/rounds/<uuid:public_id>/", appraising.appraisal_round, name="round"),
    path("appraisals/scores/<uuid:public_id>/", appraising.score, name="score"),
    path("appraisals/units/new/", appraising_units.new_appraisal, name="new-unit-appraisal"),
    path("appraisals/units/<uuid:public_id>/", appraising_units.unit_appraisal, name="unit-appraisal"),
    path("awards/new/", awarding.new_selection, name="new-award"),
    path("awards/<uuid:public_id>/", awarding.award, name="award"),
    *_acts("appraisals/rounds", appraising.ROUND_ACTS),
    *_acts("appraisals/scores", (appraising.SCORE,)),
    *_acts("appraisals/units", appraising_units.VOTE_ACTS),
    *_acts("appraisals/entries", appraising_units.ENTRY_ACTS),
    *_acts("awards", awarding.ACTS),
]
