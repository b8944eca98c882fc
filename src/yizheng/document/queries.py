"""Reads: which documents a person may see, their versions."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may

from .enums import DocumentState as S
from .models import Document, DocumentVersion
from .permissions import READ_ALL

AT_WORK = (S.DRAFTING, S.SUBMITTED, S.RETURNED, S.CHECKED, S.COUNTERSIGNED, S.SIGNED, S.NUMBERED)
SENT = (S.ISSUED, S.ARCHIVED)
NOT_FOR_LEADERS = (S.DRAFTING, S.SUBMITTED, S.RETURNED)


def documents_visible_to(actor: Actor) -> QuerySet[Document]:
    """
    Return what a person may read: the office all, a leader what passed the check, others what they drafted.
    """
    rows = Document.objects.all()
    if not may("document.read", actor):
        return rows.none()
    if actor.wears(*READ_ALL):
        return rows
    if actor.wears(Role.LEADER):
        return rows.exclude(state__in=NOT_FOR_LEADERS)
    return rows.filter(drafted_by_id=actor.user_id)


def newest(document: Document) -> DocumentVersion:
    """Return the version that goes out."""
    return document.versions.get(ordinal=document.version)
