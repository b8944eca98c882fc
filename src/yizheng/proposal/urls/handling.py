"""Addresses of the unit's desk and of one handling."""

from django.urls import URLPattern, path

from ..views import handling

urlpatterns: list[URLPattern] = [
    path("handlings/<uuid:public_id>/", handling.handling, name="handling"),
]
