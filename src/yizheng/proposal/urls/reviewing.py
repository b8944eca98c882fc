"""Addresses of review: the list, one proposal, the acts, the meeting, the numbers."""

from django.urls import URLPattern, path

from ..views import reviewing, reviewing_acts, reviewing_batch
from ..views.acting import view_of

SESSION = "proposals/review/<uuid:public_id>"
PATHS = {"merge-into": "merge", "split-proposal": "split"}

urlpatterns: list[URLPattern] = [
    path("proposals/review/", reviewing.review, name="review"),
    path(f"{SESSION}/decide/", reviewing_batch.decide, name="review-decide"),
    path(f"{SESSION}/numbers/", reviewing_batch.numbers, name="review-numbers"),
    path(f"{SESSION}/share/", reviewing_batch.share, name="review-share"),
    path(f"{SESSION}/report/", view_of(reviewing_batch.HANDED_IN), name=reviewing_batch.HANDED_IN.name),
    path("proposals/decisions/<uuid:public_id>/", reviewing_batch.decision, name="review-decision"),
    path("proposals/consents/<uuid:public_id>/", view_of(reviewing_acts.ANSWER), name="consent"),
    path("proposals/<uuid:public_id>/review/", reviewing.review_one, name="review-one"),
    *(
        path(f"proposals/<uuid:public_id>/{PATHS.get(each.name, each.name)}/", view_of(each), name=each.name)
        for each in reviewing_acts.ACTS
    ),
]
