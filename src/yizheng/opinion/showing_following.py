"""Slips, reports, feedback and points as the components of the house draw them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from yizheng.attachment.models import StoredFile
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import WorkCalendar, light
from yizheng.kernel import ledger
from yizheng.kernel.acting import SOURCE_LABELS, Actor, Source
from yizheng.kernel.addresses import address
from yizheng.kernel.models import LedgerEntry
from yizheng.ui.shapes import Cell, Column, FileRow, Meaning, Step, TimelineEntry
from yizheng.ui.tags.marks import long_date, month_day

from .authorship import kind_of
from .enums import FeedbackState, ReportState, TransferState
from .models import OpinionAdoption, OpinionAuthor, OpinionFeedback, OpinionReport, OpinionTransfer
from .points import AuthorYear, Counted
from .queries_following import AT_UNIT
from .services.scoring import distinct, owner_of
from .standing import unit_id
from .workflow import TRANSFER_MACHINE

S = TransferState
MEANING = {
    S.SENT: Meaning.WARN, S.SIGNED: Meaning.BUSY, S.REPLIED: Meaning.WARN, S.SENT_BACK: Meaning.LATE,
    S.ACCEPTED: Meaning.OK, S.DECLINED: Meaning.WARN, S.RECALLED: Meaning.NEUTRAL,
}  # fmt: skip
REPORT_MEANING = {
    ReportState.WAITING: Meaning.BUSY, ReportState.ADOPTED: Meaning.OK, ReportState.NOT_ADOPTED: Meaning.NEUTRAL,
    ReportState.RECALLED: Meaning.NEUTRAL,
}  # fmt: skip
LIGHTS = {"green": Meaning.NEUTRAL, "yellow": Meaning.WARN, "orange": Meaning.LATE, "red": Meaning.OVER}
SLIP_COLUMNS = [
    Column("转办单"), Column("标题"), Column("单位"), Column("发出"), Column("期限"), Column("状态"), Column("缓急"),
]  # fmt: skip
UNIT_SLIP_COLUMNS = [each for each in SLIP_COLUMNS if each.label != "单位"]
REPORT_COLUMNS = [
    Column("标题"), Column("报给"), Column("层级"), Column("上报"), Column("结果"), Column("得知"), Column("说明"),
]  # fmt: skip
FEEDBACK_COLUMNS = [Column("标题"), Column("告诉什么"), Column("期限"), Column("状态"), Column("作者")]
POINT_COLUMNS = [Column("作者"), Column("来源"), Column("件数", "number"), Column("计分", "number")]
ENTRY_COLUMNS = [
    Column("日期"), Column("信息"), Column("得分事项"), Column("份额", "number"), Column("得分", "number"),
    Column("计入", "number"), Column("说明"),
]  # fmt: skip
_WORDS = {
    "send_slip": "转办", "reckon_due": "期限随日历重算",
    **{row.name: row.label for row in TRANSFER_MACHINE.transitions},
}  # fmt: skip


def slip_url(slip: OpinionTransfer) -> str:
    """Return the page of a slip."""
    return address("opinion:slip", public_id=slip.public_id)


def slip_light(slip: OpinionTransfer, on: date, calendar: WorkCalendar) -> tuple[str, str] | None:
    """Return colour and words of the light of a slip that a unit still owes; None for others."""
    if slip.state not in AT_UNIT:
        return None
    shown = light(slip.due_on, on, calendar)
    return shown.colour, shown.words


def slip_rows(slips: Iterable[OpinionTransfer], on: date, *, with_unit: bool) -> list[list[Cell]]:
    """Return the rows of a list of slips; the calendar is read once."""
    calendar = work_calendar()
    return [_slip_row(slip, on, calendar, with_unit=with_unit) for slip in slips]


def _slip_row(slip: OpinionTransfer, on: date, calendar: WorkCalendar, *, with_unit: bool) -> list[Cell]:
    shown, url = slip_light(slip, on, calendar), slip_url(slip)
    lit = Cell(shown[1], meaning=LIGHTS[shown[0]]) if shown else Cell("")
    unit = [Cell(f"{slip.unit}（纸质）" if slip.is_paper else str(slip.unit))] if with_unit else []
    return [
        Cell(slip.number, url=url), Cell(str(slip.opinion), url=url), *unit, Cell(month_day(slip.sent_on)),
        Cell(month_day(slip.due_on)), Cell(slip.get_state_display(), meaning=MEANING[S(slip.state)]), lit,
    ]  # fmt: skip


def slip_steps(slip: OpinionTransfer) -> list[Step]:
    """Return the course of a slip with its days; one that left the course says so instead."""
    sent = Step("发出", month_day(slip.sent_on), "done")
    if slip.state in (S.DECLINED, S.RECALLED):
        return [sent, Step(slip.get_state_display(), state="now")]
    at = {S.SENT: 1, S.SIGNED: 2, S.SENT_BACK: 2, S.REPLIED: 3, S.ACCEPTED: 4}[S(slip.state)]
    course = (("签收", slip.signed_for_on), ("反馈", slip.replied_on), ("办结", slip.accepted_on))
    return [sent, *(
        Step(label, month_day(day) if day and place < at else "", "done" if place < at else "now" if place == at
             else "next")
        for place, (label, day) in enumerate(course, start=1)
    )]  # fmt: skip


def slip_timeline(slip: OpinionTransfer, actor: Actor) -> list[TimelineEntry]:
    """Return what was done on a slip, newest first; a unit reads the office's acts without names of its people."""
    rows = ledger.history("opinion_transfer", slip.pk).select_related("entered_by").order_by("-id")
    return [_entry(each, at_unit=unit_id(actor) is not None) for each in rows]


def _entry(entry: LedgerEntry, *, at_unit: bool) -> TimelineEntry:
    of_office = at_unit and entry.hat == "opinion_clerk" and not entry.entered_by_id
    return TimelineEntry(
        act=_WORDS.get(entry.act, entry.act), at=entry.at, reason=entry.reason,
        who="信息科" if of_office else entry.actor_name,
        hat="" if of_office or entry.source in (Source.PAPER, Source.SYSTEM) else entry.hat_label,
        source="" if entry.source == Source.WEB else SOURCE_LABELS[Source(entry.source)],
        entered_by=entry.entered_by.name if entry.entered_by and not at_unit else "",
    )  # fmt: skip


def last_reason(slip: OpinionTransfer) -> str:
    """Return why a slip stands where it does: sent back, declined, recalled."""
    if slip.state not in (S.SENT_BACK, S.DECLINED, S.RECALLED):
        return ""
    last = ledger.history("opinion_transfer", slip.pk).exclude(reason="").last()
    return last.reason if last else ""


def files_of(kind: str, object_id: int) -> list[FileRow]:
    """Return the files that belong to an object."""
    return files_of_all(kind, [object_id]).get(object_id, [])


def files_of_all(kind: str, ids: Iterable[int]) -> dict[int, list[FileRow]]:
    """Return the files that belong to objects of a kind, by object; one statement."""
    found: dict[int, list[FileRow]] = {}
    for each in StoredFile.objects.filter(kind=kind, object_id__in=list(ids)).order_by("id"):
        url = address("attachment:open", public_id=each.public_id)
        found.setdefault(each.object_id or 0, []).append(FileRow(each.name, url))
    return found


def report_row(report: OpinionReport) -> list[Cell]:
    """Return one row of the list of reports."""
    return [
        Cell(report.label, url=address("opinion:opinion", public_id=report.opinion.public_id)),
        Cell(f"{report.to_name}{'（系统直报）' if report.to_committee_id else ''}"), Cell(report.get_level_display()),
        Cell(long_date(report.reported_on)),
        Cell(report.get_state_display(), meaning=REPORT_MEANING[ReportState(report.state)]),
        Cell(long_date(report.result_on)), Cell(report.result_note),
    ]  # fmt: skip


def adoption_words(row: OpinionAdoption) -> str:
    """Say where a piece was adopted."""
    return " ".join(part for part in (row.organ, row.reference) if part) or row.get_level_display()


def feedback_row(row: OpinionFeedback, on: date) -> list[Cell]:
    """Return one row of the feedback owed."""
    url = address("opinion:feedback", public_id=row.public_id)
    word, meaning = feedback_standing(row, on)
    seen = seen_words(readers(row)) if row.state == FeedbackState.GIVEN else ""
    return [
        Cell(str(row.opinion), url=url), Cell(row.get_kind_display()), Cell(month_day(row.due_on)),
        Cell(word, meaning=meaning), Cell(seen),
    ]  # fmt: skip


def readers(row: OpinionFeedback) -> list[tuple[OpinionAuthor, datetime | None]]:
    """Return whom feedback was told, each author once, with when they saw it; reads what the list prefetched."""
    authors = [each for each in row.opinion.authors.all() if row.author_id in (None, each.pk)]
    owners = {each.pk: owner_of(each) for each in authors}
    seen = {owners[each.author_id]: each.seen_at for each in row.seen.all() if each.author_id in owners}
    return [(each, seen.get(owners[each.pk])) for each in distinct(authors)]


def seen_words(found: Sequence[tuple[OpinionAuthor, datetime | None]]) -> str:
    """Say how many of the authors saw it."""
    number = sum(at is not None for _author, at in found)
    if 0 < number < len(found):
        return f"{number}人已看，共{len(found)}人"
    return "已看" if number else "未看"


def feedback_standing(row: OpinionFeedback, on: date) -> tuple[str, str]:
    """Return where feedback stands, in a word with its meaning."""
    if row.state == FeedbackState.OWED and row.due_on < on:
        return f"逾期{(on - row.due_on).days}天", Meaning.OVER
    meaning = {FeedbackState.OWED: Meaning.WARN, FeedbackState.GIVEN: Meaning.OK}.get(
        FeedbackState(row.state), Meaning.NEUTRAL
    )
    return row.get_state_display(), meaning


def author_row(found: AuthorYear, year: int) -> list[Cell]:
    """Return one author's year; the number opens its rows."""
    url = f"{address('opinion:points-of', public_id=found.author.public_id)}?year={year}"
    pieces = len({row.entry.opinion_id for row in found.rows})
    return [
        Cell(found.author.name, url=url), Cell(_kind_of(found)),
        Cell(str(pieces)), Cell(number(found)),
    ]  # fmt: skip


def _kind_of(found: AuthorYear) -> str:
    """Return what the author is: a piece that was called for says nothing of that."""
    kind = kind_of(found.author)
    return found.rows[0].entry.opinion.get_source_kind_display() if kind is None else str(kind.label)


def number(found: AuthorYear | None) -> str:
    """Return the points of a year as they are printed."""
    return f"{found.total:.2f}" if found else "0.00"


def entry_rows(rows: Sequence[Counted]) -> list[list[Cell]]:
    """Return the rows behind an author's points."""
    return [
        [
            Cell(long_date(row.entry.earned_on)),
            Cell(str(row.entry.opinion), url=address("opinion:opinion", public_id=row.entry.opinion.public_id)),
            Cell(row.entry.get_event_display()), Cell(f"{row.entry.share_percent}%"), Cell(f"{row.entry.points:.2f}"),
            Cell(f"{row.counts:.2f}"), Cell(row.why),
        ]
        for row in rows
    ]  # fmt: skip
