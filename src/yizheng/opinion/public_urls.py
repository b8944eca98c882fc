"""Addresses anybody may open."""

from django.urls import URLPattern, path

from .views import public

app_name = "opinion_public"
urlpatterns: list[URLPattern] = [path("opinions/<uuid:public_id>/", public.opinion, name="opinion")]
