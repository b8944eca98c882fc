"""Addresses of the search inside a committee."""

from django.urls import URLPattern, path

from . import views

app_name = "search"
urlpatterns: list[URLPattern] = [
    path("search/", views.search, name="search"),
    path("search/saved/", views.save, name="save"),
    path("search/saved/<uuid:public_id>/forget/", views.forget, name="forget"),
    path("search/recent/forget/", views.forget_recent, name="forget-recent"),
]
