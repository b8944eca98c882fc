"""Addresses of feedback, second replies, look-back and tracking."""

from django.urls import URLPattern, path

from ..views import following

urlpatterns: list[URLPattern] = [
    path("feedback/<uuid:public_id>/", following.feedback, name="feedback"),
]
