"""Addresses inside a committee."""

from django.urls import path

from .views import door

app_name = "hats"
urlpatterns = [path("hat/", door.change_hat, name="change")]
