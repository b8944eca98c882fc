"""Addresses of the document room inside a committee."""

from django.urls import URLPattern, URLResolver, path

from .views import papers

app_name = "document"
urlpatterns: list[URLPattern | URLResolver] = [
    path("papers/<slug:code>.<slug:format>", papers.paper, name="paper"),
]
