"""Redlines: by words, losing nothing, on screen and as revisions in Word."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from yizheng.document.redline import Line, Piece, compare, word_redline

from .office import AT

TEXTS = st.lists(st.text("视察养老服务会议，。12", max_size=12), max_size=5).map("\n".join)


def side(lines: list[Line], left_out: str) -> list[str]:
    """Return the paragraphs of one side: a paragraph that exists only on the other side is none."""
    kept = [line for line in lines if not (line and all(piece.kind == left_out for piece in line))]
    return ["".join(piece.text for piece in line if piece.kind != left_out) for line in kept]


def test_changes_are_marked_by_words() -> None:
    lines = compare("定于12月8日下午视察养老服务。", "定于12月9日下午视察养老服务。")

    assert [piece for piece in lines[0] if piece.kind != "same"] == [Piece("del", "8"), Piece("ins", "9")]


def test_whole_paragraphs_come_and_go() -> None:
    lines = compare("第一段讲视察。\n第二段讲会议纪律。", "第一段讲视察。\n完全不同。\n第二段讲会议纪律。")

    assert lines == [
        (Piece("same", "第一段讲视察。"),), (Piece("ins", "完全不同。"),), (Piece("same", "第二段讲会议纪律。"),),
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_comparison(old: str, new: str) -> None:
    lines = compare(old, new)

    assert [line for line in side(lines, "ins") if line] == [line for line in old.splitlines() if line]
    assert [line for line in side(lines, "del") if line] == [line for line in new.splitlines() if line]


@pytest.mark.parametrize("hostile", ["<A&B>", "{{ 7*7 }}", "\x07x"])
def test_the_word_file_holds_revisions_with_author(hostile: str) -> None:
    lines = compare("旧的正文。", f"新的正文。{hostile}")
    document = Document(io.BytesIO(word_redline("修改对照", lines, author="许岚", at=AT)))

    inserted = document.element.body.findall(f".//{qn('w:ins')}")
    deleted = document.element.body.findall(f".//{qn('w:del')}")
    assert inserted[0].get(qn("w:author")) == "许岚"
    assert inserted[0].get(qn("w:date")) == "2026-11-22T02:00:00Z"
    assert "".join(t.text for d in deleted for t in d.iter(qn("w:delText"))) == "旧"
    words = "".join(t.text or "" for i in inserted for t in i.iter(qn("w:t")))
    assert words == f"新{hostile}".replace("\x07", "")
