"""Reads: the exports a person asked for, in the hat they asked in."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may

from ..models import ExportRun


def exports_visible_to(actor: Actor) -> QuerySet[ExportRun]:
    """Return a person's own exports; nobody else's exist for them, nor those of another of their hats."""
    if actor.wears("system"):
        return ExportRun.objects.all()
    if actor.user_id is None or not may("proposal.export", actor):
        return ExportRun.objects.none()
    return ExportRun.objects.filter(asked_by=actor.user_id, grant_id=actor.hat.grant_id).select_related("file")
