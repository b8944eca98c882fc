"""Addresses anybody may open."""

from django.urls import URLPattern, path

from .views import public

app_name = "proposal_public"
urlpatterns: list[URLPattern] = [
    path("proposals/", public.proposals, name="proposals"),
    path("proposals/<uuid:public_id>/", public.proposal, name="proposal"),
]
