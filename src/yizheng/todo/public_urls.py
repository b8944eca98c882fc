"""Addresses anybody with the secret may open."""

from django.urls import path

from .agenda import views

app_name = "todo_public"
urlpatterns = [path("calendar/<str:token>.ics", views.feed, name="calendar-feed")]
