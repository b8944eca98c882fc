"""Addresses of the desk and the calendar."""

from django.urls import path

from . import views
from .agenda import views as agenda

app_name = "todo"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("todos/", views.everything, name="everything"),
    path("calendar/", agenda.month, name="calendar"),
    path("calendar/feed/", agenda.open_feed, name="open-feed"),
    path("calendar/feed/revoke/", agenda.revoke_feed, name="revoke-feed"),
]
