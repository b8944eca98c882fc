"""Addresses of the proposal room inside a committee, by area."""

from django.urls import URLPattern

from . import (
    appraising,
    assigning,
    figures,
    following,
    handling,
    importing,
    keys,
    leads,
    member,
    publishing,
    reading,
    reviewing,
)

AREAS = (
    reading, member, reviewing, assigning, handling, following, leads, keys, appraising, publishing, figures, importing,
)  # fmt: skip
app_name = "proposal"
urlpatterns: list[URLPattern] = [pattern for area in AREAS for pattern in area.urlpatterns]
