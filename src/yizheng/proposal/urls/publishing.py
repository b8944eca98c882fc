"""Addresses of the area `publishing`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
