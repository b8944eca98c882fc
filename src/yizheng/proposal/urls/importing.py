"""Addresses of the area `importing`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
