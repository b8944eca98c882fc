"""Addresses of ballots inside a committee; casting has its own outside (public_urls)."""

from django.urls import URLPattern, path

from .views import office

app_name = "ballot"
urlpatterns: list[URLPattern] = [
    path("ballots/<uuid:public_id>/", office.ballot, name="ballot"),
    path("ballots/<uuid:public_id>/slip/", office.take, name="take"),
    path("ballots/<uuid:public_id>/recount/", office.recount, name="recount"),
    *(path(f"ballots/<uuid:public_id>/{each.name}/", office.view_of(each), name=each.name) for each in office.ACTS),
]
