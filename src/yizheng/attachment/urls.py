"""Addresses of the attachment room inside a committee."""

from django.urls import URLPattern, path

from . import views

app_name = "attachment"
urlpatterns: list[URLPattern] = [path("files/<uuid:public_id>/", views.open_file, name="open")]
