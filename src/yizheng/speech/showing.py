"""Calls and speeches as the components of the house draw them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.thread import End
from yizheng.ui.shapes import Cell, Column, Crumb, Figure, FileRow, Meaning, Step, Tab, ThreadBox
from yizheng.ui.tags.marks import long_date, short_date

from . import queries
from .enums import GIVEN, IN_SELECTION, CallState, OwnerKind, SpeechForm
from .enums import SpeechState as S
from .models import Speech, SpeechCall
from .subjects import state_label, told_state

MEANING = {
    S.DRAFT: Meaning.NEUTRAL, S.SUBMITTED: Meaning.WARN, S.RETURNED: Meaning.WARN, S.WITHDRAWN: Meaning.NEUTRAL,
    S.CHECKED: Meaning.BUSY, S.SHORTLISTED: Meaning.BUSY, S.ORAL_SELECTED: Meaning.ACCENT,
    S.WRITTEN_SELECTED: Meaning.ACCENT, S.NOT_SELECTED: Meaning.NEUTRAL, S.DELIVERED: Meaning.OK,
    S.CONVERTED: Meaning.OK, S.ARCHIVED: Meaning.NEUTRAL,
}  # fmt: skip
CALL_MEANING = {
    CallState.OPEN: Meaning.ACCENT, CallState.CLOSED: Meaning.BUSY, CallState.PROPOSED: Meaning.WARN,
    CallState.SETTLED: Meaning.OK, CallState.ARCHIVED: Meaning.NEUTRAL,
}  # fmt: skip
COLUMNS = [Column("题目"), Column("提出"), Column("界别"), Column("选题"), Column("形式"), Column("状态")]
OWN_COLUMNS = [Column("题目"), Column("会议"), Column("形式"), Column("状态"), Column("结果")]
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "waiting": ("待初审", (S.SUBMITTED, S.RETURNED)),
    "selection": ("遴选", IN_SELECTION),
    "selected": ("已定", (S.ORAL_SELECTED, S.WRITTEN_SELECTED)),
    "given": ("已发言", (S.DELIVERED, S.CONVERTED, S.ARCHIVED)),
    "left": ("未入选", (S.NOT_SELECTED, S.WITHDRAWN)),
}
_COURSE = ("提交", "初审", "遴选", "审定", "发言", "反馈")
_PLACE = {
    S.DRAFT: 0, S.RETURNED: 0, S.WITHDRAWN: 0, S.SUBMITTED: 1, S.CHECKED: 2, S.SHORTLISTED: 2, S.ORAL_SELECTED: 4,
    S.WRITTEN_SELECTED: 4, S.NOT_SELECTED: 5, S.DELIVERED: 5, S.CONVERTED: 5, S.ARCHIVED: 6,
}  # fmt: skip


def state_words(speech: Speech, *, reads_all: bool) -> str:
    """Return where a speech stands; only who selects is told what is proposed."""
    return state_label(speech) if reads_all else told_state(speech)


def form_words(speech: Speech, *, reads_all: bool) -> str:
    """Return how it is given; before that is approved, what is proposed to whoever selects."""
    if speech.form:
        return str(SpeechForm(speech.form).label)
    return f"拟{SpeechForm(speech.wanted).label}" if reads_all and speech.wanted else ""


def row(speech: Speech, *, reads_all: bool) -> list[Cell]:
    """Return one row of the list."""
    sector = speech.speaker.sector if speech.speaker else None
    return [
        Cell(str(speech), url=url_of(speech)),
        Cell(speech.who),
        Cell(str(sector) if sector else ""),
        Cell(speech.theme),
        Cell(form_words(speech, reads_all=reads_all).removesuffix("发言")),
        Cell(state_words(speech, reads_all=reads_all), meaning=MEANING[S(speech.state)]),
    ]


def own_row(speech: Speech) -> list[Cell]:
    """Return one row of the own speeches."""
    news = "有结果，请看" if speech.result_on and not speech.result_seen_at else "已反馈" if speech.result_on else ""
    return [
        Cell(str(speech), url=url_of(speech)),
        Cell(str(speech.call.session)),
        Cell(form_words(speech, reads_all=False).removesuffix("发言")),
        Cell(told_state(speech), meaning=MEANING[S(speech.state)]),
        Cell(news),
    ]


def url_of(speech: Speech) -> str:
    """Return where a speech is read."""
    return address("speech:speech", public_id=speech.public_id)


def counts(rows: QuerySet[Speech]) -> dict[str, int]:
    """Count speeches by state."""
    return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))


def tabs(call: SpeechCall, wanted: str, counted: dict[str, int]) -> list[Tab]:
    """Return the stages with their numbers; an empty stage is not shown unless it is open."""
    url = address("speech:call", public_id=call.public_id)
    shown = []
    for name, (label, states) in GROUPS.items():
        count = sum(counted.get(state, 0) for state in states)
        if count or name == wanted:
            shown.append(Tab(label, f"{url}?group={name}", name == wanted, count))
    return [*shown, Tab("全部", url, not wanted, sum(counted.values()))]


def figures(call: SpeechCall, speeches: Iterable[Speech]) -> list[Figure]:
    """Return the numbers of a plenary's speeches: oral ones with their minutes, written ones."""
    rows = list(speeches)
    oral = [each for each in rows if each.form == SpeechForm.ORAL]
    written = [each for each in rows if each.form == SpeechForm.WRITTEN]
    minutes = sum(each.minutes or 0 for each in oral)
    given = sum(each.state in GIVEN for each in oral)
    return [
        Figure(len(oral), "口头发言", unit="篇", note=f"共{minutes}分钟" if oral else ""),
        Figure(given, "已经讲完", unit="篇"),
        Figure(len(written), "书面发言", unit="篇"),
    ]


def steps(speech: Speech) -> list[Step]:
    """Return the course of a speech."""
    if speech.state == S.WITHDRAWN:
        return [Step("提交", state="done"), Step("已撤回", state="now")]
    at = _PLACE[S(speech.state)]
    return [Step(label, state="done" if n < at else "now" if n == at else "next") for n, label in enumerate(_COURSE)]


def facts(speech: Speech, *, reads_all: bool) -> list[tuple[str, str]]:
    """Return what is to be known of a speech, label by label."""
    speaker = speech.speaker.person.name if speech.speaker and speech.owner_kind != OwnerKind.MEMBER else ""
    given = timezone.localtime(speech.delivered_at) if speech.delivered_at else None
    order = f"第{speech.order}个，{speech.minutes}分钟" if speech.order else ""
    shown = [
        ("会议", str(speech.call.session)),
        ("提出", speech.owner_name),
        ("发言人", speaker),
        ("选题", speech.theme),
        ("形式", form_words(speech, reads_all=reads_all)),
        ("顺序", order),
        ("字数", f"{speech.chars}字" if speech.chars else ""),
        ("提交", short_date(speech.submitted_at) if speech.submitted_at else ""),
        ("初审", (str(speech.checker) if speech.checker else "办公室") if reads_all else ""),
        ("发言时间", f"{long_date(given)}" if given else ""),
    ]
    return [(label, words) for label, words in shown if words]


def call_facts(call: SpeechCall) -> list[tuple[str, str]]:
    """Return what is to be known of a call, label by label."""
    session = call.session
    settled = f"{long_date(call.settled_on)} {call.settled_by_name}" if call.settled_on else ""
    shown = [
        ("会期", f"{long_date(session.opens)}至{long_date(session.closes)}"),
        ("截止", long_date(call.due_on)),
        ("篇幅", f"{call.max_chars}字以内"),
        ("口头发言", f"每人{call.minutes}分钟"),
        ("名单审定", settled),
    ]
    return [(label, words) for label, words in shown if words]


def crumbs(call: SpeechCall | None = None, last: str = "") -> list[Crumb]:
    """Return the way to a page of the room."""
    way = [Crumb("大会发言", address("speech:speeches"))]
    if call is None:
        return [*way, Crumb(last)]
    if not last:
        return [*way, Crumb(str(call.session))]
    return [*way, Crumb(str(call.session), address("speech:call", public_id=call.public_id)), Crumb(last)]


def boxes(label: str, title: str, ends: tuple[list[End], list[End]]) -> list[ThreadBox]:
    """Return where an object came from and what came of it."""
    came, led = ends
    before = [ThreadBox(end.label, end.title, end.url) for end in came]
    after = [ThreadBox(end.label, end.title, end.url) for end in led]
    return [*before, ThreadBox(label, title, here=True), *after]


def papers(call: SpeechCall, actor: Actor) -> list[FileRow]:
    """Return what can be printed of the speeches of a plenary."""
    if call.state not in (CallState.SETTLED, CallState.ARCHIVED) or not may("speech.read", actor):
        return []
    written = (
        ("written-speeches", "书面发言汇编", "docx", "Word", "word"),
        ("written-speeches", "书面发言汇编", "pdf", "PDF", "pdf"),
    )
    offered = (
        ("speech-list", "大会发言安排表", "docx", "Word", "word"),
        ("speech-list", "大会发言安排表", "xlsx", "Excel", "sheet"),
        *(written if queries.written(call).exists() else ()),
    )
    return [
        FileRow(
            f"{label}（{name}）", f"{address('document:paper', code=code, format=form)}?call={call.public_id}", kind
        )
        for code, label, form, name, kind in offered
    ]
