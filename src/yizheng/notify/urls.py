"""Addresses of the notify room inside a committee."""

from django.urls import path

from .views import calling, choosing, inbox, received, sent, writing

app_name = "notify"
urlpatterns = [
    path("notices/", inbox.inbox, name="inbox"),
    path("notices/read-all/", inbox.read_all, name="read-all"),
    path("notices/choices/", choosing.choices, name="choices"),
    path("notices/new/", writing.write, name="write"),
    path("notices/sent/", sent.sent, name="sent"),
    path("notices/sent/<uuid:public_id>/", sent.message, name="sent-message"),
    path("notices/sent/<uuid:public_id>/recipients/", sent.recipients, name="recipients"),
    path("notices/sent/<uuid:public_id>/phones/", sent.phones, name="phones"),
    path("notices/sent/<uuid:public_id>/close/", sent.close, name="close"),
    path("notices/sent/<uuid:public_id>/revoke/", sent.revoke_group, name="revoke-group"),
    path("notices/sent/<uuid:public_id>/deliveries/<str:delivery_key>/", sent.settle, name="settle"),
    path("notices/recipients/<uuid:public_id>/", calling.call, name="call"),
    path("notices/recipients/<uuid:public_id>/paper/", calling.paper, name="paper"),
    path("notices/recipients/<uuid:public_id>/revoke/", calling.revoke, name="revoke"),
    path("notices/received/<uuid:public_id>/", received.message, name="message"),
    path("notices/received/<uuid:public_id>/read/", received.confirm, name="confirm"),
    path("notices/received/<uuid:public_id>/answer/", received.answer, name="answer"),
    path("notices/<uuid:public_id>/", inbox.open_notice, name="open"),
]
