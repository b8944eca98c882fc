"""Lists and courses: timeline, thread, steps, tabs, pages, tables, what was removed or changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from django.core.paginator import Page
from django.template import Library

from ..components import offer
from ..navigation import NavLink, NavSection
from ..shapes import Cell, Change, Column, Crumb, FileRow, RemovedLine, Step, Tab, ThreadBox, TimelineEntry

# More boxes than this do not fit beside each other and run on in rows.
BOXES_IN_A_ROW = 6
BOTTOM_TABS = 5


def add_to(register: Library) -> None:
    """Offer these tags in a library."""
    offer(register, breadcrumbs, tabs, switch, steps, thread, timeline, table, changes, removed_lines, file_list)
    offer(register, side_nav, bottom_tabs)
    offer(register, pagination, takes_context=True)


def breadcrumbs(crumbs: Sequence[Crumb], label: str = "所在位置") -> dict[str, Any]:
    """Draw the way here."""
    return {"crumbs": crumbs, "label": label}


def side_nav(sections: Iterable[NavSection]) -> dict[str, Any]:
    """Draw what the worn hat opens, section by section; the frame around it is the layout's."""
    return {"sections": sections}


def bottom_tabs(links: Sequence[NavLink]) -> dict[str, Any]:
    """Draw the first five entries as tabs of the phone."""
    return {"links": links[:BOTTOM_TABS]}


def tabs(items: Sequence[Tab], label: str = "切换内容") -> dict[str, Any]:
    """Draw tabs; each is a link to a page of its own."""
    return {"items": items, "label": label}


def switch(items: Sequence[Tab], label: str = "切换排列方式") -> dict[str, Any]:
    """Draw a small choice between views of one list, as links."""
    return {"items": items, "label": label}


def steps(items: Sequence[Step], label: str = "办理进程") -> dict[str, Any]:
    """Draw a course: what is done, where it stands, what comes."""
    return {"items": items, "label": label}


def thread(boxes: Sequence[ThreadBox], label: str = "来龙去脉") -> dict[str, Any]:
    """Draw where an object came from and what came of it; open ends are dashed."""
    return {"boxes": boxes, "label": label, "wrap": len(boxes) > BOXES_IN_A_ROW}


def timeline(entries: Iterable[TimelineEntry]) -> dict[str, Any]:
    """Draw who did what and when, newest first."""
    return {"entries": entries}


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell | str]],
    caption: str,
    empty: str = "",
    show_caption: bool = False,
) -> dict[str, Any]:
    """Draw a plain table; a cell is a word or a `Cell`. On the phone each row reads as a sentence."""
    drawn = [[(_cell(cell), column) for cell, column in zip_longest(row, columns)] for row in rows]
    return {
        "columns": columns,
        "rows": drawn,
        "caption": caption,
        "empty": empty,
        "show_caption": show_caption,
    }


def changes(rows: Sequence[Change]) -> dict[str, Any]:
    """Draw fields before and after."""
    return {"rows": rows}


def removed_lines(lines: Sequence[RemovedLine]) -> dict[str, Any]:
    """Draw the lines that were taken out of a document, each with the reason."""
    return {"lines": lines}


def file_list(files: Sequence[FileRow]) -> dict[str, Any]:
    """Draw files that can be fetched."""
    return {"files": files}


def pagination(context: dict[str, Any], page: Page[Any], unit: str = "条") -> dict[str, Any]:
    """Draw the pages of a list and keep the filters of the address."""
    query = context["request"].GET.copy() if "request" in context else None
    if query is not None:
        query.pop("page", None)
    return {
        "page": page,
        "unit": unit,
        "query": query.urlencode() if query else "",
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "gap": page.paginator.ELLIPSIS,
    }


def _cell(cell: Cell | str | None) -> Cell:
    return cell if isinstance(cell, Cell) else Cell("" if cell is None else str(cell))
