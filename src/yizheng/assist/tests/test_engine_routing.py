"""Suggesting units: what duties say, what past cases add, and that a stored model stays the same."""

import json

import pytest

from yizheng.assist.naming import kind_of
from yizheng.assist.routing import Router
from yizheng.assist.texts import Text

BUS = "延长12路公交线路到新建小区\n早晚高峰等车四十分钟，希望增加班次。"
PAST = [("修一条通往果园的机耕路", "果业办"), ("果园滴灌设备更新补助", "果业办"), ("柑橘果园防冻害培训", "果业办")]


@pytest.fixture(scope="module")
def knowing() -> Router:
    return Router.train([])


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (BUS, "交通运输局"),
        ("小学学位紧张，适龄儿童无法就近入学", "教育局"),
        ("路口红绿灯时间太短，行人过不去", "公安交警"),
        ("职工医保异地就医报销比例太低", "医保局"),
        ("村里灌溉渠道年久失修，水库放不出水", "水利局"),
    ],
)
def test_without_any_past_case_the_duties_answer(knowing: Router, text: str, unit: str) -> None:
    assert knowing.suggest(text)[0].label == unit


def test_a_suggestion_names_the_words_of_the_text_it_rests_on(knowing: Router) -> None:
    [best] = knowing.suggest(BUS, top=1)

    assert best.basis == "duty"
    assert "公交线路" in best.terms
    assert all(term in BUS for term in best.terms)


def test_the_probabilities_of_all_labels_sum_to_one(knowing: Router) -> None:
    assert sum(knowing.probabilities(BUS).values()) == pytest.approx(1)


def test_a_text_that_says_nothing_is_not_answered_with_confidence(knowing: Router) -> None:
    assert not any(each.is_sure for each in knowing.suggest("情况如上，请予以考虑。"))


def test_past_cases_teach_a_unit_nobody_knew() -> None:
    taught = Router.train(PAST * 3 + [("增设公交站", "交通运输局"), ("中学扩建", "教育局")] * 2)

    best = taught.suggest("果园道路和灌溉设备需要改善", top=1)[0]

    assert best.label == "果业办"
    assert best.basis in {"past", "both"}


def test_the_duties_a_committee_writes_make_its_own_unit_a_candidate() -> None:
    router = Router.train([], {"交通出行服务中心": "公交线路和班次、出租车、客运站的管理"})

    assert "交通出行服务中心" in [each.label for each in router.suggest(BUS)]


def test_the_committees_own_name_of_a_unit_takes_the_place_of_the_shipped_kind() -> None:
    router = Router.train([("增设幼儿园", "江北区教育和体育局")])

    assert "教育局" not in router.labels
    assert router.suggest("小学学位不足")[0].label == "江北区教育和体育局"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("江北区教育和体育局", "教育局"),
        ("市公安局交警支队", "公安交警"),
        ("县城市管理和综合执法局", "城管局"),
        ("青山镇人民政府", "街道乡镇"),
        ("某某研究所", None),
    ],
)
def test_the_kind_of_a_unit_is_known_by_its_name(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_a_stored_model_answers_as_before() -> None:
    router = Router.train(PAST * 3 + [("增设公交站", "交通运输局")] * 2)

    again = Router.from_json(json.loads(json.dumps(router.to_json())))

    before, after = router.suggest(BUS), again.suggest(BUS)
    assert [each.label for each in before] == [each.label for each in after]
    assert before[0].confidence == pytest.approx(after[0].confidence, abs=0.01)


def test_a_model_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="format"):
        Router.from_json({"format": 0})


def test_the_same_cases_always_give_the_same_model() -> None:
    assert Router.train(PAST).to_json() == Router.train(PAST).to_json()


def test_the_first_sentence_of_one_string_is_its_title() -> None:
    assert Text.of("建议增设公交站。东门外没有站点。") == Text("建议增设公交站", "东门外没有站点。")
    assert Text.of("没有标点的题目") == Text("没有标点的题目", "")
    assert Text.of("") == Text("", "")
