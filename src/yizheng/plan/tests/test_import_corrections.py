"""Corrections of an import's tree, one by one. The document is invented."""

from __future__ import annotations

import copy

import pytest

from yizheng.kernel.errors import Refused
from yizheng.plan.importing.corrections import CORRECTIONS
from yizheng.plan.importing.draft import Draft, Item, Target
from yizheng.plan.tests.import_drafts import corrected, draft, tree

GONE = "这一条已经不在了，可能刚被合并或改过。请看过现在的内容，再办一次。"


def _items(found: Draft) -> list[list[str]]:
    return [[item.id for item in section.items] for section in found.sections()]


def _item(found: Draft, item_id: str) -> Item:
    return next(item for item in found.items() if item.id == item_id)


def test_a_stored_tree_is_the_tree_that_was_stored() -> None:
    assert Draft.from_json(tree()) == draft()


def test_a_correction_leaves_the_given_tree_alone() -> None:
    before = tree()

    corrected(before, "merge", node="i2")

    assert before == tree()


def test_an_item_is_split_after_a_sentence() -> None:
    found = corrected(tree(), "split_item", node="i1", position="7")

    assert _item(found, "i1").text == "组织委员视察。"
    assert found.sections()[0].items[1] == Item("n1", "", "召开专题协商会", "报送协商成果。", "", 3, 4)


def test_a_printed_number_begins_the_split_off_item() -> None:
    before = draft()
    before.sections()[0].items[0].text = "组织委员视察。2．深化民主监督。聚焦营商环境。"

    found = corrected(before.to_json(), "split_item", node="i1", position="7")

    new = found.sections()[0].items[1]
    assert (new.number_raw, new.title, new.text) == ("2．", "深化民主监督", "聚焦营商环境。")


@pytest.mark.parametrize("position", ["0", "99"])
def test_a_split_that_leaves_no_words_is_refused(position: str) -> None:
    before = draft()
    before.sections()[1].items[1].title = ""

    with pytest.raises(Refused, match="这里前后有一边没有文字，不用拆。"):
        corrected(before.to_json(), "split_item", node="i4", position=position)


def test_a_merged_item_is_a_paragraph_of_the_one_before_and_what_served_it_follows() -> None:
    before = draft()
    before.tasks[0].item = "i2"

    found = corrected(before.to_json(), "merge", node="i2")

    assert _items(found) == [["i1"], ["i3", "i4"]]
    assert _item(found, "i1").text == (
        "组织委员视察。召开专题协商会。\n报送协商成果。\n2．深化民主监督。聚焦优化营商环境开展监督。"
    )
    assert _item(found, "i1").last_line == 5
    assert found.tasks[0].item == "i1"


def test_the_last_item_below_a_smaller_heading_takes_it_into_the_text() -> None:
    before = draft()
    before.sections()[0].items[1].group = "（一）抓监督"

    found = corrected(before.to_json(), "merge", node="i2")

    assert _item(found, "i1").text.endswith("报送协商成果。\n（一）抓监督\n2．深化民主监督。聚焦优化营商环境开展监督。")


def test_the_first_item_of_a_section_has_nothing_to_merge_into() -> None:
    with pytest.raises(Refused, match="前面没有可以并入的条目。请先把它移到别的部分。"):
        corrected(tree(), "merge", node="i3")


def test_what_is_no_item_joins_the_text_below_the_heading() -> None:
    found = corrected(tree(), "not_an_item", node="i3")

    assert found.sections()[1].text == "3．做好提案工作。提高提案质量。"
    assert found.tasks[1].item == ""


@pytest.mark.parametrize(
    ("name", "node", "expected"),
    [
        ("move_up", "i2", [["i2", "i1"], ["i3", "i4"]]),
        ("move_down", "i1", [["i2", "i1"], ["i3", "i4"]]),
        ("move_down", "i2", [["i1"], ["i2", "i3", "i4"]]),
        ("move_up", "i3", [["i1", "i2", "i3"], ["i4"]]),
    ],
)
def test_an_item_moves_one_place_and_over_headings(name: str, node: str, expected: list[list[str]]) -> None:
    assert _items(corrected(tree(), name, node=node)) == expected


@pytest.mark.parametrize(
    ("name", "node", "sentence"), [("move_up", "i1", "已经是第一条。"), ("move_down", "i4", "已经是最后一条。")]
)
def test_at_the_ends_an_item_stays(name: str, node: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        corrected(tree(), name, node=node)


def test_an_item_moves_to_another_section() -> None:
    assert _items(corrected(tree(), "move_to", node="i1", section="s2")) == [["i2"], ["i3", "i4", "i1"]]


def test_an_item_becomes_a_heading_and_takes_the_items_after_it() -> None:
    found = corrected(tree(), "item_to_section", node="i1")

    first, new, _ = found.sections()
    assert (first.items, new.number, new.title) == ([], "1", "围绕养老服务议政")
    assert new.text == "组织委员视察。召开专题协商会。\n报送协商成果。"
    assert [item.id for item in new.items] == ["i2"]


def test_a_heading_becomes_an_item_of_the_section_before() -> None:
    found = corrected(tree(), "section_to_item", node="s2")

    (section,) = found.sections()
    assert [item.id for item in section.items] == ["i1", "i2", "n1", "i3", "i4"]
    assert (section.items[2].number_raw, section.items[2].title) == ("二、", "加强自身建设")


def test_what_is_no_heading_joins_the_text_before_it() -> None:
    found = corrected(tree(), "section_to_text", node="s2")

    assert _items(found) == [["i1", "i2", "i3", "i4"]]
    assert _item(found, "i2").text == "聚焦优化营商环境开展监督。\n二、加强自身建设"


@pytest.mark.parametrize("name", ["section_to_item", "section_to_text"])
def test_the_first_heading_cannot_go_where_nothing_is(name: str) -> None:
    with pytest.raises(Refused, match="这是第一个部分，前面没有可以放这些条目的部分。"):
        corrected(tree(), name, node="s1")


def test_a_section_starts_inside_the_preamble() -> None:
    found = corrected(tree(), "start_section", node="preamble", position="11")

    assert found.head.preamble == "总体要求是：稳中求进。"
    assert found.sections()[0].title == "重点抓好以下工作"


def test_the_text_below_a_heading_becomes_an_item() -> None:
    found = corrected(tree(), "start_item", node="s1")

    assert found.sections()[0].text == ""
    assert found.sections()[0].items[0].text == "抓住重点。"


def test_a_removed_line_goes_back_after_the_node_before_it() -> None:
    found = corrected(tree(), "put_back", line="6", place="0")

    assert _item(found, "i2").text == "聚焦优化营商环境开展监督。\n第 1 页"
    assert [each["line"] for each in found.removed] == [9]


def test_the_front_is_edited_and_the_plan_follows_its_year() -> None:
    found = corrected(
        tree(),
        "edit_head",
        title=" 新的 标题 ",
        year="2027",
        adopted_on="2027-01-08",
        adopted_meeting="主席会议",
        preamble="序言",
    )

    assert (found.head.title, found.head.year, found.head.adopted_on) == ("新的 标题", 2027, "2027-01-08")
    assert found.parts[0].year == 2027


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": "", "year": "2026"}, "请写明标题。"),
        ({"title": "要点", "year": ""}, "请写明年份，例如 2026。"),
        ({"title": "要点", "year": "二〇二六"}, "“二〇二六”不是这里能用的数字，请填 0 到 2100。"),
        ({"title": "要点", "year": "２０２６"}, "“２０２６”不是这里能用的数字"),
        ({"title": "要点", "year": "9" * 30}, "不是这里能用的数字"),
        ({"title": "要点", "year": "2026", "adopted_on": "3月12日"}, "“3月12日”不是日期，请照 2026-03-12 的样子填。"),
    ],
)
def test_a_front_that_cannot_be_read_is_refused(fields: dict[str, str], sentence: str) -> None:
    before = tree()

    with pytest.raises(Refused, match=sentence):
        corrected(before, "edit_head", **fields)

    assert before == tree()


def test_the_cover_notice_is_edited_and_keeps_its_text() -> None:
    before = draft()
    before.notice = {"title": "批转通知", "text": "现将要点印发给你们。", "copy_to": []}

    found = corrected(
        before.to_json(), "edit_notice", title="批转通知", by="中共云溪区委", copy_to="区人大\r\n区政府\r\n"
    )

    assert found.notice is not None
    assert (found.notice["by"], found.notice["copy_to"], found.notice["text"]) == (
        "中共云溪区委", ["区人大", "区政府"], "现将要点印发给你们。",
    )  # fmt: skip


def test_an_edited_row_looks_up_new_names_and_keeps_settled_ones() -> None:
    before = draft()
    settled = before.tasks[0]
    found = corrected(
        before.to_json(), "edit_row", node=settled.id, content="视察养老服务", month="5", month_end="6",
        leaders="顾云舟", departments="提案委、区老年大学",
    )  # fmt: skip

    row = found.tasks[0]
    assert (row.content, row.months.first, row.months.last) == ("视察养老服务", 5, 6)
    assert row.leaders[0].targets == [Target("person", 2, "顾云舟")]
    assert [(name.text, name.settled) for name in row.departments] == [("提案委", True), ("区老年大学", False)]
    assert row.departments[0].targets == [Target("body", 11, "提案委员会")]


def test_a_row_whose_months_are_turned_is_refused() -> None:
    with pytest.raises(Refused, match="起止月份的先后反了，请改过来。"):
        corrected(tree(), "edit_row", node="t1", content="视察", month="6", month_end="5")


def test_a_row_without_words_is_refused() -> None:
    with pytest.raises(Refused, match="请写明工作内容。不要这一行，请点“不要这行”。"):
        corrected(tree(), "edit_row", node="t1", content="  ")


def test_an_added_row_stands_at_the_end_of_its_month() -> None:
    found = corrected(tree(), "add_row", content="走访委员", month="5", leaders="", departments="办公室")

    assert [row.content for row in found.tasks] == ["开展养老服务视察", "走访委员", "召开重点提案督办会（6-8月）"]


def test_a_row_left_out_can_be_put_back() -> None:
    left = corrected(tree(), "leave_row", node="t1")
    back = corrected(left.to_json(), "take_row", node="t1")

    assert [row.id for row in left.taken_tasks()] == ["t2"]
    assert back == draft()


def test_exactly_the_ticked_rows_are_taken() -> None:
    found = corrected(tree(), "tick_rows", taken=["t2"])

    assert [row.taken for row in found.tasks] == [False, True]


def test_a_task_serves_the_chosen_item_or_none() -> None:
    chosen = corrected(tree(), "serve_item", node="t1", item="i2")
    none = corrected(tree(), "serve_item", node="t1", item="")

    assert (chosen.tasks[0].item, chosen.tasks[0].item_reason) == ("i2", "经办人选定")
    assert (none.tasks[0].item, none.tasks[0].item_reason) == ("", "")


def test_several_targets_are_chosen_for_one_name_in_all_rows() -> None:
    before = corrected(tree(), "edit_row", node="t1", content="视察", month="5", departments="有关专委会")
    before = corrected(before.to_json(), "edit_row", node="t2", content="督办", month="6", departments="有关专委会")

    found = corrected(
        before.to_json(), "choose_targets", column="departments", text="有关专委会", target=["body:11", "body:12"]
    )

    for row in found.tasks:
        assert [target.id for target in row.departments[0].targets] == [11, 12]
        assert row.departments[0].text == "有关专委会"
        assert row.departments[0].settled


def test_a_chosen_department_tells_who_is_in_charge_of_it() -> None:
    before = corrected(
        tree(), "edit_row", node="t1", content="督办", month="5", leaders="分管主席", departments="提案工委办"
    )
    assert [name.settled for name in before.tasks[0].names()] == [False, False]

    found = corrected(before.to_json(), "choose_targets", column="departments", text="提案工委办", target="body:11")

    assert found.tasks[0].leaders[0].targets == [Target("person", 2, "顾云舟")]
    assert found.tasks[0].leaders[0].settled


@pytest.mark.parametrize("target", ["body:99", "person:1", "body:", "x", ""])
def test_what_is_not_in_the_rolls_cannot_be_chosen(target: str) -> None:
    before = corrected(tree(), "edit_row", node="t1", content="视察", month="5", departments="有关专委会").to_json()
    kept = copy.deepcopy(before)

    with pytest.raises(Refused, match="这个选项已经不在了。"):
        corrected(before, "choose_targets", column="departments", text="有关专委会", target=target)

    assert before == kept


def test_a_name_can_stay_as_printed() -> None:
    before = corrected(tree(), "edit_row", node="t1", content="视察", month="5", departments="区老年大学")

    found = corrected(before.to_json(), "keep_as_text", column="departments", text="区老年大学")

    name = found.tasks[0].departments[0]
    assert (name.text, name.targets, name.settled) == ("区老年大学", [], True)


def test_a_topic_is_edited() -> None:
    found = corrected(
        tree(), "edit_topic", node="k1", title="居家养老", lead="林书宁", members="甲、乙", due_month="10"
    )

    topic = found.topics[0]
    assert (topic.title, topic.lead, topic.members, topic.due_month) == ("居家养老", "林书宁", ["甲", "乙"], 10)


@pytest.mark.parametrize(
    "name", sorted(set(CORRECTIONS) - {"edit_head", "edit_notice", "add_row", "tick_rows", "put_back"})
)
def test_a_node_that_is_gone_is_refused_with_a_sentence(name: str) -> None:
    if name in ("keep_as_text",):
        assert corrected(tree(), name, column="leaders", text="无此人") == draft()
        return
    with pytest.raises(Refused) as refusal:
        corrected(tree(), name, node="gone", content="有字", title="有字", section="s1", text="无此人", target="body:1")
    assert refusal.value.code == "gone"


def test_an_unknown_correction_is_refused() -> None:
    with pytest.raises(Refused, match="页面已经更新，没有这一步了。请刷新后再办。"):
        corrected(tree(), "drop_table")
