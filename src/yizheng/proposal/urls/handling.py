"""Addresses of the unit's desk, of one handling, its reply and its talks."""

from django.urls import URLPattern, path

from ..views import handling, handling_writing
from ..views.acting import view_of
from ..views.handling_acts import CONTACT_ACTS, HANDLING_ACTS, REPLY_ACTS

urlpatterns: list[URLPattern] = [
    path("unit/", handling.unit_desk, name="unit-desk"),
    path("unit/sign/", handling.sign_all, name="unit-sign"),
    path("handlings/<uuid:public_id>/", handling.handling, name="handling"),
    path("handlings/<uuid:public_id>/reply/", handling_writing.write, name="reply-write"),
    path("contacts/<uuid:public_id>/", handling.contact, name="contact"),
    *(path(f"handlings/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in HANDLING_ACTS),
    *(path(f"replies/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in REPLY_ACTS),
    *(path(f"contacts/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in CONTACT_ACTS),
]
