"""The address of the booth: one for all ballots of a committee, with nothing in it that could be logged."""

from django.urls import URLPattern, path

from .views import booth

app_name = "ballot_public"
urlpatterns: list[URLPattern] = [path("ballot/", booth.booth, name="booth")]
