"""One invented plan printed in many ways: renumbered, rewrapped, repunctuated, re-encoded; always the same tree."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yizheng.document.reading import read
from yizheng.plan.parsing import understand

from .papers import FOOT_FURNITURE, HEAD_FURNITURE, META_FURNITURE, TABLES, Style, meant, printed

ARABIC = ("{n}.", "{n}、", "{n}．", "{n}. ", "{n} 、")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")
MARKS = st.one_of(
    st.lists(st.sampled_from(ARABIC), min_size=1, max_size=4).map(tuple),
    st.sampled_from([("（{cn}）",), ("({cn})",), ("（{n}）",), ("第{cn}，",), ("{cn}是",)]),
)


def parsed(style: Style) -> dict[str, Any]:
    return understand(read(printed(style).encode(style.encoding), "要点.txt")).to_json()


def squeezed(value: Any) -> Any:
    """The same structure without white space in its texts."""
    if isinstance(value, dict):
        return {key: squeezed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [squeezed(inner) for inner in value]
    return re.sub(r"\s+", "", value) if isinstance(value, str) else value


def within(wanted: Any, found: Any) -> Any:
    """The parts of `found` that `wanted` speaks of."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return {key: within(inner, found.get(key)) for key, inner in wanted.items()}
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        return [within(inner, other) for inner, other in zip(wanted, found, strict=True)]
    return found


def check(style: Style) -> dict[str, Any]:
    found, wanted = parsed(style), squeezed(meant(style))
    assert squeezed(within(wanted, found)) == wanted
    return found


@pytest.mark.parametrize("marks", [ARABIC, ("（{cn}）",), ("({n})",), ("第{cn}，",), ("{cn}是",), ("{n}）",)])
@pytest.mark.parametrize("restart", [False, True], ids=["continuous", "restarting"])
def test_items_are_found_by_any_number(marks: tuple[str, ...], restart: bool) -> None:
    check(Style(item_marks=marks, restart=restart))


@pytest.mark.parametrize("mark", ["{cn}、", "{cn} 、", "（{cn}）", "第{cn}部分 ", "{cn}．"])
def test_sections_are_found_by_any_number(mark: str) -> None:
    check(Style(section_mark=mark))


def test_a_title_on_its_own_line_is_the_title_of_the_text_below() -> None:
    check(Style(own_line=True))


def test_bold_marks_around_a_title_are_no_part_of_it() -> None:
    check(Style(bold=True))


@pytest.mark.parametrize("width", [24, 30, 37, 44, 56, 78, 120])
@pytest.mark.parametrize("indent", ["", "\u3000\u3000", "    "])
def test_lines_cut_at_a_column_are_joined(width: int, indent: str) -> None:
    check(Style(wrap=width, indent=indent, blank=0))


@pytest.mark.parametrize("every", [3, 7, 11])
def test_a_page_break_in_mid_sentence_is_no_end_of_a_paragraph(every: int) -> None:
    found = check(Style(wrap=56, blank=0, page_every=every))

    assert {removed["why"] for removed in found["removed"]} == {"页码"}


@pytest.mark.parametrize(
    ("adoption", "brackets"),
    [
        ("{date}{meeting}通过", "（）"),
        ("{date}{meeting}通过", "()"),
        ("{meeting}{date}审议通过", "（）"),
        ("经{date}{meeting}讨论通过", "（）"),
        ("{date} {meeting}审议通过", "()"),
        ("{meeting} {date}通过", "〔〕"),
    ],
)
def test_adoption_is_read_in_any_order(adoption: str, brackets: str) -> None:
    check(Style(adoption=adoption, brackets=brackets))


def test_the_frame_of_a_web_page_is_taken_out_and_listed() -> None:
    found = check(Style(furniture=True))

    listed = [removed["text"] for removed in found["removed"]]
    assert listed == [*HEAD_FURNITURE, meant(Style())["title"], *META_FURNITURE, *FOOT_FURNITURE]
    assert found["warnings"] == []


@pytest.mark.parametrize("annex", sorted(TABLES))
def test_annexes_are_read_from_any_table_in_text(annex: str) -> None:
    found = check(Style(annex=annex))

    assert found["attachments"] == ["区政协2018年重点工作任务分解", "区政协2018年重点调研课题安排"]
    assert found["annexes"] == []


def test_a_cover_notice_is_kept_apart_from_the_plan() -> None:
    check(Style(notice=True))


@pytest.mark.parametrize(
    "printed_number",
    ["云协字〔2018〕7号", "云协字[2018]7号", "云协字（2018）7号", "云协字(2018) 7 号", "云协字【2018】7号"],
)
def test_document_numbers_are_written_in_one_way(printed_number: str) -> None:
    assert check(Style(number=printed_number))["doc_number"] == "云协字〔2018〕7号"


@pytest.mark.parametrize("cut", [8, 12, 13])
def test_a_title_over_two_lines_is_one_title(cut: int) -> None:
    check(Style(title_cut=cut))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_do_not_matter(encoding: str, newline: str) -> None:
    check(Style(encoding=encoding, newline=newline))


STYLES = st.builds(
    Style,
    section_mark=st.sampled_from(["{cn}、", "{cn} 、"]),
    item_marks=MARKS,
    restart=st.booleans(),
    own_line=st.booleans(),
    bold=st.booleans(),
    wrap=st.one_of(st.just(0), st.integers(24, 120)),
    indent=st.sampled_from(["", "\u3000\u3000", "  "]),
    blank=st.integers(0, 2),
    page_every=st.one_of(st.just(0), st.integers(5, 40)),
    brackets=st.sampled_from(["（）", "()"]),
    adoption=st.sampled_from(["{date}{meeting}通过", "{meeting}{date}审议通过", "{date}{meeting}讨论通过"]),
    title_cut=st.sampled_from([0, 8, 13]),
    title_twice=st.booleans(),
    number=st.sampled_from(["", "云协〔2018〕3号"]),
    furniture=st.booleans(),
    notice=st.booleans(),
    annex=st.sampled_from(["", *sorted(TABLES)]),
    newline=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(ENCODINGS),
).filter(lambda style: not (style.wrap > 0 and ((style.own_line and style.wrap < 60) or "{cn}是" in style.item_marks)))
"""
Two kinds of page are left out because nobody can tell: a heading that fills its line exactly may go on, and
二是 at the start of a cut line may be the second item or the middle of the first.
"""


@given(STYLES)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_any_printing_gives_the_same_tree(style: Style) -> None:
    check(style)


@given(STYLES)
@settings(max_examples=30, deadline=None, derandomize=True)
@example(Style(furniture=True, notice=True, annex="tab_cells", number="云协〔2018〕3号", title_twice=True))
def test_no_ideograph_is_lost(style: Style) -> None:
    """Every ideograph of the file stands in the tree, among the removed lines, or among the labels."""
    plan = understand(read(printed(style).encode(style.encoding), "要点.txt"))

    kept = repr(plan.to_json()) + "".join(label.text for label in plan.labels)
    lost = [line for line in printed(style).splitlines() if not _is_kept(line, squeezed(kept))]
    assert lost == []


STRUCTURE = re.compile(
    r"[年月日号]|抄送|印发|附件|备\s*注|完成时间|牵头领导|责任部门|课题组成员|通过|审议|讨论|和相关委员|月份|[一二三四五六七八九十是第部分]"
)


def _is_kept(line: str, kept: str) -> bool:
    """Whether every run of ideographs of the line is found; words that became structure are left out."""
    runs = re.findall(r"[\u4e00-\u9fff]{2,}", STRUCTURE.sub(" ", re.sub(r"<br>|[*|]", " ", line)))
    return all(run in kept for run in runs)
