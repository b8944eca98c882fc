"""Reads: documents of a meeting a person may open, and who has read which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from yizheng.kernel.acting import Actor

from . import queries
from .models import DocumentCopy, Invitation, Meeting, MeetingDocument


def documents_visible_to(actor: Actor) -> QuerySet[MeetingDocument]:
    """Return the documents of the meetings a person may read."""
    rows = MeetingDocument.objects.select_related("meeting__term", "meeting__body", "file", "item")
    return rows.filter(meeting__in=queries.meetings_visible_to(actor))


def originals_visible_to(actor: Actor) -> QuerySet[MeetingDocument]:
    """Return the documents whose unmarked file opens: to the office that keeps them; everybody else has a copy."""
    rows = MeetingDocument.objects.all()
    return rows if actor.wears("office_clerk", "system") else rows.none()


def own_documents(meeting: Meeting, invitation: Invitation) -> QuerySet[Any]:
    """Return what one person can open at a meeting, with whether they have."""
    own = DocumentCopy.objects.filter(document=OuterRef("pk"), invitation=invitation)
    rows = meeting.documents.filter(withdrawn_at__isnull=True).select_related("item", "file")
    return rows.annotate(is_read=Exists(own)).order_by("order")


def counted(meeting: Meeting) -> QuerySet[Any]:
    """Return the documents of a meeting with how many have opened their copy."""
    return meeting.documents.select_related("item", "file").annotate(read=Count("copies")).order_by("order")


@dataclass(frozen=True)
class Receipt:
    """Whether one person has read a document: their copy, how often, when last."""

    invitation: Invitation
    copy: Any


def receipts(document: MeetingDocument) -> list[Receipt]:
    """Return everybody on the list, those first who have not read it (阅读回执; features F118)."""
    copies = document.copies.annotate(times=Count("readings"), last=Max("readings__at"))
    by_person = {each.invitation_id: each for each in copies}
    rows = document.meeting.invitations.select_related("person", "membership__sector").order_by("role", "order", "id")
    found = [Receipt(each, by_person.get(each.pk)) for each in rows]
    return sorted(found, key=lambda each: each.copy is not None)
