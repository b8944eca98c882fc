"""Meetings in the calendar of whoever was called to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.todo.agenda.entries import Entry

from .enums import CALLED, HELD, MeetingState
from .models import Meeting

SHOWN = (*CALLED, *HELD, MeetingState.CANCELLED)


def own_meetings(actor: Actor, first: date, last: date) -> Iterator[Entry]:
    """Yield the meetings a person was called to between two days; a cancelled one says so."""
    called = Meeting.objects.filter(
        invitations__person__user=actor.user_id,
        state__in=SHOWN,
        starts_at__date__lte=last,
        ends_at__date__gte=first,
    )
    for meeting in called.select_related("term", "body").order_by("starts_at", "id"):
        yield Entry(
            f"meeting-{meeting.public_id}",
            meeting.title,
            meeting.starts_at,
            meeting.ends_at,
            address("meeting:meeting", public_id=meeting.public_id),
            meeting.place,
            meeting.state == MeetingState.CANCELLED,
        )
