"""
A Word file as the plain blocks that `page.typ` draws: so one template serves Word and PDF.

Kept: text, face, size, weight, alignment, indents, red, line under a paragraph, tables with spans. Pictures,
heads and feet of the Word file are left out; the PDF has its own page number.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from docx import Document

from .ooxml import qn

FACE_WORDS = (("小标宋", "title"), ("中宋", "title"), ("黑", "heading"), ("楷", "sub_heading"), ("仿宋", "body"))
ALIGNMENTS = {"center": "center", "right": "right", "end": "right", "both": "both", "distribute": "both"}


@dataclass(frozen=True)
class Look:
    """How a run looks, and the paragraph around it; lengths in points."""

    face: str = "body"
    points: float = 16
    bold: bool = False
    red: bool = False
    struck: bool = False
    underlined: bool = False
    align: str = "left"
    first: float = 0
    left: float = 0
    right: float = 0


def blocks(content: bytes) -> list[dict[str, Any]]:
    """Return the paragraphs and tables of a Word file in order."""
    document: Any = Document(io.BytesIO(content))
    looks = _looks_of_styles(document)
    return list(_blocks(document.element.body, looks))


def _blocks(parent: Any, looks: Mapping[str, Look]) -> Iterator[dict[str, Any]]:
    for child in parent:
        if child.tag == qn("w:p"):
            yield _paragraph(child, looks)
        elif child.tag == qn("w:tbl"):
            yield _table(child, looks)


def _looks_of_styles(document: Any) -> dict[str, Look]:
    """The look of every paragraph style, what it is based on included."""
    by_id = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
    defaults = _with(Look(), None, document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"))

    def look(id_: str | None, depth: int) -> Look:
        style = by_id.get(id_)
        if style is None or depth > 10:
            return defaults
        base = style.find(qn("w:basedOn"))
        return _with(
            look(base.get(qn("w:val")) if base is not None else None, depth + 1),
            style.find(qn("w:pPr")),
            style.find(qn("w:rPr")),
        )

    return {str(id_): look(id_, 0) for id_ in by_id} | {"": look("Normal", 0)}


def _with(look: Look, paragraph: Any, run: Any) -> Look:
    changes: dict[str, Any] = {}
    if paragraph is not None:
        changes |= _paragraph_changes(paragraph, look.points)
    if run is not None:
        changes |= _run_changes(run)
    return replace(look, **changes)


def _paragraph_changes(own: Any, points: float) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if (align := own.find(qn("w:jc"))) is not None:
        changes["align"] = ALIGNMENTS.get(align.get(qn("w:val")), "left")
    if (indent := own.find(qn("w:ind"))) is not None:
        for name, key in (("firstLine", "first"), ("left", "left"), ("right", "right")):
            if (value := indent.get(qn(f"w:{name}"))) is not None:
                changes[key] = int(value) / 20
            elif (value := indent.get(qn(f"w:{name}Chars"))) is not None:
                changes[key] = int(value) / 100 * points
    return changes


def _run_changes(own: Any) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if (fonts := own.find(qn("w:rFonts"))) is not None and fonts.get(qn("w:eastAsia")):
        changes["face"] = _face(fonts.get(qn("w:eastAsia")))
    if (size := own.find(qn("w:sz"))) is not None:
        changes["points"] = int(size.get(qn("w:val"))) / 2
    if (colour := own.find(qn("w:color"))) is not None:
        changes["red"] = _is_red(colour.get(qn("w:val"), ""))
    for name, key in (("b", "bold"), ("strike", "struck"), ("u", "underlined")):
        if (mark := own.find(qn(f"w:{name}"))) is not None:
            changes[key] = mark.get(qn("w:val"), "1") not in ("0", "false", "none")
    return changes


def _face(name: str) -> str:
    return next((face for word, face in FACE_WORDS if word in name), "plain")


def _is_red(value: str) -> bool:
    try:
        red, green, blue = bytes.fromhex(value)
    except ValueError:
        return False
    return red > 150 and green < 80 and blue < 80


def _paragraph(element: Any, looks: Mapping[str, Look]) -> dict[str, Any]:
    own = element.find(qn("w:pPr"))
    style = own.find(qn("w:pStyle")) if own is not None else None
    base = looks.get(style.get(qn("w:val")) if style is not None else "", looks[""])
    look = _with(base, own, None)
    border = own.find(f"{qn('w:pBdr')}/{qn('w:bottom')}") if own is not None else None
    pieces = [piece for run in element.iter(qn("w:r")) if (piece := _piece(run, look))["text"]]
    return {
        "kind": "paragraph",
        "runs": pieces,
        "align": look.align,
        "first": look.first,
        "left": look.left,
        "right": look.right,
        "rule": "" if border is None else "red" if _is_red(border.get(qn("w:color"), "")) else "black",
        "page_break": any(each.get(qn("w:type")) == "page" for each in element.iter(qn("w:br"))),
    }


def _piece(run: Any, paragraph: Look) -> dict[str, Any]:
    look = _with(paragraph, None, run.find(qn("w:rPr")))
    text = "".join(_text(child) for child in run)
    names = ("face", "points", "bold", "red", "struck", "underlined")
    return {"text": text, **{name: getattr(look, name) for name in names}}


def _text(child: Any) -> str:
    if child.tag in (qn("w:t"), qn("w:delText")):
        return child.text or ""
    if child.tag == qn("w:br"):
        return "" if child.get(qn("w:type")) == "page" else "\n"
    return "　" if child.tag == qn("w:tab") else ""


def _table(element: Any, looks: Mapping[str, Look]) -> dict[str, Any]:
    widths = [int(column.get(qn("w:w"), 1)) for column in element.iter(qn("w:gridCol"))]
    cells: list[dict[str, Any]] = []
    open_above: dict[int, dict[str, Any]] = {}
    for row in element.findall(qn("w:tr")):
        place, height = 0, _height(row)
        for cell in row.findall(qn("w:tc")):
            span, merge = _spans(cell)
            if merge == "continue" and place in open_above:
                open_above[place]["rows"] += 1
            else:
                lines = [_paragraph(p, looks) for p in cell.findall(qn("w:p"))]
                made = {"span": span, "rows": 1, "height": height, "blocks": lines}
                open_above[place] = made
                cells.append(made)
            place += span
    return {"kind": "table", "widths": widths, "cells": cells, "ruled": _ruling(element)}


def _height(row: Any) -> float:
    """The least height of a row, in points: a box to sign in must stay a box."""
    own = row.find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
    return 0 if own is None else int(own.get(qn("w:val"), 0)) / 20


def _spans(cell: Any) -> tuple[int, str]:
    span, merge = cell.find(f".//{qn('w:gridSpan')}"), cell.find(f".//{qn('w:vMerge')}")
    joined = "" if merge is None else merge.get(qn("w:val")) or "continue"
    return (1 if span is None else int(span.get(qn("w:val"))), joined)


def _ruling(table: Any) -> str:
    """all, rows (lines between rows only) or none."""
    borders = table.find(f".//{qn('w:tblBorders')}")
    if borders is None:
        return "all"
    drawn = {side.tag.split("}")[1] for side in borders if side.get(qn("w:val")) not in ("nil", "none")}
    if "insideV" in drawn:
        return "all"
    return "rows" if drawn else "none"
