"""Meetings and activities in the calendar of whoever was called or signed up to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.todo.agenda.entries import Entry

from .enums import CALLED, HELD, STANDING_SIGNUPS, ActivityState, MeetingState, SignupState
from .models import ActivitySignup, Meeting

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


def own_activities(actor: Actor, first: date, last: date) -> Iterator[Entry]:
    """Yield the activities a person signed up to between two days; whoever still waits for a place reads that."""
    signed = ActivitySignup.objects.filter(
        membership__person__user=actor.user_id,
        state__in=STANDING_SIGNUPS,
        activity__starts_at__date__lte=last,
        activity__ends_at__date__gte=first,
    )
    for each in signed.select_related("activity").order_by("activity__starts_at", "id"):
        activity = each.activity
        waits = "（候补）" if each.state == SignupState.WAITING else ""
        yield Entry(
            f"activity-{activity.public_id}",
            f"{activity.theme}{waits}",
            activity.starts_at,
            activity.ends_at,
            address("meeting:activity", public_id=activity.public_id),
            activity.place,
            activity.state == ActivityState.CANCELLED,
        )
