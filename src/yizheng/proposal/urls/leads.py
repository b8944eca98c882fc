"""Addresses of the area `leads`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
