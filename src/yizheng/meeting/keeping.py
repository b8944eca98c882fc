"""
Which pages of a meeting may be kept on a phone for the hall: today's meeting, for whoever was called to it (F157).

Rule: our decision (ADR 0020). Office-practice 1 and 7: what is marked, personnel matters and papers of the Party
group stay on line; what was postponed or called off is opened nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.http import HttpResponse
from django.utils import timezone

from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.ui import keeping

from .enums import CALLED, AgendaKind, MeetingKind, MeetingState
from .models import Meeting, MeetingDocument

KEPT_IN = (*CALLED, MeetingState.ADJOURNED)

Answer = TypeVar("Answer", bound=HttpResponse)


@dataclass(frozen=True)
class Hall:
    """What the phone keeps by itself (`basics`), what it keeps when asked (`papers`), how many stay on line."""

    of: str
    until: int
    basics: list[str]
    papers: list[str]
    online_only: int


def hall_of(meeting: Meeting, documents: Sequence[MeetingDocument], at: datetime) -> Hall | None:
    """Return what whoever was called keeps of a meeting; None where nothing of it may be kept."""
    if not is_for_the_hall(meeting, at):
        return None
    papers = [each for each in documents if may_leave_the_house(each)]
    pages = ("meeting:meeting", "meeting:own-code")
    return Hall(
        str(meeting.public_id), int(keeping.end_of_day(at).timestamp() * 1000),
        [address(name, public_id=meeting.public_id) for name in pages],
        [address("meeting:open-document", public_id=each.public_id) for each in papers],
        len(documents) - len(papers),
    )  # fmt: skip


def is_for_the_hall(meeting: Meeting, at: datetime) -> bool:
    """Tell whether the meeting sits today and its pages may be kept until midnight."""
    return _may_be_kept(meeting) and meeting.half_days.filter(day=timezone.localdate(at)).exists()


def _may_be_kept(meeting: Meeting) -> bool:
    if meeting.state not in KEPT_IN or meeting.kind == MeetingKind.PARTY_GROUP:
        return False
    return quarantine.open_closure(meeting) is None


def may_leave_the_house(document: MeetingDocument) -> bool:
    """Tell whether copies of a document may be kept at all: open, not marked, no matter of persons."""
    is_open = document.withdrawn_at is None and bool(document.file.kind)
    return is_open and not document.online_only and not _is_of_persons(document)


def kept(answer: Answer, meeting: Meeting, title: str, *, actor: Actor, at: datetime) -> Answer:
    """Allow the phone to keep a page of the meeting until midnight."""
    until = keeping.end_of_day(at)
    return keeping.may_be_kept(answer, actor=actor, of=str(meeting.public_id), title=title, until=until)


def kept_desk(answer: Answer, meeting: Meeting, *, actor: Actor, at: datetime) -> Answer:
    """Allow the desk's computer to keep its page until the day on which the meeting ends is over, if any may."""
    if not _may_be_kept(meeting):
        return answer
    until = keeping.end_of_day(max(at, meeting.ends_at))
    title = f"{meeting.title}签到台"
    return keeping.may_be_kept(answer, actor=actor, of=f"desk-{meeting.public_id}", title=title, until=until)


def _is_of_persons(document: MeetingDocument) -> bool:
    return document.item is not None and document.item.kind == AgendaKind.PERSONNEL
