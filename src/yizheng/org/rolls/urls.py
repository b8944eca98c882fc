"""The address of the rolls inside a committee."""

from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "rolls"
urlpatterns: list[URLPattern | URLResolver] = [path("org/rolls/", views.rolls, name="rolls")]
