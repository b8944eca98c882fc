"""Addresses anybody may open."""

from django.urls import URLPattern, path

from .views import public

app_name = "public"
urlpatterns: list[URLPattern] = [path("", public.public_plans, name="plan")]
