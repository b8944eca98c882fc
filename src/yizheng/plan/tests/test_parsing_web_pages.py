"""Pages from the web: the frame goes, reviews and plans on one page come apart."""

from __future__ import annotations

from typing import Any

from yizheng.document.reading import read
from yizheng.plan.parsing import understand

from .web_pages import CITY_PLAN, DISTRICT_YEARS, LEADS_OF_TWO_YEARS, NUMBERED_YEARS, REVIEW_THEN_PLAN


def parsed(text: str) -> dict[str, Any]:
    return understand(read(text.encode())).to_json()


def outline(sections: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (section["number"], section["title"], [(item["number"], item["title"]) for item in section["items"]])
        for section in sections
    ]


def parts(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(part["title"], part["year"], part["kind"]) for part in found["parts"]]


def test_a_city_plan_is_read_without_its_frame() -> None:
    found = parsed(CITY_PLAN)

    assert found["issuing_body"] == "政协澄江市委员会"
    assert found["title"] == "政协澄江市委员会2018年工作要点"
    assert (found["adopted"]["date"], found["adopted"]["meeting"]) == ("2018-02-28", "市政协十三届六次主席会议")
    assert outline(found["sections"]) == [
        ("一", "强化思想引领，筑牢共同思想政治基础", [(1, "深入学习贯彻党的十九大精神"), (2, "加强理论研究")]),
        ("二", "聚焦中心任务，积极建言献策", [(3, "开好议政性常委会议"), (4, "开展圆桌会议协商")]),
        ("三", "加强自身建设，提升履职水平", [(5, "建设信息系统集群")]),
    ]
    assert found["sections"][2]["items"][0]["body_tail"] == "委员履职管理系统，实现互联互通。"


def test_what_was_taken_out_is_listed_with_line_and_reason() -> None:
    found = parsed(CITY_PLAN)

    listed = [(removed["line"], removed["text"], removed["why"]) for removed in found["removed"]]
    lines = CITY_PLAN.split("\n")
    assert [lines[line - 1].strip() for line, _, _ in listed] == [text for _, text, _ in listed]
    assert [why for _, _, why in listed] == [
        "标题前的网页内容",
        "站内搜索",
        "站内搜索",
        "网页导航",
        "标题前的网页内容",
        "标题前的网页内容",
        "标题前的网页内容",
        "网页导航",
        "重复的标题",
        "网页信息",
        "网页信息",
        "相邻文章",
        "相邻文章",
        "相关链接",
        "页尾内容",
        "页尾内容",
        "网站页脚",
        "网站页脚",
        "网站页脚",
    ]
    assert found["warnings"] == []


def test_unnumbered_headings_become_sections_with_their_text() -> None:
    found = parsed(DISTRICT_YEARS)

    assert found["issuing_body"] == "政协云岭区委员会"
    assert found["year"] == 2018
    assert parts(found) == [("2017年工作总结", 2017, "review"), ("2018年工作安排", 2018, "plan")]
    assert outline(found["parts"][0]["sections"]) == [
        (None, "加强理论学习，夯实思想基础", [(None, "加强理论学习，夯实思想基础")]),
        (None, "围绕中心大局，推进协商议政", [(None, "围绕中心大局，推进协商议政")]),
        (None, "突出工作重点，强化民主监督", [(None, "突出工作重点，强化民主监督")]),
    ]
    middle = found["parts"][0]["sections"][1]["items"][0]
    assert (middle["body_head"], middle["body_tail"]) == (
        "召开专题协商会议3次，就“旧城改",
        "开座谈会两次，邀请6家银行参加。",
    )
    assert "sections" not in found


def test_numbered_parts_hold_numbered_sections() -> None:
    found = parsed(NUMBERED_YEARS)

    assert parts(found) == [("2017年主要工作情况", 2017, "review"), ("2018年工作思路", 2018, "plan")]
    assert [section["number"] for part in found["parts"] for section in part["sections"]] == ["一", "二", "一", "二"]
    assert found["parts"][1]["text"] == "2018年，总体思路是：全面贯彻党的十九大精神。"


def test_a_part_without_a_year_takes_it_from_the_title() -> None:
    found = parsed(LEADS_OF_TWO_YEARS)

    assert found["title"] == "政协云岭区委员会2018年工作总结和2019年工作打算"
    assert parts(found) == [("2018年工作总结", 2018, "review"), ("下一步工作打算", 2019, "plan")]
    assert outline(found["parts"][1]["sections"]) == [
        (None, "坚持党的领导", [(None, "坚持党的领导")]),
        (None, "服务发展大局", [(None, "服务发展大局")]),
    ]


def test_a_review_may_begin_under_the_title_of_the_page() -> None:
    found = parsed(REVIEW_THEN_PLAN)

    assert parts(found) == [("2017年度工作总结", 2017, "review"), ("2018年工作打算", 2018, "plan")]
    assert outline(found["parts"][0]["sections"]) == [
        (None, "学习教育方面", [(None, "学习教育方面")]),
        (None, "协商议政方面", [(None, "协商议政方面")]),
    ]
    assert [removed["why"] for removed in found["removed"]] == ["网页导航", "网页信息", "网页信息", "网页信息"]


def test_a_page_of_one_year_has_no_parts() -> None:
    found = parsed(CITY_PLAN.replace("三、加强自身建设，提升履职水平", "三、2018年工作安排"))

    assert "parts" not in found
    assert [section["title"] for section in found["sections"]][-1] == "2018年工作安排"


def test_node_ids_follow_the_tree_and_lines_follow_the_source() -> None:
    found = parsed(CITY_PLAN)

    lines = CITY_PLAN.split("\n")
    for section in found["sections"]:
        for item in section["items"]:
            assert lines[item["first_line"] - 1].strip().startswith(item["number_raw"])
    assert [item["id"] for section in found["sections"] for item in section["items"]] == [
        "s1i1",
        "s1i2",
        "s2i1",
        "s2i2",
        "s3i1",
    ]
    assert [section["id"] for part in parsed(DISTRICT_YEARS)["parts"] for section in part["sections"]][-1] == "p2s3"


def test_the_same_bytes_give_the_same_answer() -> None:
    assert parsed(CITY_PLAN) == parsed(CITY_PLAN)
