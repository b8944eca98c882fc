from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("preferences/", views.choose_look, name="preferences"),
]
