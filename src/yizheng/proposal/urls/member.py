"""Addresses of the area `member`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
