"""Paragraphs and tables of shipped templates, with the marks that are filled later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...typesetting import measures
from ...typesetting.faces import Faces
from ...typesetting.ooxml import TWIPS_A_MM, cell, paragraph, row, run, w
from ...typesetting.ooxml import table as ruled
from ...typesetting.word_page import BODY, CLOSING, FLUSH, IMPRINT, LEVEL_1, LEVEL_2, LEVEL_3, TITLE

TYPE_WIDTH = round(156 * TWIPS_A_MM)
RED = "C00000"
_TABLE_LINE = {"before": 0, "after": 0, "line": 360, "lineRule": "atLeast"}


def mark(words: str) -> Any:
    """Return a paragraph that holds nothing but a mark and vanishes when the template is filled."""
    return paragraph(run(words), style=FLUSH)


def when(condition: str, *elements: Any) -> list[Any]:
    """Return paragraphs that stand only when a variable is given."""
    return [mark(f"{{%p if {condition} %}}"), *elements, mark("{%p endif %}")]


def blank() -> Any:
    """Return an empty line."""
    return paragraph(style=FLUSH)


def heading() -> Any:
    """Return the title, centred."""
    return paragraph(run("{{ title }}"), style=TITLE)


def text_of(slot: str) -> list[Any]:
    """Return the paragraphs of a text, each in the face of its level."""
    levels = [("p.level == 1", LEVEL_1), ("p.level == 2", LEVEL_2), ("p.level == 3", LEVEL_3)]
    choices = [
        part
        for number, (condition, style) in enumerate(levels)
        for part in (
            mark(f"{{%p {'if' if number == 0 else 'elif'} {condition} %}}"),
            paragraph(run("{{ p.text }}"), style=style, keepNext=w("keepNext")),
        )
    ]
    return [
        mark(f"{{%p for p in {slot} %}}"),
        *choices,
        mark("{%p else %}"),
        paragraph(run("{{ p.text }}"), style=BODY),
        mark("{%p endif %}"),
        mark("{%p endfor %}"),
    ]


def annex_list() -> list[Any]:
    """附件：1. name; one blank line after the text, two characters in, no mark at the end."""
    first = paragraph(run("附件：{% if annexes|length > 1 %}{{ loop.index }}. {% endif %}{{ annex }}"), style=BODY)
    later = paragraph(
        run("{{ loop.index }}. {{ annex }}"), style=BODY, ind=w("ind", firstLineChars=500, firstLine=1600)
    )
    loop = [
        mark("{%p for annex in annexes %}"),
        mark("{%p if loop.first %}"), first, mark("{%p else %}"), later, mark("{%p endif %}"),
        mark("{%p endfor %}"),
    ]  # fmt: skip
    return when("annexes", blank(), *loop)


def signed() -> list[Any]:
    """Signature and date at the right, four characters in, room for the seal above."""
    inset = w("ind", rightChars=400, right=round(4 * measures.BODY_PT * 20))
    closing = [
        blank(),
        blank(),
        paragraph(run("{{ signature }}"), style=CLOSING, ind=inset, keepNext=w("keepNext")),
        paragraph(run("{{ date }}"), style=CLOSING, ind=w("ind", rightChars=400, right=1280)),
    ]
    return when("signature", *closing)


def imprint() -> list[Any]:
    """版记: copies between thin lines, the printing body and day under them."""
    half = TYPE_WIDTH // 2
    rows = [
        row([cell(_imprint_line("{%tr if copies %}"), width=TYPE_WIDTH, span=2)]),
        row([cell(_imprint_line("抄送：{{ copies }}。"), width=TYPE_WIDTH, span=2)]),
        row([cell(_imprint_line("{%tr endif %}"), width=TYPE_WIDTH, span=2)]),
        row(
            [
                cell(_imprint_line("{{ printed_by }}"), width=half),
                cell(_imprint_line("{{ printed_on }}印发", "right"), width=half),
            ]
        ),
    ]
    made = ruled(rows, [half, half])
    _only_horizontal(made)
    return when("printed_by", blank(), made)


def red_head(words: str, points: float, faces: Faces) -> Any:
    """Return the issuer's mark in red."""
    made = run(words, face=faces.title, points=points)
    made.rPr.append(w("color", val=RED))
    return paragraph(made, align="center")


def red_line(*runs: Any, align: str = "center", double: bool = False) -> Any:
    """Return a paragraph with a red line under it."""
    made = paragraph(*runs, style=FLUSH, align=align)
    border = w("bottom", val="thickThinSmallGap" if double else "single", sz=18 if double else 12, space=4, color=RED)
    made.find(w("pPr").tag).find(w("pStyle").tag).addnext(w("pBdr", border))
    return made


def boxes(rows: Iterable[Sequence[tuple[str, int]]], faces: Faces, widths: Sequence[int], height: int = 560) -> Any:
    """Return a form: each row names its cells and how many columns each spans; odd cells are labels."""
    made = [row(_box_cells(cells, faces, widths), height=height) for cells in rows]
    return ruled(made, widths)


def _box_cells(cells: Sequence[tuple[str, int]], faces: Faces, widths: Sequence[int]) -> list[Any]:
    made, column = [], 0
    for words, span in cells:
        is_label = "{" not in words and words != ""
        line = table_line(words, faces.heading if is_label else faces.body, "center" if is_label else "left")
        made.append(cell(line, width=sum(widths[column : column + span]), span=span))
        column += span
    return made


def table_line(words: str, face: str, align: str, points: float = 14) -> Any:
    """Return a line inside a table."""
    return paragraph(run(words, face=face, points=points), align=align, spacing=w("spacing", **_TABLE_LINE))


def _imprint_line(words: str, align: str = "left") -> Any:
    return paragraph(run(words), style=IMPRINT, align=align)


def _only_horizontal(table: Any) -> None:
    for border in table.iter(w("tblBorders").tag):
        for side in border:
            if side.tag.endswith(("}left", "}right", "}insideV")):
                side.set(w("x", val="1").keys()[0], "nil")
