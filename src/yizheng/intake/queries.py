"""Reads: the imports a person may see."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may

from . import purposes
from .models import ImportBatch


def imports_visible_to(actor: Actor) -> QuerySet[ImportBatch]:
    """Return the imports for whose purpose the actor may import."""
    names = [purpose.name for purpose in purposes.registered() if may(purpose.permission, actor)]
    return ImportBatch.objects.filter(purpose__in=names).select_related("file", "made_by", "corrected_by")


def imports_of(actor: Actor, purpose: str) -> QuerySet[ImportBatch]:
    """Return the imports of one purpose, newest first, without what was read (it is large)."""
    batches = imports_visible_to(actor).filter(purpose=purpose)
    return batches.defer("reading", "tree").order_by("-made_at", "-id")
