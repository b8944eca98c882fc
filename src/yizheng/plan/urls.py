"""Addresses of the plan room inside a committee."""

from django.urls import URLPattern

app_name = "plan"
urlpatterns: list[URLPattern] = []
