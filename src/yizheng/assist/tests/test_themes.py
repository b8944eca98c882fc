"""Recognising kinds of work."""

from yizheng.assist.themes import theme_of, themes_of
from yizheng.assist.words import word_list


def test_a_word_of_the_field_tells_its_kind_of_work() -> None:
    assert theme_of("双向评议") == "提案工作"
    assert theme_of("视察") == "民主监督"
    assert theme_of("春天") is None


def test_kinds_come_once_in_order_of_mention() -> None:
    assert themes_of(["视察", "天气", "提案", "督查"]) == ["民主监督", "提案工作"]


def test_no_word_stands_under_two_themes() -> None:
    members = [word for line in word_list("themes.txt") for word in line.partition(":")[2].split()]

    assert sorted(members) == sorted(set(members))
