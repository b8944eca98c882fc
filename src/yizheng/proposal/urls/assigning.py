"""Addresses of the area `assigning`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
