"""Plain pages of the sources: a list, one thing with its cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yizheng.kernel import ledger, subjects, thread
from yizheng.kernel.acting import SOURCE_LABELS, Actor, Source
from yizheng.kernel.quarantine import ACT_WORDS
from yizheng.ui.shapes import Cell, Column, Crumb, Tab, ThreadBox, TimelineEntry

PAGE_ROWS = 50
Button = tuple[str, str, str]
Row = Sequence[Cell | str]

WORDS = {
    **ACT_WORDS, "make_call": "约稿", "change_call": "修改约稿", "close_call": "截止", "appoint_officer": "聘任",
    "change_officer": "更正", "end_officer": "解聘", "hold_training": "登记培训", "correct_presence": "更正到会",
    "note_matter": "登记来访", "explain_matter": "当面答复", "raise_matter": "转社情民意",
    "refer_matter": "引导信访渠道",
    "free_matter": "草稿已删，重新处理",
}  # fmt: skip


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
    copy: str = ""
    unit: str = "条"
    icon: str = "list"


@dataclass(frozen=True)
class Block:
    """One card of a page: a text, facts (label, value), or rows under columns with a word for none."""

    title: str
    text: str = ""
    facts: Sequence[tuple[str, Any]] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Row] = ()
    empty: str = ""

    @property
    def heads(self) -> list[Column]:
        """Return the columns as a table draws them."""
        return [Column(each) for each in self.columns]


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
    copy: str = ""
    boxes: Sequence[ThreadBox] = ()
    timeline: Sequence[TimelineEntry] = field(default_factory=tuple)


def draw_list(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], shown: PlainList) -> HttpResponse:
    """Draw a list, fifty rows a page."""
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "shown": shown, "page": page, "columns": [Column(each) for each in shown.columns],
        "rows": [shown.row(each) for each in page],
    }  # fmt: skip
    return render(request, "opinion/sources/list.html", context)


def draw_page(request: HttpRequest, shown: PlainPage) -> HttpResponse:
    """Draw one thing."""
    return render(request, "opinion/sources/one.html", {"shown": shown})


def boxes_of(obj: Model, actor: Actor) -> list[ThreadBox]:
    """Return where a thing came from and what came of it, as far as the person may see."""
    came, led = thread.around(obj, actor)
    subject = subjects.of(obj)
    here = ThreadBox(subject.label, subject.title(obj), here=True)
    boxes = [[ThreadBox(end.label, end.title, end.url) for end in ends] for ends in (came, led)]
    return [*boxes[0], here, *boxes[1]] if came or led else []


def timeline_of(obj: Model) -> list[TimelineEntry]:
    """Return the ledger of a thing, newest first."""
    rows = ledger.history(subjects.kind_of(obj), obj.pk).select_related("entered_by")
    return [
        TimelineEntry(
            act=WORDS.get(row.act, row.act), who=row.actor_name, at=row.at, hat=row.hat_label, reason=row.reason,
            source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
        )
        for row in reversed(list(rows))
    ]  # fmt: skip


def tabs_of(url: str, name: str, choices: Sequence[tuple[str, str]], wanted: str) -> list[Tab]:
    """Return all and each choice as tabs."""
    alle = Tab("全部", url, not wanted)
    return [alle, *(Tab(label, f"{url}?{name}={each}", wanted == each) for each, label in choices)]
