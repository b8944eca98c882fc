"""What the pages of an import show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone

from yizheng.intake.models import ImportBatch, ImportRow, RowVerdict
from yizheng.intake.sheets.cells import column_letters
from yizheng.ui.shapes import Figure, Tab

from ..enums import MembershipState
from ..models import Term
from .choices import NEW_NAME, OUT, Choices
from .findings import Entry, FieldChange, Finding
from .kinds import ROLL, SheetKind, World, kind_of
from .services import BACK, STANDINGS, blocker, entry_of
from .world import RollWorld

PER_PAGE = 50
WARNED = "warned"
_VERDICT_MEANINGS = {
    RowVerdict.NEW: "ok", RowVerdict.CHANGED: "busy", RowVerdict.UNCHANGED: "neutral", RowVerdict.PROBLEM: "over",
    RowVerdict.LEFT_OUT: "neutral",
}  # fmt: skip
_ORDER = (RowVerdict.PROBLEM, RowVerdict.NEW, RowVerdict.CHANGED, RowVerdict.UNCHANGED, RowVerdict.LEFT_OUT)
_FIELD_NAMES = {field.label: field.name for field in ROLL.fields}


@dataclass(frozen=True)
class ShownRow:
    """One row of the preview."""

    number: int
    name: str
    summary: str
    verdict: str
    meaning: str
    findings: Sequence[Finding]
    changes: Sequence[FieldChange]
    buttons: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ColumnChoice:
    """One field and the column it is read from."""

    name: str
    label: str
    is_required: bool
    chosen: int | None


def page_context(batch: ImportBatch, *, show: str, page: str | None, address: str) -> dict[str, Any]:
    """Return the preview: counts, rows of one page, what can be arranged."""
    kind, choices = kind_of(batch.purpose), Choices.from_json(batch.tree)
    world = kind.look(choices, timezone.localdate())
    rows = _filtered(batch, show)
    numbered = Paginator(rows, PER_PAGE).get_page(page)
    return {
        "kind": kind,
        "is_roll": kind is ROLL,
        "choices": choices,
        "figures": _figures(choices, kind, address),
        "tabs": _tabs(choices, show, address),
        "page": numbered,
        "rows": [_shown(entry_of(row), kind) for row in numbered.object_list],
        "targets": _targets(numbered) if kind is ROLL else {},
        "blocker": blocker(kind, choices, world),
        "problem_count": choices.counts.get(RowVerdict.PROBLEM, 0),
        **_arranging(batch, kind, choices),
        **_naming(batch, kind, choices, world),
        **(_roll_choices(world) if kind is ROLL else {}),
    }


def _filtered(batch: ImportBatch, show: str) -> QuerySet[ImportRow]:
    rows = ImportRow.objects.filter(batch=batch).order_by("sheet_row")
    if show == WARNED:
        return rows.filter(has_warning=True)
    return rows.filter(verdict=show) if show in RowVerdict.values else rows


def _targets(page: Page[ImportRow]) -> dict[int, list[str]]:
    """Return the persons of whom sealed values are shown, with the fields: their reading is noted."""
    shown: dict[int, list[str]] = {}
    for entry in (entry_of(row) for row in page.object_list):
        sealed = [_FIELD_NAMES[change.label] for change in entry.changes if change.is_sealed and change.old]
        if entry.target and sealed:
            shown[entry.target] = sealed
    return shown


def _figures(choices: Choices, kind: SheetKind, address: str) -> list[Figure]:
    return [_figure(word, choices.counts.get(word, 0), kind, address) for word in _ORDER[:4]]


def _figure(word: RowVerdict, count: int, kind: SheetKind, address: str) -> Figure:
    unit = "行" if word == RowVerdict.PROBLEM else kind.noun
    meaning = _VERDICT_MEANINGS[word] if count else "neutral"
    return Figure(count, str(word.label), f"{address}?show={word}", unit, meaning=meaning)


def _tabs(choices: Choices, show: str, address: str) -> list[Tab]:
    total = sum(choices.counts.values())
    some = [(word, word.label, choices.counts.get(word, 0)) for word in _ORDER if choices.counts.get(word, 0)]
    tabs = [("", "全部", total), *some]
    return [
        Tab(label, f"{address}?show={word}" if word else address, current=show == word, count=count)
        for word, label, count in tabs
    ] + [Tab("有提醒", f"{address}?show={WARNED}", current=show == WARNED, count=None)]


def _shown(entry: Entry, kind: SheetKind) -> ShownRow:
    verdict = RowVerdict(entry.verdict)
    return ShownRow(
        number=entry.number,
        name=entry.values["name"] or "（没有名称）",
        summary=kind.summary(entry.values),
        verdict=verdict.label,
        meaning=_VERDICT_MEANINGS[verdict],
        findings=entry.findings if verdict != RowVerdict.LEFT_OUT else [],
        changes=entry.changes if verdict == RowVerdict.CHANGED else [],
        buttons=_buttons(entry, verdict),
    )


def _buttons(entry: Entry, verdict: RowVerdict) -> list[tuple[str, str]]:
    """Return what can be decided about a row: (label, word)."""
    if verdict == RowVerdict.LEFT_OUT:
        return [("放回", BACK)]
    offered = [choice for finding in entry.findings for choice in finding.choices]
    if verdict == RowVerdict.PROBLEM or entry.peers:
        offered.append(("这行不导入", OUT))
    return list(dict.fromkeys(offered))


def _arranging(batch: ImportBatch, kind: SheetKind, choices: Choices) -> dict[str, Any]:
    reading = batch.reading
    columns = [
        (place, f"{column_letters(place)} {label}" if label else column_letters(place))
        for place, label in enumerate(reading["labels"])
    ]
    fields = [ColumnChoice(f.name, f.label, f.is_required, choices.columns.get(f.name)) for f in kind.fields]
    sheet = next((each for each in reading["sheets"] if each["place"] == choices.sheet), None)
    return {
        "sheet": sheet,
        "sheets": reading["sheets"],
        "hidden_sheets": [each["name"] for each in reading["sheets"] if each["hidden"]],
        "header_rows": _rows_words(*reading["header_rows"]),
        "column_choices": columns,
        "fields": fields,
        "unread": reading["unread"],
        "headings": reading["headings"],
        "notes": reading["notes"],
    }


def _rows_words(first: int, last: int) -> str:
    return f"第{first}行" if first == last else f"第{first}—{last}行"


def _naming(batch: ImportBatch, kind: SheetKind, choices: Choices, world: World) -> dict[str, Any]:
    """Return the names that are still to be settled for the whole sheet, and what they may mean."""
    if kind.naming is None:
        return {}
    unknown = batch.reading.get("unknown_sectors", {})
    return {
        "naming": kind.naming,
        "offered_names": kind.naming.offered(world),
        "unknown_names": [(text, count) for text, count in unknown.items() if text not in choices.names],
        "new_name": NEW_NAME,
    }


def _roll_choices(world: RollWorld) -> dict[str, Any]:
    return {
        "terms": list(Term.objects.filter(closed_on=None).order_by("-ordinal")),
        "term": world.term,
        "standings": [(state, MembershipState(state).label) for state in STANDINGS],
        "joined_on": world.joined_on.isoformat(),
    }
