"""Addresses of the import, below plan/imports/."""

from django.urls import path

from .views import importing

urlpatterns = [
    path("", importing.imports, name="imports"),
    path("<uuid:public_id>/", importing.one_import, name="import"),
    path("<uuid:public_id>/nodes/<slug:node>/", importing.node, name="import-node"),
    path("<uuid:public_id>/names/", importing.name, name="import-name"),
    path("<uuid:public_id>/correct/", importing.correct, name="import-correct"),
    path("<uuid:public_id>/confirm/", importing.confirm, name="import-confirm"),
    path("<uuid:public_id>/discard/", importing.discard, name="import-discard"),
]
