"""Handlings as the components of the house draw them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from yizheng.attachment.models import StoredFile
from yizheng.kernel import ledger
from yizheng.kernel.acting import SOURCE_LABELS, Actor, Source
from yizheng.kernel.addresses import address
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.permissions import may
from yizheng.ui.shapes import Cell, Column, Crumb, FileRow, Meaning, Step, Tab, TimelineEntry
from yizheng.ui.tags.marks import month_day

from ..enums import ANSWERING, HandlingState, ShareRole
from ..models import CoOpinion, Handling, Reply
from ..services.countersigning import beside
from ..unit_work import Work
from ..workflow import HANDLING_MACHINE, REPLY_MACHINE

H = HandlingState
MEANING = {
    H.ASSIGNED: Meaning.WARN, H.SIGNED: Meaning.BUSY, H.ADJUSTING: Meaning.WARN, H.REASSIGNED: Meaning.NEUTRAL,
    H.CONTACTED: Meaning.BUSY, H.DRAFTED: Meaning.BUSY, H.COUNTERSIGNED: Meaning.BUSY, H.ISSUED: Meaning.OK,
    H.REJECTED: Meaning.OVER, H.OPINED: Meaning.OK, H.STOPPED: Meaning.NEUTRAL,
}  # fmt: skip
DESK_COLUMNS = [
    Column("提案"), Column("案由"), Column("方式"), Column("状态"), Column("下一步"), Column("期限"), Column("缓急"),
]  # fmt: skip
LIGHTS = {"green": Meaning.NEUTRAL, "yellow": Meaning.WARN, "orange": Meaning.LATE, "red": Meaning.OVER}
COURSE = ((H.ASSIGNED, "待签收"), (H.SIGNED, "已签收"), (H.CONTACTED, "已面商"), (H.DRAFTED, "已拟复"),
          (H.COUNTERSIGNED, "已会签"), (H.ISSUED, "已答复"))  # fmt: skip
COURSE_OF_CO = ((H.ASSIGNED, "待签收"), (H.SIGNED, "已签收"), (H.OPINED, "已送会办意见"))
_WORDS = {
    "open_handling": "交办", "reckon_due": "期限随日历重算", "write_reply": "写答复",
    "ask_for_countersignature": "请会签", "void_countersignature": "会签作废",
    **{row.name: row.label for row in (*HANDLING_MACHINE.transitions, *REPLY_MACHINE.transitions)},
}  # fmt: skip


def first_thing(work: Work) -> dict[str, object]:
    """Return one of the three things of today."""
    return {
        "work": work, "proposal": work.handling.proposal,
        "page": address("proposal:handling", public_id=work.handling.public_id),
        "about": f"{work.handling.proposal.number} · {work.handling.get_role_display()}",
    }  # fmt: skip


def desk_row(work: Work) -> list[Cell]:
    """Return one row of the desk: which proposal, how, where it stands, what comes next, by when."""
    handling = work.handling
    url = address("proposal:handling", public_id=handling.public_id)
    shown = work.light
    return [
        Cell(handling.proposal.number, url=url), Cell(handling.proposal.title, url=url),
        Cell(handling.get_role_display()), Cell(handling.get_state_display(), meaning=MEANING[H(handling.state)]),
        Cell(work.next.label, url=url), Cell(month_day(handling.due_on if shown is None else work.due_on)),
        Cell(shown.words, meaning=LIGHTS[shown.colour]) if shown else Cell(""),
    ]  # fmt: skip


def desk_tabs(is_over: bool, n_running: int) -> list[Tab]:
    """Return the two lists of the desk."""
    desk = address("proposal:unit-desk")
    return [Tab("在办", desk, not is_over, n_running), Tab("已办完", f"{desk}?show=over", is_over)]


def steps(handling: Handling, entries: Sequence[LedgerEntry]) -> list[Step]:
    """Return the stamps of a handling with the days they were made; 已会签 only where there are co-handlers."""
    course = [each for each in COURSE if each[0] != H.COUNTERSIGNED or _has_co(handling)]
    if handling.role not in ANSWERING:
        course = list(COURSE_OF_CO)
    reached = _reached(handling, entries)
    states = [state for state, _ in course]
    if handling.state in (H.STOPPED, H.REASSIGNED, H.ADJUSTING):
        return [
            Step("待签收", month_day(handling.assigned_on), "done"),
            Step(handling.get_state_display(), state="now"),
        ]
    here = states.index(H.CONTACTED if handling.state == H.REJECTED else _stand(handling, states))
    return [
        Step(label, reached.get(state, "") if place <= here else "", _step_state(place, here, len(course)))
        for place, (state, label) in enumerate(course)
    ]


def _stand(handling: Handling, states: list[H]) -> H:
    """A co-handler may have talked to the proposer too; its course does not show it."""
    state = H(handling.state)
    return state if state in states else H.SIGNED


def _step_state(place: int, here: int, count: int) -> str:
    if place < here or here == count - 1:
        return "done"
    return "now" if place == here else "next"


def _has_co(handling: Handling) -> bool:
    return handling.role == ShareRole.HOST and beside(handling).exists()


def _reached(handling: Handling, entries: Sequence[LedgerEntry]) -> dict[str, str]:
    """Return when each state was last reached, as the handling and the ledger tell."""
    found = {H.ASSIGNED.value: month_day(handling.assigned_on)}
    for row in entries:
        if row.to_state != row.from_state:
            found[row.to_state] = month_day(timezone.localdate(row.at))
    fixed = {H.SIGNED: handling.signed_on, H.CONTACTED: handling.contacted_on, H.ISSUED: handling.issued_on}
    return {**found, **{state.value: month_day(day) for state, day in fixed.items() if day}}


def entries_of(handling: Handling) -> list[LedgerEntry]:
    """Return the ledger of a handling, the oldest first; its stamps and its timeline are read from it."""
    return list(ledger.history("handling", handling.pk).select_related("entered_by"))


def timeline(entries: Sequence[LedgerEntry], reply: Reply | None) -> list[TimelineEntry]:
    """Return what was done on a handling and its reply, the newest first."""
    rows = list(entries)
    if reply is not None:
        rows += ledger.history("reply", reply.pk).select_related("entered_by").exclude(act="issue_letter")
    return [_entry(row) for row in sorted(rows, key=lambda each: each.pk, reverse=True)]


def _entry(row: LedgerEntry) -> TimelineEntry:
    return TimelineEntry(
        act=_WORDS.get(row.act, row.act), who=row.actor_name, at=row.at,
        hat="" if row.source in (Source.PAPER, Source.SYSTEM) else row.hat_label,
        source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
        entered_by=row.entered_by.name if row.entered_by else "", reason=row.reason,
    )  # fmt: skip


def files(handling: Handling, reply: Reply | None, opinions: Sequence[CoOpinion]) -> list[FileRow]:
    """Return the letters made for a handling, and what was uploaded."""
    found: list[FileRow] = []
    if reply is not None:
        found += _letters("reply-letter", "答复", f"reply={reply.public_id}")
        found += [
            _stored(each, label)
            for each, label in ((reply.sealed_scan, "盖章件"), (reply.own_file, "单位自己的答复"))
            if each
        ]
    if any(each.handling_id == handling.pk for each in opinions):
        found += _letters("co-opinion-letter", "会办意见", f"handling={handling.public_id}")
    return found


def commitments(reply: Reply | None) -> list[tuple[str, date]]:
    """Return what a reply promises, each with its day."""
    rows = reply.commitments if reply else []
    return [(row["text"], date.fromisoformat(row["due_on"])) for row in rows]


def crumbs(handling: Handling, actor: Actor, last: str = "") -> list[Crumb]:
    """Return the way to a page of one handling."""
    way = [Crumb("提案", address("proposal:proposals"))]
    if may("handling.see_desk", actor):
        way = [Crumb("单位办理台", address("proposal:unit-desk"))]
    proposal = Crumb(handling.proposal.number, address("proposal:proposal", public_id=handling.proposal.public_id))
    if not last:
        return [*way, proposal, Crumb(str(handling.unit))]
    page = Crumb(str(handling.unit), address("proposal:handling", public_id=handling.public_id))
    return [*way, proposal, page, Crumb(last)]


def _letters(code: str, label: str, query: str) -> list[FileRow]:
    kinds = (("docx", "Word", "word"), ("pdf", "PDF", "pdf"))
    return [
        FileRow(f"{label}（{words}）", f"{address('document:paper', code=code, format=form)}?{query}", kind)
        for form, words, kind in kinds
    ]


def _stored(file: StoredFile, label: str) -> FileRow:
    return FileRow(f"{label}：{file.name}", address("attachment:open", public_id=file.public_id))
