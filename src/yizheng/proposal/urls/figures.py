"""Addresses of the pages of numbers."""

from django.urls import URLPattern, path

from ..views import bulletin, figures

urlpatterns: list[URLPattern] = [
    path("proposals/figures/", figures.year, name="figures"),
    path("proposals/figures/units/", figures.units, name="figure-units"),
    path("proposals/figures/overdue/", figures.overdue, name="figure-overdue"),
    path("proposals/figures/bulletin/", bulletin.bulletin, name="figure-bulletin"),
    path("proposals/figures/snapshots/", figures.snapshots, name="figure-snapshots"),
    path("proposals/figures/snapshots/new/", figures.freeze, name="freeze-figures"),
    path("proposals/figures/snapshots/<uuid:public_id>/", figures.snapshot, name="figure-snapshot"),
]
