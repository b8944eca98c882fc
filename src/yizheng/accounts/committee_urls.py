"""Addresses inside a committee."""

from django.urls import path

from . import views

app_name = "hats"
urlpatterns = [path("hat/", views.change_hat, name="change")]
