"""Where the content of meetings lies: what is spoken about and where, and why somebody could not come."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import LeaveProof, LeaveRequest, Meeting

MEETING = ("topic", "place", "agenda", "minutes_text")
INVITATION = ("leave_reason",)
LEAVE = ("reason", "evidence")
ITEM = ("title", "reporter")
DECISION = ("text", "done_note")
VOTE = ("title",)
DOCUMENT = ("title",)
ACTIVITY = ("theme", "place", "content", "summary")


def _of_meeting(meeting: Meeting) -> Iterator[Part]:
    yield from (Part(row, INVITATION) for row in meeting.invitations.exclude(leave_reason=""))
    leaves = LeaveRequest.objects.filter(invitation__meeting=meeting)
    yield from (Part(row, LEAVE) for row in leaves)
    yield from (Part(row, ()) for row in LeaveProof.objects.filter(request__in=leaves))
    yield from (Part(row, ITEM) for row in meeting.items.all())
    yield from (Part(row, DECISION) for row in meeting.decisions.all())
    yield from (Part(row, VOTE) for row in meeting.votes.all())
    yield from (Part(row, DOCUMENT) for row in meeting.documents.all())


def _of_leave(leave: LeaveRequest) -> Iterator[Part]:
    yield from (Part(row, ()) for row in LeaveProof.objects.filter(request=leave))


def register() -> None:
    """Tell the house; called when it starts. Attendance and replies are facts and stay."""
    purging_kinds.register(Content("meeting", MEETING, _of_meeting))
    purging_kinds.register(Content("meeting_document", DOCUMENT, lambda _document: ()))
    purging_kinds.register(Content("leave_request", LEAVE, _of_leave))
    purging_kinds.register(Content("activity", ACTIVITY, lambda _activity: ()))
