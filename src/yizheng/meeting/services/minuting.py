"""Writes: the minutes, the numbered decisions, what follows from them, the archive (handbook 9.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import Body

from .. import workflow as table
from ..enums import FollowKind, MeetingState
from ..events import DecisionMade
from ..models import AgendaItem, Meeting, MeetingDecision

MOST_CHARS = 20_000
OPEN_STATES = (MeetingState.IN_SESSION, MeetingState.ADJOURNED)


@dataclass(frozen=True)
class Decided:
    """A decision in words, what follows from it, who carries it out and until when."""

    text: str
    follow: FollowKind = FollowKind.NONE
    body: Body | None = None
    due_on: date | None = None
    item: AgendaItem | None = None


@transaction.atomic
def note_decision(*, meeting: Meeting, decided: Decided, by: Actor, at: datetime) -> MeetingDecision:
    """
    Note a decision (记下决定); it gets the next number of the meeting.

    Raises: Refused `not_sitting`, `no_text`, `no_body`, `no_date`; nothing is changed then.
    """
    require("meeting.minute", by)
    locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    _check(locked, decided)
    last = locked.decisions.order_by("-number").values_list("number", flat=True).first() or 0
    made = MeetingDecision.objects.create(
        meeting=locked, number=last + 1, text=decided.text.strip()[:500], follow=decided.follow, body=decided.body,
        due_on=decided.due_on, item=decided.item,
    )  # fmt: skip
    fields = {"number": made.number, "follow": made.follow}
    ledger.record("note_decision", made, by=by, at=at, to_state=made.state, fields=fields)
    events.publish(workflow.Moved("meeting_decision", made, "note_decision", "", made.state, by, at))
    return made


@transaction.atomic
def write_minutes(*, meeting: Meeting, text: str, by: Actor, at: datetime) -> Meeting:
    """Keep the text of the minutes while they are written (写纪要). Raises: Refused `too_long`."""
    if len(text) > MOST_CHARS:
        raise Refused("too_long", f"纪要最多{MOST_CHARS}字，请精简。")
    return workflow.apply(table.WRITE_MINUTES, meeting, by=by, at=at, changes={"minutes_text": text.strip()})


@transaction.atomic
def minute_meeting(*, meeting: Meeting, by: Actor, at: datetime) -> Meeting:
    """
    Settle the minutes (纪要定稿): each decision is told, and what is to be carried out begins.

    Raises: Refused `guarded` without a text; nothing is changed then.
    """
    moved = workflow.apply(table.MINUTE, meeting, by=by, at=at, changes={"minuted_on": timezone.localdate(at)})
    for decision in moved.decisions.select_related("meeting", "body"):
        if decision.follow == FollowKind.FOLLOW_UP:
            decision = workflow.apply(table.FOLLOW_DECISION, decision, by=by, at=at)
        events.publish(DecisionMade(decision, by, at))
    return moved


@transaction.atomic
def decision_done(*, decision: MeetingDecision, note: str, by: Actor, at: datetime) -> MeetingDecision:
    """Note that a decision was carried out (已落实). Raises: Refused `no_note`; nothing is changed then."""
    if not note.strip():
        raise Refused("no_note", "请写明怎么落实的，一句话即可。")
    changes = {"done_note": note.strip()[:300], "done_on": timezone.localdate(at)}
    return workflow.apply(table.DECISION_DONE, decision, by=by, at=at, changes=changes)


@transaction.atomic
def archive_meeting(*, meeting: Meeting, by: Actor, at: datetime, scan: StoredFile | None = None) -> Meeting:
    """File the signed minutes away (归档): the records of the meeting are frozen."""
    moved = workflow.apply(table.ARCHIVE, meeting, by=by, at=at, changes={"archived_on": timezone.localdate(at)})
    if scan is not None:
        files.attach(file=scan, subject=moved)
    return moved


def _check(meeting: Meeting, decided: Decided) -> None:
    if meeting.state not in OPEN_STATES:
        raise Refused("not_sitting", f"“{meeting.title}”现在是“{meeting.get_state_display()}”，不能再记决定。")
    if not decided.text.strip():
        raise Refused("no_text", "请写明决定了什么。")
    if decided.follow == FollowKind.TASK and (decided.body is None or decided.due_on is None):
        raise Refused("no_body", "列入任务的，请选责任部门和完成时间。")
    if decided.follow == FollowKind.FOLLOW_UP and decided.due_on is None:
        raise Refused("no_date", "要跟踪落实的，请写完成时间。")
