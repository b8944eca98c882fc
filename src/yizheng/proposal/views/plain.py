"""The house's plain pages as this room uses them, with the papers and the year that its lists ask for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from yizheng.kernel.addresses import address
from yizheng.ui.plain import (
    Block,
    Button,
    PlainList,
    PlainPage,
    boxes_of,
    buttons_for,
    columns,
    draw_list,
    draw_page,
    tabs_of,
    timeline_of,
)
from yizheng.ui.shapes import Crumb, FileRow

__all__ = [
    "Block",
    "Button",
    "PlainList",
    "PlainPage",
    "boxes_of",
    "buttons_for",
    "columns",
    "crumbs",
    "draw_list",
    "draw_page",
    "paper_files",
    "tabs_of",
    "timeline_of",
    "year_of",
]


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
