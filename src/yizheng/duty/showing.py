"""Duty records, points and sheets as the components of the house draw them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from yizheng.kernel import ledger
from yizheng.kernel.acting import SOURCE_LABELS, Source
from yizheng.kernel.addresses import address
from yizheng.kernel.models import LedgerEntry
from yizheng.org.models import Membership
from yizheng.ui.shapes import Cell, Column, Figure, Meaning, TimelineEntry
from yizheng.ui.tags.marks import short_date

from . import averages, listing, reckoned, telling, term
from .averages import Group
from .enums import DutyKind, RecordState, SheetState
from .models import DutyRecord, ScoreSheet
from .noticing import Deeds
from .reckoned import points
from .scoring.reckoning import Line, Tally
from .scoring.scheme import Scheme
from .services.saying import words_of
from .term import YearOfTerm
from .workflow import RECORD_MACHINE, SHEET_MACHINE

RECORD_MEANING = {
    RecordState.GENERATED: Meaning.NEUTRAL, RecordState.CLAIMED: Meaning.WARN, RecordState.CONFIRMED: Meaning.OK,
    RecordState.REJECTED: Meaning.OVER, RecordState.DISPUTED: Meaning.WARN, RecordState.CORRECTED: Meaning.OK,
    RecordState.VOID: Meaning.NEUTRAL, RecordState.FROZEN: Meaning.OK,
}  # fmt: skip
SHEET_MEANING = {
    SheetState.OPEN: Meaning.NEUTRAL, SheetState.GENERATED: Meaning.WARN, SheetState.CONFIRMED: Meaning.BUSY,
    SheetState.APPEALED: Meaning.WARN, SheetState.REVIEWED: Meaning.BUSY, SheetState.APPROVED: Meaning.BUSY,
    SheetState.PUBLISHED: Meaning.OK, SheetState.FROZEN: Meaning.OK,
}  # fmt: skip
LINE_COLUMNS = [Column("日期", "date"), Column("履职"), Column("为什么计这些分"), Column("应计", "number"),
                Column("实计", "number")]  # fmt: skip
MEMBER_COLUMNS = [Column("姓名"), Column("界别"), Column("会议出席（半天）"), Column("提案"), Column("信息"),
                  Column("活动和走访"), Column("考核表")]  # fmt: skip
TERM_COLUMNS = [Column("年度"), Column("会议出席（半天）"), Column("提案"), Column("信息"), Column("活动和服务"),
                Column("表彰"), Column("考核等次")]  # fmt: skip
OWN_COLUMNS = [Column("日期", "date"), Column("履职"), Column("状态")]
RECORD_COLUMNS = [Column("日期", "date"), Column("履职"), Column("委员"), Column("来源"), Column("状态")]
ONES_COLUMNS = [Column("日期", "date"), Column("履职"), Column("来源"), Column("状态")]
"""Records of one member, whose name stands above the list."""
_KINDS = dict(DutyKind.choices)
_WORDS = {
    "record_duty": "自动记录", "rebook_duty": "归入年度",
    "claim_duty": "自主申报", "open_sheet": "建立", "correct_frozen_sheet": "更正版",
    **{row.name: row.label for row in (*RECORD_MACHINE.transitions, *SHEET_MACHINE.transitions)},
}  # fmt: skip


def line_rows(scheme: Scheme, tally: Tally, ids: dict[int, str]) -> list[list[Cell]]:
    """Return every point of a member: the fact, the rule with its version, what it brings and what counts."""
    rows = []
    for line in tally.lines:
        fact = line.fact
        what = f"{_KINDS.get(fact.kind, fact.kind)}：{fact.evidence}" if fact else "起始分"
        rows.append([
            Cell(short_date(fact.on) if fact else ""), Cell(what, url=ids.get(fact.id, "") if fact else ""),
            Cell(reckoned.why(scheme, line)), Cell(points(line.points)), Cell(points(line.counted)),
        ])  # fmt: skip
    return rows


def item_parts(scheme: Scheme, tally: Tally) -> list[dict[str, Any]]:
    """Return a member's points item by item for the phone: the sum in one line, each point below it."""
    parts: list[dict[str, Any]] = []
    for item in scheme.items:
        lines = [line for line in tally.lines if line.item == item.code]
        if lines:
            cap = item.cap_of(standing=tally.member.standing)
            bound = f"，最多{points(cap)}分" if cap is not None else ""
            parts.append({
                "title": f"{item.name} {points(tally.items[item.code])}分（{len(lines)}条{bound}）",
                "lines": [_line_words(scheme, line) for line in lines],
            })  # fmt: skip
    return parts


def _line_words(scheme: Scheme, line: Line) -> str:
    fact = line.fact
    what = f"{short_date(fact.on)}{_KINDS.get(fact.kind, fact.kind)}：{fact.evidence}，" if fact else ""
    return f"{what}{points(line.counted)}分。{reckoned.why(scheme, line)}"


def record_urls(tally: Tally) -> dict[int, str]:
    """Return the page of each record a tally speaks of, in one statement."""
    ids = [line.fact.id for line in tally.lines if line.fact]
    rows = DutyRecord.objects.filter(pk__in=ids).values_list("id", "public_id")
    return {pk: address("duty:record", public_id=public_id) for pk, public_id in rows}


def unscored_rows(scheme: Scheme, rows: Iterable[DutyRecord]) -> list[list[Cell]]:
    """Return a member's records no rule of the scheme looks at: done and kept, without points."""
    known = scheme.kinds
    return [record_row(each, named=False) for each in rows if each.kind not in known]


def record_row(each: DutyRecord, *, named: bool = True) -> list[Cell]:
    """Return one row of a list of records; `named=False` where all are one member's."""
    return [
        Cell(short_date(each.on)), Cell(str(each), url=address("duty:record", public_id=each.public_id)),
        *([Cell(each.membership.person.name)] if named else []), Cell(each.get_source_display()),
        Cell(each.get_state_display(), meaning=RECORD_MEANING[RecordState(each.state)]),
    ]  # fmt: skip


def own_row(each: DutyRecord) -> list[Cell]:
    """Return one row of a member's own list."""
    return [
        Cell(short_date(each.on)), Cell(str(each), url=address("duty:record", public_id=each.public_id)),
        Cell(each.get_state_display(), meaning=RECORD_MEANING[RecordState(each.state)]),
    ]  # fmt: skip


POINTS, RECORDS = "#points", "#records"
"""Where on a member's page the points stand one by one, and where the records."""


def sum_figures(scheme: Scheme, tally: Tally, base: str = POINTS) -> list[Figure]:
    """Return the total, the groups and the band of a member; the band is only what the points say so far."""
    groups = [Figure(points(tally.groups[group.code]), group.name, base, "分") for group in scheme.groups]
    band = reckoned.band_name(scheme, tally.band)
    return [Figure(points(tally.total), "合计", base, "分", note=f"按现有记录为{band}"), *groups]


def deed_figures(deeds: Deeds, year: int) -> list[Figure]:
    """Return what a member did this year, without points; each number opens the own records of it."""
    base = f"{address('duty:own')}?year={year}&what="
    return [
        Figure(f"{deeds.came}/{deeds.due}", "会议出席半天", f"{base}meetings{RECORDS}"),
        Figure(deeds.proposals, "立案提案", f"{base}proposals{RECORDS}", "件"),
        Figure(deeds.opinions, "社情民意信息", f"{base}opinions{RECORDS}", "条"),
        Figure(deeds.activities, "活动", f"{base}activities{RECORDS}", "次"),
    ]  # fmt: skip


def beside_means(deeds: Deeds, tally: Tally, means: Mapping[str, Group]) -> tuple[list[Column], list[list[Cell]]]:
    """Return what a member did beside the means as a table, the points last; nothing where there is no mean."""
    columns = [Column("事项"), Column("我"), *(Column(name) for name in means)]
    rows = [
        [
            Cell(label),
            Cell(averages.own_words(deeds, words, names)),
            *(Cell(group.mean(words, names)) for group in means.values()),
        ]
        for label, words, names in averages.COMPARED
    ]
    sums = [Cell("积分"), Cell(points(tally.total)), *(Cell(points(group.total)) for group in means.values())]
    return columns, [*rows, sums] if means else []


def member_row(seat: Membership, deeds: Deeds, sheet: ScoreSheet | None, year: int) -> list[Cell]:
    """Return one row of the office's list; no total, no place (office-practice 24)."""
    page = f"{address('duty:member', public_id=seat.public_id)}?year={year}"
    stands = SheetState(sheet.state) if sheet else None
    visits = f"{address('duty:visits')}?year={year}&member={seat.public_id}"

    def opens(what: str) -> str:
        return listing.url_of(year, what=what, member=seat.public_id)

    return [
        Cell(seat.person.name, url=page), Cell(seat.sector.name if seat.sector else ""),
        telling.meetings(deeds, opens), telling.proposals(deeds, opens), telling.opinions(deeds, opens),
        telling.visited(deeds, opens, visits),
        Cell(str(stands.label) if stands else "未生成", meaning=SHEET_MEANING[stands] if stands else "",
             url=address("duty:sheet", public_id=sheet.public_id) if sheet else ""),
    ]  # fmt: skip


def with_total(row: list[Cell], total: int) -> list[Cell]:
    """Return a member's row with the total before the state of the sheet, where a committee wants totals."""
    *others, sheet = row
    return [*others, replace(sheet, text=f"{points(total)}分，{sheet.text}")]


def term_rows(seat: Membership, years: Sequence[YearOfTerm], year: int) -> list[list[Cell]]:
    """Return a member's term year by year, the sums up to `year` last: each number opens its records."""
    page = f"{address('duty:member', public_id=seat.public_id)}?year="
    rows = [
        _term_row(Cell(f"{each.year}年", url=f"{page}{each.year}"), each.deeds, each.band or "—", seat, each.year)
        for each in years
    ]
    sums = _term_row(Cell("合计"), term.total_of(years), "", seat, year, span=listing.TERM)
    return [*rows, sums] if len(rows) > 1 else rows


def _term_row(head: Cell, deeds: Deeds, band: str, seat: Membership, year: int, span: str = "") -> list[Cell]:
    def opens(what: str) -> str:
        return listing.url_of(year, what=what, member=seat.public_id, span=span)

    return [
        head, telling.meetings(deeds, opens), telling.proposals(deeds, opens), telling.opinions(deeds, opens),
        telling.activities(deeds, opens),
        Cell(f"{deeds.honours}次", url=opens("honours") if deeds.honours else ""), Cell(band),
    ]  # fmt: skip


def sheet_rows(sheet: ScoreSheet, scheme: Scheme) -> list[list[Cell]]:
    """Return the snapshot of a sheet as it was generated."""
    names = {item.code: item.name for item in scheme.items}
    ids = [line["record"] for line in sheet.lines if line["record"]]
    rows = DutyRecord.objects.filter(pk__in=ids).values_list("id", "title", "public_id")
    titles = {pk: title for pk, title, _ in rows}
    urls = {pk: address("duty:record", public_id=public_id) for pk, _, public_id in rows}
    return [
        [Cell(line["on"]), Cell(_snapshot_what(line, titles), urls.get(line["record"], "")),
         Cell(_snapshot_why(line, names)), Cell(points(line["points"])), Cell(points(line["counted"]))]
        for line in sheet.lines
    ]  # fmt: skip


def _snapshot_what(line: dict[str, Any], titles: dict[int, str]) -> str:
    """Name the deed of a line; its words are the record's, so that a purge reaches them."""
    if line["record"] is None:
        return "起始分"
    return f"{_KINDS.get(line['kind'], line['kind'])}：{titles.get(line['record'], '')}"


def _snapshot_why(line: dict[str, object], names: dict[str, str]) -> str:
    cut = str(line["cut"])
    words = f"；{reckoned.CUTS[cut]}" if cut else ""
    return f"{names.get(str(line['item']), line['item'])}（第{line['version']}版）{words}"


def timeline(kind: str, object_id: int) -> list[TimelineEntry]:
    """Return what was done with a record or a sheet, the newest first."""
    rows, said = ledger.history(kind, object_id).select_related("entered_by").order_by("-id"), words_of(kind, object_id)
    return [_entry(each, said.get((each.act, each.at), "")) for each in rows]


def _entry(entry: LedgerEntry, said: str) -> TimelineEntry:
    return TimelineEntry(
        act=_WORDS.get(entry.act, entry.act), who=entry.actor_name, at=entry.at, hat=entry.hat_label,
        source="" if entry.source == Source.WEB else SOURCE_LABELS[Source(entry.source)],
        entered_by=entry.entered_by.name if entry.entered_by else "", reason=entry.reason or said,
    )  # fmt: skip


def names_of(rows: Sequence[Membership]) -> dict[int, Membership]:
    """Return memberships by their id."""
    return {row.pk: row for row in rows}
