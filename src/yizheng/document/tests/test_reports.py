"""A report with a chart: Word with picture and alternative text, PDF with the same words."""

from __future__ import annotations

import io

import pytest
from docx import Document
from pypdf import PdfReader

from yizheng.document import drawing
from yizheng.document.typesetting.reports import chart_picture
from yizheng.kernel.papers import BarChart, Column, Paragraphs, Report, Table

CHART = BarChart("各类别提案", ("经济建设", '城乡 #panic("x")'), (38, 0), "件")
REPORT = Report(
    "2026年提案分析报告",
    (
        Paragraphs("一、收到和立案", ("收到提案142件，立案119件。", "第二段。")),
        CHART,
        Table("办理结果", (Column("类别"), Column("件数", 1, "right")), (("A类", "88"),)),
    ),
    subtitle="截至2026年11月30日",
)


def test_a_report_is_word_with_text_table_and_a_chart_that_is_said_in_words() -> None:
    document = Document(io.BytesIO(drawing.word(REPORT)))

    texts = [each.text for each in document.paragraphs]
    assert texts[:4] == ["2026年提案分析报告", "截至2026年11月30日", "一、收到和立案", "收到提案142件，立案119件。"]
    assert document.tables[0].cell(1, 1).text == "88"
    (chart,) = document.inline_shapes
    assert chart._inline.docPr.get("descr") == '各类别提案：经济建设 38件，城乡 #panic("x") 0件。'


def test_a_report_is_a_pdf_with_the_same_words() -> None:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(drawing.pdf(REPORT))).pages)

    for words in ("提案分析报告", "立案119件", "各类别提案", "38件", "A类", "88"):
        assert words in text


def test_a_chart_is_a_picture() -> None:
    assert chart_picture(CHART).startswith(b"\x89PNG")
    assert chart_picture(BarChart("没有", (), ())).startswith(b"\x89PNG")


def test_a_report_is_no_spreadsheet() -> None:
    with pytest.raises(drawing.NotDrawable):
        drawing.excel(REPORT)
