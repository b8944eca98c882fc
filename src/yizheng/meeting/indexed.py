"""What the search knows of meetings, and who may find them."""

from __future__ import annotations

from django.utils import timezone

from yizheng.kernel.subjects import Indexed
from yizheng.search.audience import role

from .enums import MeetingState
from .models import Meeting
from .permissions import READERS


def meeting_indexed(meeting: Meeting) -> Indexed:
    """Tell of a meeting: the offices find all, whoever was called finds it once the notice went out."""
    return Indexed(
        meeting.title, body="\n".join([meeting.topic, meeting.agenda, meeting.place]),
        status=meeting.get_state_display(), happened_on=timezone.localdate(meeting.starts_at),
        audience=frozenset(map(role, READERS)) | _called(meeting),
    )  # fmt: skip


def _called(meeting: Meeting) -> frozenset[str]:
    if meeting.state == MeetingState.PLANNED:
        return frozenset()
    users = meeting.invitations.filter(person__user__isnull=False).values_list("person__user", flat=True)
    return frozenset(f"user:{user}" for user in users)
