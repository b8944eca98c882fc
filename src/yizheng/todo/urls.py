"""Addresses of the todo room inside a committee."""

from django.urls import URLPattern

app_name = "todo"
urlpatterns: list[URLPattern] = []
