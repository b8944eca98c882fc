"""The minutes of a meeting, put together from what the house knows and what the clerk wrote."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from yizheng.kernel.papers import Paragraphs

from .enums import CAME, AttendanceStatus, InvitationRole, VoteMethod, VoteState
from .models import Attendance, Meeting, Vote
from .notifications import when
from .queries import presence
from .quorum import kept_quorum

S = AttendanceStatus


def parts_of(meeting: Meeting, *, with_decisions: bool = True) -> list[Paragraphs]:
    """Return the minutes part by part: who came, what was heard, what was voted, what was decided."""
    decisions = meeting.decisions.all() if with_decisions else ()
    parts = [
        Paragraphs("会议时间、地点", (f"{when(meeting)}，{meeting.place}",)),
        Paragraphs("到会情况", tuple(_came(meeting))),
        Paragraphs("议程", tuple(_agenda(meeting))),
        Paragraphs("会议情况", tuple(line for line in meeting.minutes_text.splitlines() if line.strip())),
        Paragraphs("表决", tuple(_votes(meeting))),
        Paragraphs("会议决定", tuple(f"{each.number}. {each.text}" for each in decisions)),
    ]
    return [part for part in parts if part.lines]


def _came(meeting: Meeting) -> Iterator[str]:
    """Yield 应到、实到、请假、缺席 (handbook 9.4): the people of a short meeting, half-days of a long one."""
    counted = presence(meeting)
    unit = "人" if meeting.half_days.count() == 1 else "人次"
    said = (("应到", counted.due), ("实到", counted.present), ("请假", counted.on_leave), ("缺席", counted.absent))
    yield "，".join(f"{word}{number}{unit}" for word, number in said) + "。"
    line = kept_quorum(meeting, on=timezone.localdate(meeting.starts_at))
    if line is not None:
        yield f"宣布开会时：{line.words}。"
    for status, word in ((S.LEAVE_APPROVED, "请假"), (S.ABSENT, "缺席")):
        names = _names(meeting, (status,))
        if names:
            yield f"{word}：{'、'.join(names)}。"
    observers = meeting.invitations.filter(role=InvitationRole.OBSERVE).order_by("order")
    there = Attendance.objects.filter(invitation__in=observers, status__in=(*CAME, S.OBSERVING))
    names = list(there.order_by("invitation__order").values_list("invitation__person__name", flat=True).distinct())
    if names:
        yield f"列席：{'、'.join(dict.fromkeys(names))}。"


def _names(meeting: Meeting, statuses: tuple[AttendanceStatus, ...]) -> list[str]:
    rows = Attendance.objects.filter(
        invitation__meeting=meeting, invitation__role=InvitationRole.ATTEND, status__in=statuses
    )
    return list(dict.fromkeys(rows.order_by("invitation__order").values_list("invitation__person__name", flat=True)))


def _agenda(meeting: Meeting) -> Iterator[str]:
    for row in meeting.items.all():
        yield f"{row.order}. {row.title}" + (f"（{row.reporter}）" if row.reporter else "")


def _votes(meeting: Meeting) -> Iterator[str]:
    for vote in meeting.votes.filter(state=VoteState.CLOSED):
        yield f"{vote.title}（{vote.get_method_display()}）：{_denominators(vote)}"
        for line in vote.lines.all():
            name = "" if line.name == vote.title else f"{line.name}："
            passed = "通过" if line.is_passed else "未通过"
            yield f"{name}赞成{line.in_favour}票，反对{line.against}票，弃权{line.abstained}票，{passed}。"


def _denominators(vote: Vote) -> str:
    words = f"全体{vote.total}人，到会{vote.present}人，赞成满{vote.needed}票通过"
    if vote.method == VoteMethod.PAPER:
        words += f"；发出{vote.issued}张，收回{vote.returned}张，无效{vote.invalid}张，监票人{vote.scrutineers}"
    return f"{words}。"
