"""Addresses of the area `keys`."""

from django.urls import URLPattern, path

from ..views import keys, keys_cards, keys_events  # noqa: F401
from ..views.acting import view_of, view_of_new
from ..views.keys_acts import BEGIN, FINDING, KEY_ACTS, PROPOSAL_ACTS

PLACES = {
    "decide-keys": "keys/decide/",
    "enter-coverage": "coverage/enter/",
    "hold-consultation": "consultations/new/",
    "record-inspection": "inspections/new/",
}

urlpatterns: list[URLPattern] = [
    *(path(f"proposals/{PLACES[each.name]}", view_of_new(each), name=each.name) for each in BEGIN),
    path("proposals/keys/", keys.keys, name="keys"),
    path("proposals/keys/<uuid:public_id>/", keys.key, name="key"),
    *(path(f"proposals/keys/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each, _ in KEY_ACTS),
    *(path(f"proposals/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in PROPOSAL_ACTS),
    path("proposals/coverage/", keys.coverage, name="coverage"),
    path("proposals/consultations/", keys_events.consultations, name="consultations"),
    path("proposals/consultations/<uuid:public_id>/", keys_events.consultation, name="consultation"),
    path("proposals/inspections/", keys_events.inspections, name="inspections"),
    path("proposals/inspections/<uuid:public_id>/", keys_events.inspection, name="inspection"),
    path(f"proposals/inspections/<uuid:public_id>/{FINDING.name}/", view_of(FINDING), name=FINDING.name),
    path("proposals/quality/", keys.quality, name="quality"),
]
