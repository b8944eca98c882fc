"""The same matter, or another one in nearly the same words."""

import pytest

from yizheng.assist.pairs import Judge, same
from yizheng.assist.texts import Text

COLLECTION = [
    Text(f"{place}{matter}", f"{place}{matter}，请有关部门处理。")
    for place in ("东湖花园", "西山雅苑", "南塘新村", "北苑小区", "金桥国际")
    for matter in ("搅拌站噪音扰民", "物业乱收停车费", "经常停水", "电梯故障频发", "旁边修公交站")
]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge.of(COLLECTION)


def test_the_same_place_and_matter_in_other_words_is_the_same(judge: Judge) -> None:
    a = Text("东湖花园搅拌站噪音扰民", "搅拌站夜里开工，噪音很大。")
    b = Text("投诉东湖花园旁边的搅拌站噪音大", "搅拌站夜里噪音很大，睡不着。")

    assert judge.same(a, b).is_same
    assert "搅拌站" in judge.same(a, b).agrees


def test_two_schools_with_the_same_complaint_are_different(judge: Judge) -> None:
    found = judge.same(Text("市青云中学强制学生周六补课"), Text("市白鹭中学强制学生周六补课"))

    assert not found.is_same
    assert {"青云", "白鹭"} & {word[:2] for word in found.conflicts}


def test_two_lines_are_different_and_the_numbers_are_named(judge: Judge) -> None:
    found = judge.same(Text("建议地铁2号线南延到植物园"), Text("建议地铁5号线南延到植物园"))

    assert not found.is_same
    assert found.conflicts[:2] == ("2", "5")


def test_two_matters_of_one_place_are_different(judge: Judge) -> None:
    a, b = Text("西山雅苑小区经常停水", "停水三天了"), Text("西山雅苑小区电梯故障频发", "电梯又坏了")

    assert not judge.same(a, b).is_same


def test_judged_pairs_move_the_judge_towards_them(judge: Judge) -> None:
    a, b = Text("东湖花园经常停水"), Text("东湖花园用水困难")

    taught = judge.learn([(a, b, True)] * 5)

    assert taught.same(a, b).probability > judge.same(a, b).probability


def test_without_judged_pairs_the_judge_stays_as_it_is(judge: Judge) -> None:
    assert judge.learn([]) is judge


def test_empty_items_are_not_called_the_same() -> None:
    assert not same(Text(""), Text("")).is_same
