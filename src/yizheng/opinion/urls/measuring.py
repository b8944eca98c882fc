"""Addresses of figures, trends and bulletins."""

from __future__ import annotations

from django.urls import URLPattern, path

from ..views import figures

urlpatterns: list[URLPattern] = [
    path("opinions/figures/", figures.year, name="figures"),
    path("opinions/trend/", figures.trend, name="trend"),
    path("opinions/bulletin/", figures.bulletin, name="bulletin"),
]
