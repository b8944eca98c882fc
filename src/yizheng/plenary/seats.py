"""Seats of a plenary, told to the pages of its meeting."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Q
from django.utils import timezone

from yizheng.meeting.enums import MeetingKind
from yizheng.meeting.models import Invitation

from .enums import SHOWN
from .models import Attendee


def seats_of(invitations: Sequence[Invitation]) -> dict[int, str]:
    """Return the seats of those invited to a plenary (三排12座), once the pack is published, by invitation id."""
    asked = {
        each.membership_id: each
        for each in invitations
        if each.meeting.kind == MeetingKind.PLENARY and each.membership_id is not None
    }
    if not asked:
        return {}
    days = {timezone.localdate(each.meeting.starts_at) for each in asked.values()}
    opened = Q(pack__session__opens__lte=max(days), pack__session__closes__gte=min(days))
    rows = Attendee.objects.filter(opened, membership__in=asked, is_out=False, seat_row__isnull=False)
    shown = rows.filter(pack__state__in=SHOWN, pack__session__term=F("membership__term"))
    return {asked[row.membership_id].pk: row.seat for row in shown.order_by("id") if row.membership_id in asked}
