"""Addresses of the attachment room inside a committee."""

from django.urls import URLPattern

app_name = "attachment"
urlpatterns: list[URLPattern] = []
