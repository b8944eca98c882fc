"""The annex in Word: page and type as GB/T 9704 asks, months merged, the head repeated on every page."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from .annex import COLUMNS, REMARK, Annex, AnnexMonth

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE_FONT, HEAD_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
TITLE_POINTS, HEAD_POINTS, BODY_POINTS = 22, 12, 12
PAGE_MM, MARGINS_MM = (210, 297), (37, 35, 28, 26)
"""A4; top, bottom, left, right: the type area of 156 × 225 mm. Rule: GB/T 9704-2012, 5.1 and 5.2.1."""
COLUMN_MM = (18, 78, 28, 32)


def annex_document(annex: Annex) -> bytes:
    """Return the annex as a .docx file."""
    document = Document()
    _set_page(document)
    _set_type(document)
    _paragraph(document, annex.title, TITLE_FONT, TITLE_POINTS, WD_ALIGN_PARAGRAPH.CENTER)
    _table(document, annex)
    if annex.remark:
        _paragraph(document, f"{REMARK}{unmarked(annex.remark)}", BODY_FONT, BODY_POINTS, WD_ALIGN_PARAGRAPH.LEFT)
    document.core_properties.title = annex.title
    document.core_properties.author = ""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def unmarked(remark: str) -> str:
    """Return a remark without its own 备注, which stands before it anyway."""
    for mark in ("备注：", "备注:", "注：", "注:"):
        remark = remark.removeprefix(mark)
    return remark.strip()


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in PAGE_MM)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(margin) for margin in MARGINS_MM
    )


def _set_type(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(BODY_POINTS)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY_FONT)


def _paragraph(document: Any, text: str, font: str, points: int, alignment: Any) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    _write(paragraph, text, font, points)


def _write(paragraph: Any, text: str, font: str, points: int, *, struck: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.strike = Pt(points), struck or None
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _table(document: Any, annex: Annex) -> None:
    table = document.add_table(rows=1, cols=len(COLUMNS))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for cell, label in zip(table.rows[0].cells, COLUMNS, strict=True):
        _fill(cell, label, font=HEAD_FONT, centred=True)
    _repeat(table.rows[0])
    for month in annex.months:
        _month(table, month)
    for row in table.rows:
        _set_widths(row)


def _month(table: Any, month: AnnexMonth) -> None:
    rows = [table.add_row() for _ in month.rows]
    for row, task in zip(rows, month.rows, strict=True):
        texts = (task.content, task.leaders, task.departments)
        for place, (cell, text) in enumerate(zip(row.cells[1:], texts, strict=True)):
            _fill(cell, text, centred=place > 0, struck=task.struck)
        _keep_whole(row)
    merged = rows[0].cells[0].merge(rows[-1].cells[0])
    _fill(merged, month.label, centred=True)


def _fill(cell: Any, text: str, *, font: str = BODY_FONT, centred: bool = False, struck: bool = False) -> None:
    for spare in cell.paragraphs[1:]:
        spare._element.getparent().remove(spare._element)
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _write(paragraph, text, font, HEAD_POINTS if font == HEAD_FONT else BODY_POINTS, struck=struck)


def _set_widths(row: Any) -> None:
    for cell, width in zip(row.cells, COLUMN_MM, strict=True):
        cell.width = Mm(width)


def _repeat(row: Any) -> None:
    """Let the head stand on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(row: Any) -> None:
    """Let no row break over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
