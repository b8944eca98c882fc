"""Addresses that everybody reads: the list and one proposal."""

from django.urls import URLPattern, path

from ..views import reading

urlpatterns: list[URLPattern] = [
    path("proposals/", reading.proposals, name="proposals"),
    path("proposals/<uuid:public_id>/", reading.proposal, name="proposal"),
]
