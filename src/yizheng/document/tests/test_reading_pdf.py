"""Reading PDF files with text."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from yizheng.document.reading import Line, ReadingRefused, read

from .built_files import pdf

PAGES = [
    ["云岭区政协办公室文件", "政协云岭区委员会2018年工作要点", "一、加强学习", "围绕区第八次党代", "- 1 -"],
    ["云岭区政协办公室文件", "会确定的目标，认真履职。", "二、加强协商", "- 2 -"],
    ["云岭区政协办公室文件", "组织协商。", "- 3 -"],
]


def lines(content: bytes) -> list[str]:
    return [block.text for block in read(content).blocks if isinstance(block, Line) and block.text]


def refused(content: bytes) -> str:
    with pytest.raises(ReadingRefused) as refusal:
        read(content)
    return refusal.value.message


def test_lines_are_read_without_running_heads_and_page_numbers() -> None:
    document = read(pdf(PAGES))

    assert lines(pdf(PAGES)) == [
        "政协云岭区委员会2018年工作要点",
        "一、加强学习",
        "围绕区第八次党代",
        "会确定的目标，认真履职。",
        "二、加强协商",
        "组织协商。",
    ]
    assert [drop.why for drop in document.dropped] == ["页眉页脚", "页码"] * 3


def test_a_heading_that_comes_twice_is_no_running_head() -> None:
    pages = [["重点任务", "第一项。"], ["重点任务", "第二项。"]]

    assert lines(pdf(pages)) == ["重点任务", "第一项。", "重点任务", "第二项。"]


def test_the_font_of_one_file_is_not_taken_for_that_of_the_next() -> None:
    assert [lines(pdf([[text], [text]])) for text in ("甲乙", "丙丁", "甲丁")] == [
        ["甲乙"] * 2,
        ["丙丁"] * 2,
        ["甲丁"] * 2,
    ]


def test_a_scan_is_refused() -> None:
    assert refused(pdf([[], []])) == "文件里没有读到文字，可能是扫描件或图片，请改用文字版后再导入。"


def test_a_password_is_named() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(PAGES))))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)

    assert refused(buffer.getvalue()) == "文件设有密码，无法读取，请去掉密码后再导入。"


def test_a_damaged_file_is_refused() -> None:
    assert refused(b"%PDF-1.4\nnothing here") == "文件已损坏，无法读取，请重新另存后再导入。"
