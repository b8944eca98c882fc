"""
PDF by typst. Everything a user wrote travels as data; the source `page.typ` is ours and never changes.

The faces are those of the machine, else the open ones that come with the product; what stands in for a missing
face is said on the first page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

from yizheng.kernel.papers import Cards, Column, Group, Table

from . import faces, measures
from .flow import blocks
from .names import as_printed
from .titles import title_lines
from .word_cards import name_points
from .word_table import merges, printed

SOURCE = Path(__file__).with_name("page.typ")
MARK = Path(__file__).with_name("mark.typ")


def table_pdf(paper: Table) -> bytes:
    """Return a table as a PDF."""
    return compiled(paper.title, {"kind": "table", **table_content(paper)})


def table_content(paper: Table) -> dict[str, Any]:
    """Return a table as `page.typ` takes it."""
    merge = merges(paper)
    rows = [_row(each, paper.columns, number, merge) for number, each in enumerate(paper.rows)]
    return {
        "title": list(title_lines(paper.title, 30 if paper.landscape else measures.TITLE_CHARACTERS_A_LINE)),
        "subtitle": paper.subtitle,
        "landscape": paper.landscape,
        "columns": [{"title": c.title, "width": c.width, "align": c.align} for c in paper.columns],
        "rows": rows,
        "notes": list(paper.notes),
    }


def cards_pdf(paper: Cards) -> bytes:
    """Return desk cards as a PDF: one a page, the upper side turned by half a circle."""
    names = [as_printed(name) for name in paper.names]
    sides = {"width": measures.CARD_MM[0], "height": measures.CARD_MM[1]}
    cards = [{"name": name, "points": name_points(name)} for name in names]
    return compiled(paper.title, {"kind": "cards", "cards": cards, **sides})


def letter_pdf(title: str, word_file: bytes, *, first_page_bare: bool) -> bytes:
    """Return a filled Word file as a PDF."""
    content = {"kind": "letter", "blocks": blocks(word_file), "first_page_bare": first_page_bare}
    return compiled(title, content)


def watermark_pdf(words: str, width: float, height: float) -> bytes:
    """Return one transparent page, sides in points, with words across it and once more at its foot."""
    content = {"words": words, "width": width, "height": height}
    made = _compiler("", content, MARK).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def compiled(title: str, content: Mapping[str, Any]) -> bytes:
    """Return the PDF of a content that `page.typ` knows how to draw. Raises: Refused without any Chinese font."""
    made = _compiler(title, content).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def picture(title: str, content: Mapping[str, Any], *, points_an_inch: int = 220) -> bytes:
    """Return the PNG of a content of one page that is as high as what stands on it. Raises: Refused as `compiled`."""
    made = _compiler(title, content).compile(format="png", ppi=points_an_inch)
    assert isinstance(made, bytes)
    return made


def _compiler(title: str, content: Mapping[str, Any], source: Path = SOURCE) -> typst.Compiler:
    chosen = faces.choose(_fonts().families())
    given = {"title_text": title, "faces": chosen.families, "remark": chosen.remark, **content}
    return typst.Compiler(
        source.read_bytes(),
        root=source.parent,
        font_paths=_fonts(),
        sys_inputs={"content": json.dumps(given, ensure_ascii=False)},
    )


@cache
def _fonts() -> typst.Fonts:
    """The fonts of the machine and the open Chinese one that is installed with the product; read once a process."""
    spec = find_spec("manimgx_fonts_cjk")
    shipped = [Path(spec.origin).parent] if spec and spec.origin else []
    return typst.Fonts(include_system_fonts=True, font_paths=list(shipped))


def _row(each: tuple[str, ...] | Group, columns: tuple[Column, ...], number: int, merge: list[str]) -> dict[str, Any]:
    if isinstance(each, Group):
        return {"group": each.title}
    texts = [printed(text, column) for text, column in zip(each, columns, strict=True)]
    if merge[number] == "continue":
        return {"cells": texts[1:], "span": 0}
    return {"cells": texts, "span": 1 + _continued(merge, number)}


def _continued(merge: list[str], number: int) -> int:
    following = merge[number + 1 :]
    stop = next((n for n, each in enumerate(following) if each != "continue"), len(following))
    return stop if merge[number] == "restart" else 0
