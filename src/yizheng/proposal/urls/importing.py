"""Addresses of what comes in as old registers and goes out as files."""

from django.urls import URLPattern, path

from ..views import exporting, importing

urlpatterns: list[URLPattern] = [
    path("proposals/history/", importing.histories, name="history-imports"),
    path("proposals/history/template/", importing.history_template, name="history-template"),
    path("proposals/exports/", exporting.exports, name="exports"),
]
