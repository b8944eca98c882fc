"""Addresses outside any committee."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/demo/", views.demo_sign_in, name="demo-sign-in"),
]
