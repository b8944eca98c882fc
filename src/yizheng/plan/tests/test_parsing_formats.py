"""The invented plan as Word, old Word, PDF and web page: the same tree as from text."""

from __future__ import annotations

from typing import Any

import pytest

from yizheng.document.reading import read
from yizheng.document.tests.built_files import Stretch, cell, doc, docx, paragraph, pdf, table
from yizheng.plan.parsing import understand

from .papers import HEADINGS, REMARK, TOPICS, Style, chinese, meant, padded, printed, rows, wrapped
from .test_parsing_printings import squeezed, within

PLAIN = Style(blank=0)
ANNEX_LIST = ["附件：1.《区政协2018年重点工作任务分解》", "2.《区政协2018年重点调研课题安排》"]
ANNEX_HEAD = ["附件1", "区政协2018年重点工作任务分解"]


def check(content: bytes, *, annex: bool) -> dict[str, Any]:
    found = understand(read(content)).to_json()
    wanted = squeezed(meant(Style(annex="tab_cells" if annex else "")))
    assert squeezed(within(wanted, found)) == wanted
    return found


def topic_lines() -> list[str]:
    lines = [f"备注：{REMARK}", "区政协2018年重点调研课题安排"]
    for order, (title, lead, department, members, others, month) in enumerate(TOPICS, start=1):
        named = "、".join(members) + ("和相关委员" if others else "")
        lines += [f"{chinese(order)}、{title}", f"牵头领导：{padded(lead)}", f"责任部门：{department}"]
        lines += [f"课题组成员：{named}", f"完成时间：{month}月份"]
    return lines


def text_lines() -> list[str]:
    return printed(PLAIN).split("\n")


def test_a_word_file_with_merged_month_cells() -> None:
    body = "".join(map(paragraph, [*text_lines(), *ANNEX_LIST, *ANNEX_HEAD]))
    restart, merged = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    cells = [
        [
            cell(month, restart if month else merged),
            cell(content),
            cell("\n".join(leaders)),
            cell("\n".join(departments)),
        ]
        for month, content, leaders, departments in rows()
    ]
    body += table([cell(heading) for heading in HEADINGS], *cells) + "".join(map(paragraph, topic_lines()))

    check(docx(body), annex=True)


@pytest.mark.parametrize("width", [44, 62, 80])
def test_a_word_file_in_which_every_printed_line_is_a_paragraph(width: int) -> None:
    lines = [piece for line in text_lines() for piece in wrapped(line, width)]

    check(docx("".join(map(paragraph, lines))), annex=False)


def test_a_web_page_in_gbk_with_row_spans() -> None:
    body = "".join(f"<p>&nbsp;&nbsp;&nbsp;&nbsp;{line}</p>" for line in [*text_lines(), *ANNEX_LIST, *ANNEX_HEAD])
    body += f"<table>{web_rows()}</table>" + "".join(f"<p>{line}</p>" for line in topic_lines())
    frame = "<div class='nav'>首页 | 政协要闻</div><script>document.write('一、弹窗')</script>"
    page = f"<html><head><meta charset='gb2312'></head><body>{frame}{body}<div>版权所有：云岭区政协</div></body></html>"

    found = check(page.encode("gb18030"), annex=True)

    assert [(removed["text"], removed["why"]) for removed in found["removed"]] == [
        ("首页 | 政协要闻", "网页导航"),
        ("版权所有：云岭区政协", "网站页脚"),
    ]


def web_rows() -> str:
    every = rows()
    html = "<tr>" + "".join(f"<th>{heading}</th>" for heading in HEADINGS) + "</tr>"
    for index, (month, content, leaders, departments) in enumerate(every):
        later = [row[0] for row in every[index + 1 :]]
        span = 1 + next((place for place, value in enumerate(later) if value), len(later))
        first = f"<td rowspan='{span}'>{month}月份</td>" if month else ""
        html += f"<tr>{first}<td>{content}</td><td>{'<br>'.join(leaders)}</td><td>{'<br>'.join(departments)}</td></tr>"
    return html


def test_a_web_page_that_ends_its_paragraphs_with_breaks() -> None:
    body = "<br/>".join(f"　　{line}" for line in text_lines())

    check(f"<html><body><div id='zoom'>{body}</div></body></html>".encode(), annex=False)


def test_an_old_word_file_with_a_table() -> None:
    lines = "\r".join([*text_lines(), *ANNEX_LIST, *ANNEX_HEAD]) + "\r"
    cells = "\x07".join(HEADINGS) + "\x07\x07"
    for month, content, leaders, departments in rows():
        cells += "\x07".join((month, content, "、".join(leaders), "、".join(departments))) + "\x07\x07"

    check(doc([Stretch(lines + cells + "\r".join(topic_lines()) + "\r")]), annex=True)


@pytest.mark.parametrize("width", [60, 76])
def test_a_pdf_with_running_heads_page_numbers_and_broken_paragraphs(width: int) -> None:
    lines = [piece for line in text_lines() for piece in wrapped(line, width)]
    pages = [["云岭区政协文件", *lines[at : at + 11], f"- {at // 11 + 1} -"] for at in range(0, len(lines), 11)]

    found = check(pdf(pages), annex=False)

    assert {removed["why"] for removed in found["removed"]} == {"页眉页脚", "页码"}
