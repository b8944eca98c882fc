"""Addresses of the area `keys`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
