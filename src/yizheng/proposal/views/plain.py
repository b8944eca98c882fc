"""Two plain pages that several lists and things share: a list with tabs, and one thing with its cards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yizheng.kernel import ledger, subjects, thread
from yizheng.kernel.acting import SOURCE_LABELS, Actor, Source
from yizheng.kernel.addresses import address
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.permissions import may
from yizheng.ui.shapes import Cell, Column, Crumb, Figure, FileRow, Tab, ThreadBox, TimelineEntry

PAGE_ROWS = 50
Button = tuple[str, str, str]


@dataclass(frozen=True)
class PlainList:
    """What a list page shows; `row` turns one object of the page into its cells."""

    title: str
    heading: str
    columns: Sequence[str]
    row: Callable[[Any], list[Cell | str]]
    empty: tuple[str, str]
    lead: str = ""
    buttons: Sequence[Button] = ()
    tabs: Sequence[Tab] = ()
    figures: Sequence[Figure] = ()
    files: Sequence[FileRow] = ()
    icon: str = "list"
    unit: str = "件"


def draw_list(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], shown: PlainList) -> HttpResponse:
    """Draw a list, fifty rows a page."""
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "page": page,
        "columns": [Column(each) for each in shown.columns],
        "rows": [shown.row(each) for each in page],
    }
    return render(request, "proposal/keys/list.html", context)


@dataclass(frozen=True)
class Block:
    """One card of a page: a text, facts (label, value), or rows under columns with a word for none."""

    title: str
    text: str = ""
    facts: Sequence[tuple[str, Any]] = ()
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Cell | str]] = ()
    empty: str = ""


@dataclass(frozen=True)
class PlainPage:
    """What the page of one thing shows."""

    title: str
    crumbs: Sequence[Crumb]
    state: str = ""
    meaning: str = "neutral"
    lead: str = ""
    buttons: Sequence[Button] = ()
    blocks: Sequence[Block] = ()
    files: Sequence[FileRow] = ()
    boxes: Sequence[ThreadBox] = ()
    timeline: Sequence[TimelineEntry] = field(default_factory=tuple)


def draw_page(request: HttpRequest, shown: PlainPage) -> HttpResponse:
    """Draw one thing."""
    return render(request, "proposal/keys/one.html", {"shown": shown})


def boxes_of(obj: Model, actor: Actor) -> list[ThreadBox]:
    """Return where a thing came from and what came of it, as far as the person may see."""
    came, led = thread.around(obj, actor)
    subject = subjects.of(obj)
    here = ThreadBox(subject.label, subject.title(obj), here=True)
    return [
        *(ThreadBox(end.label, end.title, end.url) for end in came),
        here,
        *(ThreadBox(end.label, end.title, end.url) for end in led),
    ]


def timeline_of(obj: Model, words: dict[str, str]) -> list[TimelineEntry]:
    """Return the ledger of a thing, newest first."""
    rows = ledger.history(subjects.kind_of(obj), obj.pk).select_related("entered_by")
    return [_entry(row, words) for row in reversed(list(rows))]


def _entry(row: LedgerEntry, words: dict[str, str]) -> TimelineEntry:
    on_paper = row.source == Source.PAPER
    return TimelineEntry(
        act=words.get(row.act, row.act),
        who=row.actor_name,
        at=row.at,
        hat="" if on_paper else row.hat_label,
        source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
        entered_by=row.entered_by.name if row.entered_by else "",
        reason=row.reason,
    )


def buttons_for(actor: Actor, asked: Iterable[tuple[str, object, str, str, str]]) -> list[Button]:
    """Return the buttons (permission, object, address, word, look) this hat may press; one of them is primary."""
    open_now = [(url, label, look) for perm, obj, url, label, look in asked if may(perm, actor, obj)]
    first = next((url for url, _label, look in open_now if look == "primary"), "")
    return [(url, label, "" if look == "primary" and url != first else look) for url, label, look in open_now]


def tabs_of(url: str, name: str, choices: Iterable[tuple[str, str]], wanted: str, counts: dict[str, int]) -> list[Tab]:
    """Return all and each choice as tabs with their counts."""
    alle = Tab("全部", url, not wanted, sum(counts.values()))
    return [
        alle,
        *(Tab(label, f"{url}?{name}={each}", wanted == each, counts.get(each, 0)) for each, label in choices),
    ]


def columns(*labels: str) -> list[Column]:
    """Return text columns."""
    return [Column(label) for label in labels]


def year_of(request: HttpRequest, this_year: int) -> int:
    """Return the year of the query, this one when none is asked."""
    raw = request.GET.get("year", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) == 4 else this_year


def paper_files(code: str, label: str, formats: tuple[str, ...], asked: str) -> list[FileRow]:
    """Return a paper in each of its formats."""
    words: dict[str, Any] = {"docx": ("Word", "word"), "xlsx": ("Excel", "sheet"), "pdf": ("PDF", "pdf")}
    return [
        FileRow(
            f"{label}（{words[form][0]}）", f"{address('document:paper', code=code, format=form)}?{asked}",
            words[form][1],
        )
        for form in formats
    ]  # fmt: skip


def crumbs(place: tuple[str, str], last: str) -> tuple[Crumb, Crumb]:
    """Return the way from a list (its name and address) to a page."""
    return Crumb(place[0], address(place[1])), Crumb(last)
