"""An invented plan in Word: a cover notice of the Party committee, items, and a task table with merged months."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.table import Table

NOTICE = (
    "关于批转《政协青澜市云岭区委员会{year}年工作要点》的通知",
    "各街道党工委，区委各部委办局，区各人民团体党组织：",
    "经区委同意，现将区政协党组关于《政协青澜市云岭区委员会{year}年工作要点》批转给你们，请认真贯彻落实。",
    "中共青澜市云岭区委员会",
    "{year}年1月18日",
)
HEAD = ("政协青澜市云岭区委员会{year}年工作要点", "（{year}年1月10日区政协五届五次常委会议通过）")
PREAMBLE = "{year}年，区政协工作的总体要求是：围绕中心、服务大局，把协商民主贯穿履职全过程。"
SECTIONS = (
    (
        "一、坚持理论武装，夯实共同思想基础",
        (
            "1.深化理论学习。坚持党组领学、主席会议研学，办好委员读书班，做到学思用贯通。",
            "2.加强团结联谊。走访党派团体，联系界别群众，讲好云岭协商故事。",
        ),
    ),
    (
        "二、聚焦改革发展，提高协商议政质量",
        (
            "3.精选协商议题。围绕“老城菜市场改造提升”开展专题协商，形成协商报告。",
            "4.改进提案工作。严格审查立案，督办重点提案，开展办理双向评议。",
            "5.组织委员视察。组织委员视察口袋公园建设和夜间公交线路。",
        ),
    ),
)
ANNEX = "附件：区政协{year}年重点工作任务分解"
TABLE_TITLE = "区政协{year}年重点工作任务分解"
COLUMNS = ("月份", "工作内容", "分管领导", "责任部门")
ROWS = (
    (3, "举办委员春季读书班", "陶慧敏", "办公室"),
    (3, "完成提案审查立案", "沈若松", "提案和委员工委"),
    (5, "开展老城菜市场改造提升专题协商调研（5-7月）", "邵立群", "经科委"),
    (5, "组织委员视察口袋公园建设", "尹  嵩", "城建委"),
    (5, "召开重点提案督办会", "分管主席", "提案和委员工委、办公室"),
    (9, "组织委员视察夜间公交线路", "尹  嵩", "城建人资委、夜间公交专班"),
    (11, "开展提案办理双向评议", "沈若松", "提案和委员工委"),
)
"""Month, task, leader, departments; 夜间公交专班 stands on no roll, 城建人资委 is no name of 城建委."""


def write_word_plan(folder: Path, year: int) -> Path:
    """Write the plan of a year as a Word file."""
    word = Document()
    body = [PREAMBLE, *(line for title, items in SECTIONS for line in (title, *items)), ANNEX, TABLE_TITLE]
    for line in (*NOTICE, *HEAD, *body):
        word.add_paragraph(line.format(year=year))
    _tabulate(word)
    path = folder / f"云岭区政协{year}年工作要点.docx"
    word.save(str(path))
    return path


def _tabulate(word: Word) -> None:
    table = word.add_table(rows=1, cols=len(COLUMNS))
    for cell, title in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = title
    for row in ROWS:
        cells = table.add_row().cells
        for cell, text in zip(cells[1:], row[1:], strict=True):
            cell.text = str(text)
    _merge_months(table)


def _merge_months(table: Table) -> None:
    """One cell a month, spanning its rows, as offices draw it."""
    months = [row[0] for row in ROWS]
    for month in sorted(set(months)):
        first = months.index(month) + 1
        last = first + months.count(month) - 1
        merged = table.cell(first, 0).merge(table.cell(last, 0))
        merged.text = f"{month}月"
