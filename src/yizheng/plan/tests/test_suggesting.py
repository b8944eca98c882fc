"""Suggesting the plan item that a task serves."""

import re
from pathlib import Path

import pytest

from yizheng.plan.suggesting import Confidence, PlanText, longest_run, suggest_items, suggest_topic_items

from .invented_plan import ITEMS, TASKS, TOPICS

NUMBER_OF = {item.id: item.number for item in ITEMS}


def test_tasks_of_an_invented_plan_find_an_item_a_clerk_accepts() -> None:
    suggestions = suggest_items([content for content, _ in TASKS], ITEMS)

    wrong = [
        (content, suggestion)
        for (content, accepted), suggestion in zip(TASKS, suggestions, strict=True)
        if suggestion is None or NUMBER_OF[suggestion.item_id] not in accepted
    ]
    assert wrong == []


def test_topics_find_the_item_that_writes_them_out() -> None:
    suggestions = suggest_topic_items([title for title, _ in TOPICS], ITEMS)

    assert [s and NUMBER_OF[s.item_id] for s in suggestions] == [number for _, number in TOPICS]
    assert suggestions[0] is not None
    assert suggestions[0].reason == "第5项写到“山区茶产业提质增效”"
    assert suggestions[0].confidence is Confidence.SURE


def test_the_reason_names_the_shared_words_rarest_first() -> None:
    [suggestion] = suggest_items(["重点提案督办"], ITEMS)

    assert suggestion is not None
    assert suggestion.reason == "与第6项同提：重点提案、督办"
    assert suggestion.shared == ("重点提案", "督办")
    assert suggestion.confidence.label == "把握大"


def test_an_item_without_number_is_named_by_its_title() -> None:
    items = [PlanText(7, None, "抓好提案办理", "督办重点提案。"), PlanText(8, None, "学习", "举办读书班。")]

    [suggestion] = suggest_items(["重点提案督办"], items)

    assert suggestion is not None
    assert suggestion.item_id == 7
    assert suggestion.reason.startswith("与“抓好提案办理”同提：")


def test_a_task_that_shares_nothing_gets_no_suggestion() -> None:
    assert suggest_items(["更换食堂锅炉", ""], ITEMS) == [None, None]


def test_no_items_give_no_suggestion() -> None:
    assert suggest_items(["重点提案督办"], []) == [None]
    assert suggest_topic_items(["茶产业"], []) == [None]


def test_a_kind_of_work_in_common_is_said_when_no_word_is() -> None:
    items = [PlanText(1, 1, "民主监督", "对河道治理开展监督。"), PlanText(2, 2, "学习", "办好培训。")]

    [suggestion] = suggest_items(["视察城区公园"], items)

    assert suggestion is not None
    assert (suggestion.item_id, suggestion.reason) == (1, "与第1项同属民主监督")
    assert suggestion.shared == ()


def test_a_quoted_object_outweighs_the_words_around_it() -> None:
    items = [
        PlanText(1, 1, "履职服务", "开展“银龄相伴”社区服务。"),
        PlanText(2, 2, "履职服务", "开展社区服务，银龄相伴。"),
    ]

    [suggestion] = suggest_items(["银龄相伴"], items)

    assert suggestion is not None
    assert suggestion.item_id == 1


def test_an_item_torn_between_two_is_doubtful() -> None:
    items = [PlanText(1, 1, "提案", "督办提案。"), PlanText(2, 2, "提案", "督办提案。")]

    [suggestion] = suggest_items(["督办提案"], items)

    assert suggestion is not None
    assert suggestion.confidence is Confidence.DOUBTFUL


def test_a_plenary_is_known_by_its_ordinal_but_not_within_a_name() -> None:
    items = [PlanText(1, 1, "开好会议", "精心筹备全体会议。"), PlanText(2, 2, "提案", "做好督办。")]

    plenary, proposals = suggest_items(["筹备县政协九届二次会议", "九届二次会议提案督办"], items)

    assert plenary is not None
    assert proposals is not None
    assert (plenary.item_id, proposals.item_id) == (1, 2)


def test_longest_run_is_literal() -> None:
    assert longest_run("关于茶产业提质", "围绕茶产业提质增效调研") == "茶产业提质"
    assert longest_run("甲乙", "丙丁") == ""


# Our own reading of the shared seed 000: items a clerk would accept, and for which tasks
# (month-order in its table). Seven office tasks that fit no item well are left out.
SEED_READING: dict[tuple[int, ...], list[str]] = {
    (5,): ["2-1", "3-1", "4-2", "6-3", "9-1", "12-1"],
    (7,): ["3-6", "4-3"],
    (8,): ["4-1"],
    (9,): ["2-2", "2-3", "5-1", "11-1"],
    (14,): ["3-4", "3-5", "5-2", "8-2"],
    (5, 7): ["5-3", "6-2", "7-2", "9-2"],
    (5, 7, 8): ["7-1"],
    (7, 8): ["8-1", "10-1"],
    (5, 9): ["6-1"],
    (4, 5, 6): ["3-2"],
    (2, 14): ["8-3"],
    (10, 12): ["2-4"],
}


def test_tasks_of_the_shared_seed_find_sensible_items(seed_plan: "SeedPlan") -> None:
    items, tasks = seed_plan
    suggestions = suggest_items([content for _, content in tasks], items)

    found = {
        key: suggestion.item_id
        for (key, _), suggestion in zip(tasks, suggestions, strict=True)
        if suggestion is not None
    }
    wrong = {
        key: found.get(key) for accepted, keys in SEED_READING.items() for key in keys if found.get(key) not in accepted
    }
    assert wrong == {}


SeedPlan = tuple[list[PlanText], list[tuple[str, str]]]


@pytest.fixture
def seed_plan() -> SeedPlan:
    """Items and tasks of seed 000, where the shared folder lies beside the project."""
    seeds = list((Path(__file__).parents[4].parent / "shared" / "seeds").glob("000_*.txt"))
    if not seeds:
        pytest.skip("the shared seeds are not on this machine")
    text = seeds[0].read_text(encoding="utf-8")
    plan, annex = text.split("附件1", 1)
    return _items(plan), _tasks(annex.split("备  注", 1)[0])


def _items(plan: str) -> list[PlanText]:
    found = re.findall(r"^\s*(\d+)[、.．]\s*(\S+?)。(.+)$", plan, re.M)
    return [PlanText(int(n), int(n), title, text) for n, title, text in found]


def _tasks(annex: str) -> list[tuple[str, str]]:
    tasks: list[tuple[str, str]] = []
    month = 0
    for line in annex.splitlines():
        if re.fullmatch(r"\s*\d+\s*", line):
            month = int(line)
        elif task := re.match(r"\s*（(\d+)）(.+)", line):
            tasks.append((f"{month}-{task[1]}", task[2]))
    return tasks
