"""Where the content of meetings lies: what is spoken about and where, and why somebody could not come."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import Meeting

MEETING = ("topic", "place", "agenda")
INVITATION = ("leave_reason",)


def _of_meeting(meeting: Meeting) -> Iterator[Part]:
    yield from (Part(row, INVITATION) for row in meeting.invitations.exclude(leave_reason=""))


def register() -> None:
    """Tell the house; called when it starts. Attendance and replies are facts and stay."""
    purging_kinds.register(Content("meeting", MEETING, _of_meeting))
