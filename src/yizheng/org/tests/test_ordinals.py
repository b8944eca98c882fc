"""Ordinals as documents write them."""

import pytest

from yizheng.org.ordinals import chinese_number


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (5, "五"), (10, "十"), (15, "十五"), (20, "二十"), (52, "五十二"), (99, "九十九")]
)
def test_terms_and_meetings_are_written_in_chinese(number, words):
    assert chinese_number(number) == words


@pytest.mark.parametrize("number", [0, -1, 100])
def test_a_number_no_term_has_is_refused(number):
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)
