"""Two plain pages that several rooms share: a list with tabs, and one thing with its cards and what was done to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yizheng.kernel import ledger, subjects, thread
from yizheng.kernel.acting import SOURCE_LABELS, Actor, Source
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.permissions import may

from .shapes import Cell, Column, Crumb, Figure, FileRow, Tab, ThreadBox, TimelineEntry

PAGE_ROWS = 50
Button = tuple[str, str, str]
Row = Sequence[Cell | str]


@dataclass(frozen=True)
class PlainList:
    """What a list shows; `row` turns one object of the page into its cells. `copy` is a text to paste into a group."""

    title: str
    heading: str
    columns: Sequence[str]
    row: Callable[[Any], Row]
    empty: tuple[str, str]
    lead: str = ""
    buttons: Sequence[Button] = ()
    tabs: Sequence[Tab] = ()
    figures: Sequence[Figure] = ()
    files: Sequence[FileRow] = ()
    copy: str = ""
    icon: str = "list"
    unit: str = "件"


def draw_list(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], shown: PlainList) -> HttpResponse:
    """Draw a list, fifty rows a page."""
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "shown": shown, "page": page, "columns": columns(*shown.columns), "rows": [shown.row(each) for each in page],
    }  # fmt: skip
    return render(request, "ui/plain/list.html", context)


@dataclass(frozen=True)
class Block:
    """One card of a page: a text, facts (label, value), or rows under columns with a word for none."""

    title: str
    text: str = ""
    facts: Sequence[tuple[str, Any]] = ()
    columns: Sequence[Column] = ()
    rows: Sequence[Row] = ()
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
    copy: str = ""
    boxes: Sequence[ThreadBox] = ()
    timeline: Sequence[TimelineEntry] = field(default_factory=tuple)


def draw_page(request: HttpRequest, shown: PlainPage) -> HttpResponse:
    """Draw one thing."""
    return render(request, "ui/plain/one.html", {"shown": shown})


def boxes_of(obj: Model, actor: Actor) -> list[ThreadBox]:
    """Return where a thing came from, itself, and what came of it, as far as the person may see."""
    came, led = thread.around(obj, actor)
    subject = subjects.of(obj)
    here = ThreadBox(subject.label, subject.title(obj), here=True)
    return [
        *(ThreadBox(end.label, end.title, end.url) for end in came),
        here,
        *(ThreadBox(end.label, end.title, end.url) for end in led),
    ]


def timeline_of(obj: Model, words: Mapping[str, str]) -> list[TimelineEntry]:
    """Return the ledger of a thing, newest first; `words` say what each act is called."""
    rows = ledger.history(subjects.kind_of(obj), obj.pk).select_related("entered_by")
    return [_entry(row, words) for row in reversed(list(rows))]


def _entry(row: LedgerEntry, words: Mapping[str, str]) -> TimelineEntry:
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


def tabs_of(
    url: str, name: str, choices: Iterable[tuple[str, str]], wanted: str, counts: Mapping[str, int] | None = None
) -> list[Tab]:
    """Return all and each choice as tabs, with their counts where they are known."""
    alle = Tab("全部", url, not wanted, None if counts is None else sum(counts.values()))
    return [
        alle,
        *(
            Tab(label, f"{url}?{name}={each}", wanted == each, None if counts is None else counts.get(each, 0))
            for each, label in choices
        ),
    ]


def columns(*labels: str) -> list[Column]:
    """Return text columns."""
    return [Column(label) for label in labels]
