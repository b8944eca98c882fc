"""Addresses anybody with the link may open."""

from django.urls import URLPattern, path

from .views import invited

app_name = "meeting_public"
urlpatterns: list[URLPattern] = [path("meetings/<str:token>/", invited.by_link, name="reply-by-link")]
