"""One against the rest by margins: learned where cases are plenty, the same each time, stored as JSON."""

import json

import pytest

from yizheng.assist import margins
from yizheng.assist.margins import Margins
from yizheng.assist.routing import Router, Tuning
from yizheng.assist.signs import Weighing, read
from yizheng.assist.texts import Text

LABELS = ("路灯", "步道", "树木")
EXAMPLES = [
    ({"不亮": 1.0, "河边": 1.0, "晚上": 0.5}, 0),
    ({"不亮": 1.0, "灯杆": 0.7, "小区": 0.5}, 0),
    ({"灯杆": 1.0, "晚上": 1.0, "河边": 0.5}, 0),
    ({"破损": 1.0, "河边": 1.0, "地砖": 0.5}, 1),
    ({"破损": 1.0, "地砖": 0.7, "小区": 0.5}, 1),
    ({"修剪": 1.0, "河边": 1.0, "枯枝": 0.5}, 2),
    ({"修剪": 1.0, "枯枝": 0.7, "晚上": 0.5}, 2),
]


@pytest.fixture(scope="module")
def learned() -> Margins:
    return margins.train(LABELS, EXAMPLES)


@pytest.mark.parametrize(("word", "label"), [("不亮", 0), ("破损", 1), ("修剪", 2)])
def test_what_only_one_label_uses_speaks_for_it(learned: Margins, word: str, label: int) -> None:
    scores = learned.scores({word: 1.0, "河边": 1.0})

    assert scores.index(max(scores)) == label


def test_what_all_use_alike_counts_little_and_what_was_never_seen_nothing(learned: Margins) -> None:
    assert learned.spread["河边"] < learned.spread["破损"]
    assert learned.scores({"从未见过": 1.0}) == [0.0, 0.0, 0.0]


def test_the_length_of_a_text_does_not_matter(learned: Margins) -> None:
    assert learned.scores({"不亮": 3.0, "河边": 3.0}) == pytest.approx(learned.scores({"不亮": 1.0, "河边": 1.0}))


def test_it_is_the_same_each_time_and_after_storing(learned: Margins) -> None:
    again = Margins.from_json(json.loads(json.dumps(learned.to_json())))

    assert margins.train(LABELS, EXAMPLES).to_json() == learned.to_json()
    assert again.scores({"灯杆": 1.0}) == pytest.approx(learned.scores({"灯杆": 1.0}), abs=0.01)


def test_a_router_learns_them_where_cases_are_plenty_and_stores_them() -> None:
    cases = [("河边路灯不亮，晚上很黑", "甲类"), ("河边步道地砖破损，老人绊倒", "乙类")] * 3

    few = Router.train(cases, shipped=False)
    many = Router.train(cases, tuning=Tuning(plenty=2), shipped=False)
    again = Router.from_json(json.loads(json.dumps(many.to_json())))

    assert few.to_json()["model"]["margins"] is None
    assert many.to_json()["model"]["margins"]["labels"] == ["乙类", "甲类"]
    assert again.suggest("路灯不亮")[0].label == "甲类"
    assert sum(again.probabilities("路灯不亮").values()) == pytest.approx(1)


def test_what_was_stored_before_there_were_margins_is_read() -> None:
    stored = Router.train([("河边路灯不亮", "甲类"), ("河边步道破损", "乙类")] * 3, shipped=False).to_json()
    del stored["model"]["margins"]

    assert Router.from_json(stored).suggest("路灯不亮")[0].label == "甲类"


def test_margins_learned_from_other_signs_are_not_heard() -> None:
    cases = [("河边路灯不亮", "甲类"), ("河边步道破损", "乙类")] * 3
    stored = Router.train(cases, tuning=Tuning(plenty=2), shipped=False).to_json()
    del stored["model"]["margins"]["signs"]

    again = Router.from_json(stored)

    assert again.to_json()["model"]["margins"] is None
    assert again.suggest("路灯不亮")[0].label == "甲类"


def test_the_margins_read_words_of_one_character_numbers_and_characters_the_other_model_does_not() -> None:
    seen = read(Text("修 桥 2024 年", "修 桥 2024 年 灯 灯 ，"))
    weighing = Weighing.of([seen, seen, read(Text("路灯", "不亮"))])

    close = weighing.close_features(seen)

    assert {"词桥", "词2024", "单桥", "字修桥"} <= set(close)
    assert not any("，" in name for name in close)
    assert not {"词桥", "词2024", "单桥"} & set(weighing.features(seen))
    assert sum(value * value for name, value in close.items() if name[0] == "词") == pytest.approx(1)


def test_a_feature_of_one_example_alone_tells_the_margins_nothing() -> None:
    weighing = Weighing.of([read(Text("修桥", "")), read(Text("种树", ""))])

    assert weighing.close_features(read(Text("修桥", ""))) == {}
