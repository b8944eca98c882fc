"""Addresses of the room inside a committee."""

from django.urls import URLPattern, path

from .views import honours, rules

app_name = "administration"
urlpatterns: list[URLPattern] = [
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.adopt, name="adopt"),
    path("rules/<uuid:public_id>/", rules.rule, name="rule"),
    path("rules/<uuid:public_id>/revise/", rules.revise, name="revise"),
    path("rules/<uuid:public_id>/extend/", rules.extend, name="extend"),
    path("rules/<uuid:public_id>/repeal/", rules.repeal, name="repeal"),
    path("honours/", honours.honours, name="honours"),
    path("honours/new/", honours.register, name="register-honour"),
    path("honours/<uuid:public_id>/withdraw/", honours.withdraw, name="withdraw"),
    path("appraisals/", honours.appraisals, name="appraisals"),
]
