"""How a question is read, and the one spelling in which texts are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizheng.search import asking, grams
from yizheng.search.folding import fold


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("电梯", ("电梯",)),
        (" 电梯  改造 ", ("电梯", "改造")),
        ("“老旧 小区” 电梯", ("老旧 小区", "电梯")),
        ('"加装电梯"', ("加装电梯",)),
        ("提案*", ("提案",)),
        ("改造，", ("改造",)),
        ("，在", (",在",)),
        ("ＡＰＰ建設", ("app建设",)),
        ("電 梯", ("电", "梯")),
        ("", ()),
        ("  ", ()),
        ("电\0梯", ("电", "梯")),
    ],
)
def test_blanks_part_and_quotation_marks_hold_together(typed, phrases):
    assert asking.read(typed).phrases == phrases


def test_a_long_question_is_cut_and_never_an_error():
    assert len(asking.read("老旧小区" * 200).text) == 100


def test_a_question_nobody_wrote_just_so_is_taken_apart_into_words():
    apart = asking.loosened(asking.read("老旧小区电梯加装补贴"))

    assert apart is not None
    assert "电梯" in apart.phrases
    assert "老旧小区电梯加装补贴" not in apart.phrases


def test_what_was_quoted_is_not_taken_apart():
    assert asking.loosened(asking.read("“老旧小区电梯加装补贴”")) is None


def test_a_single_word_is_not_taken_apart():
    assert asking.loosened(asking.read("电梯")) is None


@given(st.text())
def test_folding_keeps_every_place(text):
    assert len(fold(text)) == len(text)


@given(st.text(min_size=2, max_size=40), st.data())
def test_every_stretch_of_two_and_more_has_its_pairs_in_the_text(text, data):
    start = data.draw(st.integers(0, len(text) - 2))
    piece = text[start : start + data.draw(st.integers(2, len(text) - start))]

    assert grams.pairs(fold(piece)) <= grams.pairs(fold(text))


def test_traditional_and_full_width_are_one_spelling():
    assert fold("關於推進老舊小區改造ＡＰＰ（１）") == "关于推进老旧小区改造app(1)"
