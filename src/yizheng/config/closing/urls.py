"""Addresses of quarantine and purge inside a committee."""

from django.urls import URLPattern, path

from . import views

app_name = "closing"
urlpatterns: list[URLPattern] = [
    path("", views.closures, name="closures"),
    path("new/", views.quarantine, name="quarantine"),
    path("<uuid:public_id>/", views.closure, name="closure"),
    path("<uuid:public_id>/lift/", views.lift, name="lift"),
    path("<uuid:public_id>/ask-purge/", views.ask_purge, name="ask-purge"),
    path("<uuid:public_id>/refuse-purge/", views.refuse_purge, name="refuse-purge"),
    path("<uuid:public_id>/confirm-purge/", views.confirm_purge, name="confirm-purge"),
]
