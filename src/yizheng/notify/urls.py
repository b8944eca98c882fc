"""Addresses of the notify room inside a committee."""

from django.urls import path

from . import views

app_name = "notify"
urlpatterns = [
    path("notices/", views.inbox, name="inbox"),
    path("notices/read-all/", views.read_all, name="read-all"),
    path("notices/<uuid:public_id>/", views.open_notice, name="open"),
]
