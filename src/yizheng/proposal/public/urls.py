"""Addresses anybody may open."""

from django.urls import URLPattern, path

from ..views import appraising_public, public

app_name = "proposal_public"
urlpatterns: list[URLPattern] = [
    path("appraisals/", appraising_public.results, name="appraisals"),
    path("proposals/", public.proposals, name="proposals"),
    path("proposals/<uuid:public_id>/", public.proposal, name="proposal"),
]
