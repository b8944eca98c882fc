"""Addresses of the area `reviewing`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
