"""Addresses of the room inside a committee."""

from django.urls import URLPattern, path

from .views import duties, judging, record

app_name = "assist"
urlpatterns: list[URLPattern] = [
    path("assist/", record.record, name="record"),
    path("assist/train/", record.train, name="train"),
    path("assist/decisions/", record.decisions, name="decisions"),
    path("assist/versions/<uuid:public_id>/activate/", record.activate, name="activate"),
    path("assist/duties/", duties.duties, name="duties"),
    path("assist/duties/paste/", duties.paste, name="paste-duties"),
    path("assist/duties/<uuid:public_id>/", duties.duty, name="duty"),
    path("assist/judge/", judging.judge, name="judge"),
    path("assist/judgements/", judging.judgements, name="judgements"),
]
