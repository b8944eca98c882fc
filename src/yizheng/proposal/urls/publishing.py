"""Addresses of publication."""

from django.urls import URLPattern, path

from ..views import publishing
from ..views.acting import view_of

urlpatterns: list[URLPattern] = [
    path("publications/", publishing.publications, name="publications"),
    path("publications/waiting/", publishing.to_publish, name="to-publish"),
    path("proposals/<uuid:public_id>/publication/prepare/", publishing.prepare, name="prepare-publication"),
    path("publications/<uuid:public_id>/", publishing.publication, name="publication"),
    *(
        path(f"publications/<uuid:public_id>/{each.name.replace('_', '-')}/", view_of(each), name=each.name)
        for each in publishing.ACTS
    ),
]
