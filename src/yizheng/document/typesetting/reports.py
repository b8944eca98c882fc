"""A report with charts: Word with the charts as pictures and their words beside them, PDF drawn as a whole."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx.shared import Mm

from yizheng.kernel.papers import BarChart, Paragraphs, Report, Table

from . import measures
from .faces import Faces
from .ooxml import clean, paragraph, run
from .titles import title_lines
from .typeset import compiled, picture, table_content
from .word_page import BODY, LEVEL_1, TITLE, append, empty, saved
from .word_table import table_within

CHART_MM = 150


def report_document(paper: Report, faces: Faces) -> bytes:
    """Return a report as a .docx file."""
    document = empty(paper.title, faces=faces)
    append(document, *(paragraph(run(line), style=TITLE) for line in title_lines(paper.title)))
    if paper.subtitle:
        subtitle = run(paper.subtitle, face=faces.sub_heading, points=measures.IMPRINT_PT)
        append(document, paragraph(subtitle, align="center"))
    for part in paper.parts:
        _add(document, part, faces)
    return saved(document)


def _add(document: Any, part: Paragraphs | Table | BarChart, faces: Faces) -> None:
    if isinstance(part, Paragraphs):
        append(document, paragraph(run(part.heading), style=LEVEL_1))
        append(document, *(paragraph(run(line), style=BODY) for line in part.lines))
    elif isinstance(part, Table):
        append(document, *table_within(part, faces))
    else:
        _add_chart(document, part)


def _add_chart(document: Any, chart: BarChart) -> None:
    """The picture says nothing to whoever cannot see it: its words are its alternative text."""
    drawn = document.add_picture(BytesIO(chart_picture(chart)), width=Mm(CHART_MM))
    properties = drawn._inline.docPr
    properties.set("descr", clean(chart.words))
    properties.set("title", clean(chart.title))


def chart_picture(chart: BarChart) -> bytes:
    """Return a chart as a PNG. Raises: Refused without any Chinese font."""
    return picture(chart.title, {"kind": "chart", **_chart(chart)})


def report_pdf(paper: Report) -> bytes:
    """Return a report as a PDF."""
    parts = [_part(part) for part in paper.parts]
    title = list(title_lines(paper.title))
    return compiled(paper.title, {"kind": "report", "title": title, "subtitle": paper.subtitle, "parts": parts})


def _part(part: Paragraphs | Table | BarChart) -> dict[str, Any]:
    if isinstance(part, Paragraphs):
        return {"kind": "paragraphs", "heading": part.heading, "lines": list(part.lines)}
    if isinstance(part, Table):
        return {"kind": "table", **table_content(part)}
    return {"kind": "chart", **_chart(part)}


def _chart(chart: BarChart) -> dict[str, Any]:
    """Return bars as shares of the longest one; a chart of zeros has bars of no length."""
    longest = max((*chart.values, 0)) or 1
    bars = [
        {"label": label, "share": max(value, 0) / longest, "words": f"{value:g}{chart.unit}"}
        for label, value in zip(chart.labels, chart.values, strict=True)
    ]
    return {"title": chart.title, "bars": bars}
