"""A table in Word: titled, ruled, its head repeated on every page, headings between the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from yizheng.kernel.papers import Column, Group, Table

from . import measures
from .faces import Faces
from .names import as_printed
from .ooxml import TWIPS_A_MM, cell, paragraph, row, run, table, w
from .titles import title_lines
from .word_page import TITLE, append, empty, saved

_CLOSE = {"before": 0, "after": 0, "line": 320, "lineRule": "atLeast"}
_ROW_HEIGHT = 480


def table_document(paper: Table, faces: Faces) -> bytes:
    """Return a table as a .docx file."""
    document = empty(paper.title, faces=faces, landscape=paper.landscape)
    append(document, *_heading(paper, faces), _table(paper, faces), *_notes(paper, faces))
    return saved(document)


def table_within(paper: Table, faces: Faces) -> Iterator[Any]:
    """Yield a table as it stands within a report: a small heading, the rows, the notes."""
    yield _line(paper.title, faces.heading, measures.IMPRINT_PT, "center")
    yield _table(paper, faces)
    yield from _notes(paper, faces)
    yield _line("", faces.body, measures.TABLE_PT, "left")


def type_width_mm(paper: Table) -> int:
    """Return the width between the margins."""
    width, height = measures.PAGE_MM
    side, margins = (height, measures.LANDSCAPE_MARGINS_MM) if paper.landscape else (width, measures.MARGINS_MM)
    return side - margins[2] - margins[3]


def printed(text: str, column: Column) -> str:
    """Return a cell's text as it is printed: names padded where the column says so."""
    return as_printed(text) if column.pad_names else text


def merges(paper: Table) -> list[str]:
    """Return for each row whether its first cell starts a vertical merge, continues one, or stands alone ("")."""
    first = ["" if isinstance(each, Group) else each[0] for each in paper.rows]
    same = [
        paper.merge_first_column and number > 0 and text != "" and text == first[number - 1]
        for number, text in enumerate(first)
    ]
    following = [*same, False][1:]
    return ["continue" if joined else "restart" if next_ else "" for joined, next_ in zip(same, following, strict=True)]


def _heading(paper: Table, faces: Faces) -> Iterator[Any]:
    for line in title_lines(paper.title, 30 if paper.landscape else measures.TITLE_CHARACTERS_A_LINE):
        yield paragraph(run(line), style=TITLE)
    if paper.subtitle:
        yield _line(paper.subtitle, faces.sub_heading, measures.IMPRINT_PT, "center")
    yield _line("", faces.body, measures.TABLE_PT, "left")


def _notes(paper: Table, faces: Faces) -> list[Any]:
    return [_line(note, faces.body, measures.TABLE_PT, "left") for note in paper.notes]


def _line(text: str, face: str, points: float, align: str, *, bold: bool = False) -> Any:
    return paragraph(run(text, face=face, points=points, bold=bold), align=align, spacing=w("spacing", **_CLOSE))


def _table(paper: Table, faces: Faces) -> Any:
    widths = _widths(paper.columns, round(type_width_mm(paper) * TWIPS_A_MM))
    head = row(
        (
            cell(_line(column.title, faces.heading, measures.TABLE_PT, "center"), width=width)
            for column, width in zip(paper.columns, widths, strict=True)
        ),
        head=True,
        height=_ROW_HEIGHT,
    )
    rows = [
        _group(each, widths, faces) if isinstance(each, Group) else _row(each, paper.columns, widths, merge, faces)
        for each, merge in zip(paper.rows, merges(paper), strict=True)
    ]
    return table([head, *rows], widths)


def _widths(columns: Sequence[Column], whole: int) -> list[int]:
    total = sum(column.width for column in columns)
    return [round(whole * column.width / total) for column in columns]


def _group(group: Group, widths: Sequence[int], faces: Faces) -> Any:
    heading = _line(group.title, faces.heading, measures.TABLE_PT, "left")
    return row([cell(heading, width=sum(widths), span=len(widths))], height=_ROW_HEIGHT)


def _row(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int], merge: str, faces: Faces) -> Any:
    cells = []
    for number, (text, column, width) in enumerate(zip(texts, columns, widths, strict=True)):
        own = merge if number == 0 else ""
        words = "" if own == "continue" else printed(text, column)
        cells.append(cell(_line(words, faces.body, measures.TABLE_PT, column.align), width=width, merge=own))
    return row(cells, height=_ROW_HEIGHT)
