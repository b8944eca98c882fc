"""Addresses of the speech room inside a committee."""

from django.urls import URLPattern, path

from yizheng.ui.acts import view_of, view_of_new

from .views import author, hall, office, rehearsing, saving
from .views.acting import CALL, CALL_ACTS, SPEECH_ACTS

app_name = "speech"
urlpatterns: list[URLPattern] = [
    path("speeches/", author.speeches, name="speeches"),
    path("speeches/new/", author.new, name="new"),
    path("speeches/new/autosave/", saving.new_autosave, name="new-autosave"),
    path("speeches/enter/", author.enter, name="enter"),
    path("speeches/calls/new/", view_of_new(CALL), name=CALL.name),
    path("speeches/calls/<uuid:public_id>/", office.call, name="call"),
    path("speeches/calls/<uuid:public_id>/selection/", office.selection, name="selection"),
    path("speeches/calls/<uuid:public_id>/order/", office.order, name="order"),
    path("speeches/calls/<uuid:public_id>/desk/", hall.desk, name="desk"),
    path("speeches/calls/<uuid:public_id>/screen/", hall.screen, name="screen"),
    *(path(f"speeches/calls/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in CALL_ACTS),
    path("speeches/rehearsals/<uuid:public_id>/", rehearsing.rehearsal, name="rehearsal"),
    path("speeches/rehearsals/<uuid:public_id>/change/", view_of(rehearsing.CHANGE), name=rehearsing.CHANGE.name),
    path("speeches/turns/<uuid:public_id>/begin/", rehearsing.begin, name="begin-turn"),
    path("speeches/turns/<uuid:public_id>/note/", view_of(rehearsing.NOTE), name=rehearsing.NOTE.name),
    path("speeches/<uuid:public_id>/", author.speech, name="speech"),
    path("speeches/<uuid:public_id>/write/", author.write, name="write"),
    path("speeches/<uuid:public_id>/autosave/", saving.autosave, name="autosave"),
    path("speeches/<uuid:public_id>/discard/", author.discard, name="discard"),
    path("speeches/<uuid:public_id>/shortlist/", office.shortlist, name="shortlist"),
    path("speeches/<uuid:public_id>/drop/", office.drop, name="drop"),
    path("speeches/<uuid:public_id>/begin/", hall.begin, name="begin"),
    path("speeches/<uuid:public_id>/deliver/", hall.deliver, name="deliver"),
    *(path(f"speeches/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in SPEECH_ACTS),
]
