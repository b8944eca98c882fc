"""Addresses of readers, of the editors' desk, of signing, of periodicals."""

from __future__ import annotations

from django.urls import URLPattern, path

from ..views import editor, editor_offers, issues, reading
from ..views.acting import view_of
from ..views.editor_acts import ACTS
from ..views.issues_acts import ACTS as ISSUE_ACTS

__all__ = ["editor_offers", "urlpatterns"]

urlpatterns: list[URLPattern] = [
    path("opinions/", reading.opinions, name="opinions"),
    path("opinions/reject-several/", editor.reject_several, name="reject-several"),
    path("opinions/merge/", editor.merge, name="merge"),
    path("opinions/versions/<uuid:public_id>/", editor.version, name="version"),
    path("opinions/<uuid:public_id>/", reading.opinion, name="opinion"),
    path("opinions/<uuid:public_id>/edit/", editor.edit, name="edit"),
    *(path(f"opinions/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in ACTS),
    path("opinion-issues/", issues.issues, name="issues"),
    path("opinion-issues/new/", issues.new_issue, name="new-issue"),
    path("opinion-issues/<uuid:public_id>/", issues.issue, name="issue"),
    path("opinion-issues/<uuid:public_id>/lay-out/", issues.lay_out, name="lay-out"),
    *(path(f"opinion-issues/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in ISSUE_ACTS),
]
