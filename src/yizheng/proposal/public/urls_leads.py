"""Addresses anybody may open: sending a lead, asking what became of it."""

from django.urls import URLPattern, path

from ..views import leads_public

app_name = "proposal_leads"
urlpatterns: list[URLPattern] = [
    path("leads/", leads_public.begin, name="begin-lead"),
    path("leads/status/", leads_public.status, name="lead-status"),
    path("leads/<uuid:public_id>/", leads_public.write, name="write-lead"),
]
