"""Addresses of the working-day calendar."""

from django.urls import URLPattern, path

from . import views

app_name = "deadline"
urlpatterns: list[URLPattern] = [
    path("work-days/", views.work_days, name="work-days"),
    path("work-days/import/", views.take_year, name="take-year"),
]
