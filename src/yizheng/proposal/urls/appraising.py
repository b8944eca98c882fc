"""Addresses of the area `appraising`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
