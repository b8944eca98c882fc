"""Addresses of the imports, below org/imports/."""

from django.urls import path

from .importing import views

app_name = "org-import"
urlpatterns = [
    path("rolls/", views.rolls, name="rolls"),
    path("rolls/template.xlsx", views.roll_template, name="roll-template"),
    path("units/", views.units, name="units"),
    path("units/template.xlsx", views.unit_template, name="unit-template"),
    path("<uuid:public_id>/", views.one_import, name="import"),
    path("<uuid:public_id>/problems.xlsx", views.problems, name="problems"),
    path("<uuid:public_id>/arrange/", views.arrange, name="arrange"),
    path("<uuid:public_id>/decide/", views.decide, name="decide"),
    path("<uuid:public_id>/skip/", views.skip, name="skip"),
    path("<uuid:public_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:public_id>/discard/", views.discard, name="discard"),
]
