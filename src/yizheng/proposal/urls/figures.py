"""Addresses of the area `figures`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
