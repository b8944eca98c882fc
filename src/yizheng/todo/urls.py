"""Addresses of the desk."""

from django.urls import path

from . import views

app_name = "todo"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("todos/", views.everything, name="everything"),
]
