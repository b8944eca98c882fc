"""Addresses of the notify room inside a committee."""

from django.urls import URLPattern

app_name = "notify"
urlpatterns: list[URLPattern] = []
