"""Addresses of the promise room inside a committee."""

from django.urls import URLPattern, path

from .views import acting, lists

app_name = "promise"
urlpatterns: list[URLPattern] = [
    path("promises/", lists.promises, name="promises"),
    path("promises/<uuid:public_id>/", lists.promise, name="promise"),
    *(path(f"promises/<uuid:public_id>/{each.name}/", acting.view_of(each), name=each.name) for each in acting.ACTS),
]
