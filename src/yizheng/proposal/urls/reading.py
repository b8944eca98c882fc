"""Addresses that everybody reads: the list and one proposal."""

from django.urls import URLPattern, path

from ..views import reading, secret_register

urlpatterns: list[URLPattern] = [
    path("proposals/", reading.proposals, name="proposals"),
    path("proposals/secret-register/", secret_register.register, name="secret-register"),
    path("proposals/secret-register/add/", secret_register.add, name="add-secret-paper"),
    path("proposals/<uuid:public_id>/", reading.proposal, name="proposal"),
]
