"""How names sort and how they are printed."""

import pytest

from yizheng.org.names import bare_name, padded, sort_key


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("曾敏", "zeng min"),
        ("单雯", "shan wen"),
        ("仇海", "qiu hai"),
        ("区子谦", "ou zi qian"),
        ("解放", "xie fang"),
        ("查宁", "zha ning"),
        ("任远", "ren yuan"),
        ("朴成", "piao cheng"),
        ("尉迟南", "yu chi nan"),
        ("长孙敏", "zhang sun min"),
        ("林知远", "lin zhi yuan"),
        ("孟　珂", "meng ke"),
    ],
)
def test_a_surname_is_read_as_a_surname(name, reading):
    assert sort_key(name) == f"{reading} {bare_name(name)}"


def test_names_stand_in_the_order_of_their_reading():
    names = ["周倩", "曾敏", "区子谦", "安然", "单雯", "艾青"]

    assert sorted(names, key=sort_key) == ["艾青", "安然", "区子谦", "单雯", "曾敏", "周倩"]


def test_a_name_of_two_characters_is_padded_in_print_only():
    assert padded("孟珂") == "孟　珂"
    assert padded("柳映荷") == "柳映荷"
    assert sort_key(padded("孟珂")) == sort_key("孟珂")
