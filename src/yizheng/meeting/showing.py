"""Meetings as the components of the house draw them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.thread import End
from yizheng.ui.shapes import Cell, Column, Crumb, Figure, FileRow, Meaning, Step, Tab, ThreadBox

from . import queries
from .enums import CALLED, HELD, RUNNING, InvitationRole, MeetingKind, MeetingState, Reply
from .models import Invitation, Meeting
from .notifications import when

MEANING = {
    MeetingState.PLANNED: Meaning.NEUTRAL,
    MeetingState.NOTIFIED: Meaning.BUSY,
    MeetingState.OPEN: Meaning.ACCENT,
    MeetingState.IN_SESSION: Meaning.ACCENT,
    MeetingState.ADJOURNED: Meaning.OK,
    MeetingState.MINUTED: Meaning.OK,
    MeetingState.ARCHIVED: Meaning.OK,
    MeetingState.POSTPONED: Meaning.WARN,
    MeetingState.CANCELLED: Meaning.NEUTRAL,
}
REPLY_MEANING = {Reply.WAITING: Meaning.WARN, Reply.ACCEPT: Meaning.OK, Reply.LEAVE: Meaning.NEUTRAL}
_WORDS = {"": "应到和列席", Reply.WAITING: "未回复", Reply.ACCEPT: "参加", Reply.LEAVE: "请假"}
_COURSE = (
    (MeetingState.PLANNED, "筹备"),
    (MeetingState.NOTIFIED, "已通知"),
    (MeetingState.OPEN, "签到"),
    (MeetingState.IN_SESSION, "开会"),
    (MeetingState.ADJOURNED, "散会"),
    (MeetingState.MINUTED, "纪要"),
    (MeetingState.ARCHIVED, "归档"),
)


LIST_COLUMNS = [Column("会议"), Column("时间"), Column("地点"), Column("状态"), Column("回执")]


OWN_COLUMNS = [*LIST_COLUMNS[:-1], Column("我的回复")]


def list_heading(kind: MeetingKind | None, count: int) -> str:
    """Say how many meetings the list holds: 4 次常委会议."""
    if not count:
        return "还没有会议"
    return f"{count} 次{kind.label if kind else '会议'}"


def kind_tabs(counts: Mapping[str, int], wanted: MeetingKind | None) -> list[Tab]:
    """Return the kinds there are, each with its number; a list of one kind needs none."""
    if len(counts) < 2:
        return []
    url = address("meeting:meetings")
    kinds = [Tab(MeetingKind(kind).label, f"{url}?kind={kind}", kind == wanted, n) for kind, n in counts.items()]
    return [Tab("全部", url, wanted is None, sum(counts.values())), *kinds]


def list_row(meeting: Any, *, reads: bool) -> list[Cell]:
    """Return one row of the list: what, when, where, state; answers for whoever reads them, else the own one."""
    url = address("meeting:meeting", public_id=meeting.public_id)
    return [
        Cell(meeting.title, url=url),
        Cell(when(meeting)),
        Cell(meeting.place),
        Cell(meeting.get_state_display(), meaning=MEANING[meeting.state]),
        _answers(meeting) if reads else _own_answer(meeting),
    ]


def _answers(meeting: Any) -> Cell:
    if meeting.state == MeetingState.PLANNED:
        return Cell("")
    return Cell(f"参加 {meeting.coming or 0} / 应到 {meeting.due or 0}")


def _own_answer(meeting: Any) -> Cell:
    own = Reply(meeting.own_reply) if meeting.own_reply else None
    return Cell(own.label, meaning=REPLY_MEANING[own]) if own is not None else Cell("")


def reply_row(invitation: Invitation, *, with_why: bool) -> dict[str, Any]:
    """Return one row of the answers; why somebody is away is for whoever keeps them (office-practice 5)."""
    return {
        "invitation": invitation,
        "name": invitation.person.name,
        "where": invitation.where,
        "role": invitation.get_role_display(),
        "reply": invitation.get_reply_display(),
        "meaning": REPLY_MEANING[Reply(invitation.reply)],
        "leave": invitation.get_leave_kind_display() if with_why else "",
        "reason": invitation.leave_reason if with_why else "",
        "how": _how(invitation),
        "record_url": address("meeting:record-reply", public_id=invitation.public_id),
    }


def _how(invitation: Invitation) -> str:
    if invitation.replied_at is None:
        return ""
    day = timezone.localtime(invitation.replied_at)
    who = f"（{invitation.recorded_by_name}记录）" if invitation.recorded_by_name else ""
    return f"{day.month}月{day.day}日 {invitation.get_reply_way_display()}{who}"


def reply_words(reply: str) -> str:
    """Return the heading of a list of answers."""
    return _WORDS.get(reply, _WORDS[""])


def reply_tabs(meeting: Meeting, wanted: str) -> list[Tab]:
    """Return the lists of answers as tabs with their counts."""
    url = address("meeting:replies", public_id=meeting.public_id)
    counted = queries.replies_counted(meeting)
    counts = {"": sum(counted.values()), **counted}
    return [
        Tab(words if reply else "全部", f"{url}?reply={reply}" if reply else url, reply == wanted, counts[reply])
        for reply, words in _WORDS.items()
    ]


def figures(meeting: Meeting) -> list[Figure]:
    """Return the numbers of a meeting's page; each opens its list."""
    url = address("meeting:replies", public_id=meeting.public_id)
    counted = queries.answers(meeting)
    shown = [
        Figure(counted.due, "应到", f"{url}?role={InvitationRole.ATTEND}", "人"),
        Figure(counted.coming, "参加", f"{url}?reply={Reply.ACCEPT}&role={InvitationRole.ATTEND}", "人"),
        Figure(counted.on_leave, "请假", f"{url}?reply={Reply.LEAVE}&role={InvitationRole.ATTEND}", "人"),
        Figure(counted.waiting, "未回复", f"{url}?reply={Reply.WAITING}&role={InvitationRole.ATTEND}", "人"),
    ]
    if counted.observers:
        shown.append(Figure(counted.observers, "列席", f"{url}?role={InvitationRole.OBSERVE}", "人"))
    return shown


def presence_figures(meeting: Meeting, presence: queries.Presence) -> list[Figure]:
    """Return who came of those due, in half-days; each number opens its list."""
    url = address("meeting:presence", public_id=meeting.public_id)
    return [
        Figure(presence.due, "应到", url, "人次"),
        Figure(presence.present, "实到", f"{url}?came=present", "人次", meaning=Meaning.OK),
        Figure(presence.on_leave, "请假", f"{url}?came=leave", "人次"),
        Figure(presence.absent, "缺席", f"{url}?came=absent", "人次"),
    ]


def steps(meeting: Meeting) -> list[Step]:
    """Return the course of a meeting with its days."""
    if meeting.state in (MeetingState.POSTPONED, MeetingState.CANCELLED):
        return [Step("筹备", state="done"), Step(meeting.get_state_display(), state="now")]
    at = [state for state, _ in _COURSE].index(MeetingState(meeting.state))
    days = {
        MeetingState.NOTIFIED: meeting.notified_on, MeetingState.ADJOURNED: meeting.held_on,
        MeetingState.MINUTED: meeting.minuted_on, MeetingState.ARCHIVED: meeting.archived_on,
    }  # fmt: skip
    return [
        Step(label, _day(days.get(state)), "done" if n < at else "now" if n == at else "next")
        for n, (state, label) in enumerate(_COURSE)
    ]


def crumbs(meeting: Meeting, last: str = "") -> list[Crumb]:
    """Return the way to a page of one meeting."""
    way = [Crumb("会议", address("meeting:meetings"))]
    if not last:
        return [*way, Crumb(meeting.title)]
    return [*way, Crumb(meeting.title, address("meeting:meeting", public_id=meeting.public_id)), Crumb(last)]


def _day(day: Any) -> str:
    return f"{day.month}月{day.day}日" if day else ""


def boxes(meeting: Meeting, ends: tuple[list[End], list[End]]) -> list[ThreadBox]:
    """Return where a meeting came from and what came of it."""
    came, led = ends
    before = [ThreadBox(end.label, end.title, end.url) for end in came]
    after = [ThreadBox(end.label, end.title, end.url) for end in led]
    return [*before, ThreadBox("会议", meeting.title, here=True), *after]


_PAPERS = (
    ("sign-in-sheet", "签到表", ("docx", "xlsx", "pdf")),
    ("meeting-notice", "会议通知", ("docx", "pdf")),
    ("meeting-cards", "桌签", ("docx", "pdf")),
)
_FORMATS = {"docx": ("Word", "word"), "xlsx": ("Excel", "sheet"), "pdf": ("PDF", "pdf")}


def papers(meeting: Meeting) -> list[FileRow]:
    """Return what can be printed of a meeting."""
    return [
        FileRow(
            f"{label}（{_FORMATS[form][0]}）",
            f"{address('document:paper', code=code, format=form)}?meeting={meeting.public_id}",
            _FORMATS[form][1],
        )
        for code, label, forms in _PAPERS
        for form in forms
    ]


NO_DOCUMENTS = (MeetingState.POSTPONED, MeetingState.CANCELLED)
"""The office prepares them before the notice goes out."""


def doors(meeting: Meeting, actor: Actor) -> list[tuple[str, str]]:
    """Return the pages that belong to a meeting that was called, for this hat: what it is called, where."""
    is_called = meeting.state in CALLED
    offered = [
        ("签到", "door", "meeting.keep_door", meeting.state in RUNNING or meeting.state in HELD),
        ("会场大屏", "hall", "meeting.run", meeting.state in RUNNING),
        ("排议程", "agenda", "meeting.prepare", is_called),
        ("会议文件", "documents", "meeting.read_replies", meeting.state not in NO_DOCUMENTS),
        ("列席人员", "guests", "meeting.prepare", is_called or meeting.state == MeetingState.PLANNED),
        ("表决", "votes", "meeting.read", meeting.state == MeetingState.IN_SESSION or meeting.state in HELD),
        ("纪要", "minutes", "meeting.read_replies", meeting.state == MeetingState.IN_SESSION or meeting.state in HELD),
    ]
    return [
        (label, address(f"meeting:{name}", public_id=meeting.public_id))
        for label, name, permission, is_time in offered
        if is_time and may(permission, actor, meeting)
    ]
