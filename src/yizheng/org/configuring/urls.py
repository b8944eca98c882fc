"""Addresses of the configuration inside a committee."""

from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "configuring"
urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/", views.settings, name="settings"),
    path("settings/<str:key_name>/", views.setting, name="setting"),
    path("settings/<str:key_name>/<str:day>/withdraw/", views.withdraw, name="withdraw"),
]
