"""Reading web pages: their text in order, their tables, and nothing that runs or frames."""

import pytest

from yizheng.document.reading import Line, ReadingRefused, Table, read


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


def lines(content: bytes) -> list[str]:
    return [block.text.strip() for block in read(content).blocks if isinstance(block, Line) and block.text.strip()]


def test_scripts_styles_and_hidden_text_are_not_read() -> None:
    body = (
        "<script>alert('坏')</script><style>.a{}</style><p onclick='x()'>加强学习。</p><noscript>请开启脚本</noscript>"
        "<div style='display: none'>隐藏</div><!-- 注释 --><iframe src='//x'></iframe><p>加强<b>协商</b>。</p>"
    )

    assert lines(page(body, "<title>要点</title>")) == ["加强学习。", "加强协商。"]
    assert read(page(body, "<title>要点</title>")).title == "要点"


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "gb18030", "utf-8"])
@pytest.mark.parametrize("declared", ["gb2312", "utf-8", ""])
def test_the_encoding_is_found_whatever_the_page_declares(encoding: str, declared: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    content = f"<html><head>{meta}</head><body><p>政协云岭区委员会工作要点</p></body></html>".encode(encoding)

    assert lines(content) == ["政协云岭区委员会工作要点"]


def test_a_break_ends_a_line_and_a_block_ends_a_paragraph() -> None:
    found = [
        b for b in read(page("<div>一、学习<br>二、协商<p>三、<b>监督</b></p>尾</div>")).blocks if isinstance(b, Line)
    ]

    assert [(line.text, line.whole) for line in found] == [
        ("一、学习", False),
        ("二、协商", False),
        ("三、监督", True),
        ("尾", True),
    ]
    assert found[2].bold == ((2, 4),)


def test_headings_and_centred_lines_are_marked() -> None:
    found = [
        b for b in read(page("<h2>要点</h2><p align='center'>（通过）</p><p>正文</p>")).blocks if isinstance(b, Line)
    ]

    assert [(line.heading, line.centred) for line in found] == [(2, False), (0, True), (0, False)]


def test_row_and_column_spans_are_spread() -> None:
    body = (
        "<table><tr><th>月份</th><th>工作内容</th><th>领导</th></tr>"
        "<tr><td rowspan='2'>3月</td><td>召开常委会议</td><td>主席<br>副主席</td></tr>"
        "<tr><td>走访</td><td>周&nbsp;&nbsp;敏</td></tr><tr><td colspan='3'>备注：无</td></tr></table>"
    )
    table = next(block for block in read(page(body)).blocks if isinstance(block, Table))

    assert [[(cell.text, cell.source) for cell in row] for row in table.rows[1:]] == [
        [("3月", "own"), ("召开常委会议", "own"), ("主席\n副主席", "own")],
        [("3月", "above"), ("走访", "own"), ("周 敏", "own")],
        [("备注：无", "own"), ("备注：无", "left"), ("备注：无", "left")],
    ]


def test_a_table_for_layout_is_read_as_text() -> None:
    inner = "<table><tr><td>左</td></tr></table>"
    body = f"<table><tr><td>{inner}</td><td><p>一、加强学习。</p><p>二、加强协商。</p></td></tr></table>"

    assert lines(page(body)) == ["左", "一、加强学习。", "二、加强协商。"]


def test_navigation_and_footers_are_dropped_with_their_reason() -> None:
    text = "<div class='main-share'><p>正文第一句。正文第二句。</p></div>"
    body = f"<nav><a>首页</a><a>要闻</a></nav>{text}<footer>版权所有</footer>"
    document = read(page(body))

    assert lines(page(body)) == ["正文第一句。正文第二句。"]
    assert [(drop.text, drop.why) for drop in document.dropped] == [("首页 要闻", "网页导航"), ("版权所有", "网站页脚")]
    assert [text for _, text in document.shown_lines()] == ["首页 要闻", "正文第一句。正文第二句。", "版权所有"]


def test_a_page_nested_without_end_is_read_or_refused_but_does_not_fail() -> None:
    deep = "<div>" * 5000 + "正文" + "</div>" * 5000

    with pytest.raises(ReadingRefused):
        read(page(deep))


def test_enormous_spans_are_limited() -> None:
    body = "<table><tr><td colspan='99999999'>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
    table = next(block for block in read(page(body)).blocks if isinstance(block, Table))

    assert len(table.rows[0]) == 201
