"""Addresses of the notify room inside a committee."""

from django.urls import path

from .views import inbox, received

app_name = "notify"
urlpatterns = [
    path("notices/", inbox.inbox, name="inbox"),
    path("notices/read-all/", inbox.read_all, name="read-all"),
    path("notices/received/<uuid:public_id>/", received.message, name="message"),
    path("notices/received/<uuid:public_id>/read/", received.confirm, name="confirm"),
    path("notices/received/<uuid:public_id>/answer/", received.answer, name="answer"),
    path("notices/<uuid:public_id>/", inbox.open_notice, name="open"),
]
