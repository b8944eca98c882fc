"""Everything in a draft scheme is a field of its page, and the fields make the scheme again; knows no database."""

from __future__ import annotations

import pytest

from yizheng.duty import scheme_editing as editing
from yizheng.duty import scheme_fields
from yizheng.duty.scoring.facts import Fact, Member
from yizheng.duty.scoring.reckoning import reckon
from yizheng.duty.scoring.scheme import BadScheme, parse
from yizheng.duty.scoring.shipped import NAMES, text_of
from yizheng.proposal.tests.factories import moment

DEFAULT = text_of("default")
DAY = moment().date()


def fields(data):
    """Return what a browser posts of the page when nothing was touched."""
    rules = scheme_fields.rules_of(data)
    found = [each for part in scheme_fields.parts_of(data) for each in (*part["fields"], *part.get("more", ()))]
    news = ("new_exclusion", "new_minimum", "new_item", "new_group", "new_band")
    found += [each for name in news for each in rules[name]]
    found += [each for name in ("minimums", "groups", "bands") for part in rules[name] for each in part["fields"]]
    posted = {"whole": "1"}
    for each in found:
        if each["kind"] == "select":
            posted[each["name"]] = next((one["value"] for one in each["options"] if one["is_chosen"]), "")
        elif each["kind"] != "box" or each["is_on"]:
            posted[each["name"]] = str(each["value"]) if each["kind"] != "box" else "1"
    return posted


def points_of(data, facts, **member):
    return reckon(parse(data), Member(1, **member), facts)


def fact(number, kind, role=""):
    return Fact(number, 1, kind, role, DAY, f"{kind}:{number}")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_sent_back_untouched_is_the_same_scheme(name):
    data = text_of(name)

    assert parse(editing.with_values(data, fields(data))) == parse(data)


def test_a_scheme_with_exclusions_and_minimums_comes_back_untouched_too():
    minimum = {"name": "一件提案", "kinds": ["proposal_filed"], "at_least": 1, "band_at_most": "competent"}
    data = {**DEFAULT, "exclusions": [["C", "E"]], "minimums": [minimum]}

    assert parse(editing.with_values(data, fields(data))) == parse(data)


def test_the_factor_of_a_role_is_read_in_words():
    changed = editing.with_values(DEFAULT, {"role:C:proposal_filed:co": "首件的1/2", "limit:C:proposal_filed:co": "1"})

    tally = points_of(changed, [fact(1, "proposal_filed", "co"), fact(2, "proposal_filed", "co")])

    assert tally.items["C"] == 750


def test_an_item_is_added_and_another_taken_out():
    given = {
        "item:new:name": "典型事迹", "item:new:group": "bonus", "item:new:kind": "typical_case",
        "item:new:points": "4", "item:new:cap": "6", "drop:H": "1",
    }  # fmt: skip

    changed = editing.with_values(DEFAULT, given)
    tally = points_of(changed, [fact(1, "typical_case"), fact(2, "typical_case"), fact(3, "social_service")])

    assert tally.items["X1"] == 600
    assert "H" not in tally.items
    assert changed["items"][-1]["code"] == "X1"


def test_a_kind_is_added_to_an_item_and_another_taken_out():
    given = {"addkind:D": "visit", "addpoints:D": "3", "dropkind:D:training": "1"}

    tally = points_of(editing.with_values(DEFAULT, given), [fact(1, "visit"), fact(2, "training")])

    assert tally.items["D"] == 300


def test_of_two_items_that_exclude_each_other_the_higher_counts_and_the_rule_goes_with_its_item():
    changed = editing.with_values(DEFAULT, {"exclusion:new:a": "E", "exclusion:new:b": "C"})

    tally = points_of(changed, [fact(1, "proposal_filed", "lead"), fact(2, "opinion_submitted", "lead")])

    assert changed["exclusions"] == [["C", "E"]]
    assert (tally.items["C"], tally.items["E"]) == (1500, 0)
    assert editing.with_values(changed, {"exclusion:0:drop": "1"})["exclusions"] == []
    assert editing.with_values(changed, {"drop:E": "1"})["exclusions"] == []


def test_a_minimum_bounds_the_band_and_is_said_in_words():
    given = {
        "minimum:new:name": "一件提案或信息", "minimum:new:kind": "proposal_filed",
        "minimum:new:kind2": "opinion_submitted", "minimum:new:at_least": "1", "minimum:new:band": "incompetent",
    }  # fmt: skip
    changed = editing.with_values({**DEFAULT, "bands": [
        {"code": "good", "name": "良好", "from": 1}, {"code": "incompetent", "name": "不称职", "from": 0},
    ]}, given)  # fmt: skip

    assert points_of(changed, [fact(1, "research")]).band == "incompetent"
    assert points_of(changed, [fact(1, "research"), fact(2, "opinion_submitted", "lead")]).band == "good"
    assert ("一件提案或信息", "提案立案或报送社情民意信息至少1次，达不到的最高给不称职") in scheme_fields.plain_rules(
        changed
    )


def test_an_item_is_given_to_others_and_boxes_left_empty_are_empty():
    posted = fields(DEFAULT) | {"only:B": "others"}
    del posted["prorate:D"]

    changed = {item["code"]: item for item in editing.with_values(DEFAULT, posted)["items"]}

    assert changed["B"]["only"] == "others"
    assert (changed["D"]["prorate"], changed["F"]["prorate"]) == (False, True)


@pytest.mark.parametrize(
    "given",
    [
        {"role:A:plenary:present": "很多"}, {"points:D:research": "九分"}, {"group:A": "nowhere"}, {"name:A": "　"},
        {"mode:D": "share", "cap:D": ""}, {"joint:E:opinion_submitted": "1/0"},
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_said_before_it_is_saved(given):
    with pytest.raises(BadScheme):
        parse(editing.with_values(DEFAULT, given))


def test_a_group_is_added_and_an_item_put_into_it():
    changed = editing.with_values(DEFAULT, {"group:new:name": "质量分", "group:new:cap": "6", "group:G": "group1"})

    tally = points_of(changed, [fact(1, "speech_oral"), fact(2, "speech_written")])

    assert changed["groups"][-1] == {"code": "group1", "name": "质量分", "cap": "6"}
    assert (tally.groups["group1"], tally.total) == (600, 600)


def test_a_group_bears_another_name_and_bound_or_none():
    changed = editing.with_values(DEFAULT, {"groupname:bonus": "附加分", "groupcap:bonus": "3", "groupcap:base": " "})

    tally = points_of(changed, [fact(1, "speech_oral")])

    assert [group["name"] for group in changed["groups"]] == ["基本分", "附加分", "扣分"]
    assert (tally.groups["bonus"], parse(changed).groups[0].cap) == (300, None)


def test_an_empty_group_is_taken_out():
    changed = editing.with_values(DEFAULT, {"groupdrop:deduction": "1", "drop:J": "1"})

    assert [group.code for group in parse(changed).groups] == ["base", "bonus"]


def test_a_band_is_added_between_two_and_named():
    changed = editing.with_values(
        DEFAULT, {"band:new:name": "较好", "band:new:from": "65", "bandname:excellent": "优秀委员"}
    )

    assert [(band.name, band.at_least) for band in parse(changed).bands] == [
        ("优秀委员", 9000), ("良好", 7500), ("较好", 6500), ("称职", 6000), ("不称职", 0),
    ]  # fmt: skip


def test_a_band_is_taken_out():
    changed = editing.with_values(DEFAULT, {"banddrop:good": "1"})

    assert [band.code for band in parse(changed).bands] == ["excellent", "competent", "incompetent"]


def test_a_role_is_added_to_a_kind_with_its_factor_and_how_many_count():
    given = {
        "addrole:C:proposal_converted": "co", "addpart:C:proposal_converted": "1/5",
        "addlimit:C:proposal_converted": "1",
    }  # fmt: skip
    facts = [fact(1, "proposal_converted", "co"), fact(2, "proposal_converted", "co")]

    changed = editing.with_values(DEFAULT, given)

    assert points_of(DEFAULT, facts).items["C"] == 0
    assert points_of(changed, facts).items["C"] == 100


def test_of_a_kind_that_told_no_roles_apart_the_first_one_alone_counts():
    facts = [fact(1, "research"), fact(2, "research", "lead")]

    changed = editing.with_values(DEFAULT, {"addrole:D:research": "lead", "addpart:D:research": "2"})

    assert (points_of(DEFAULT, facts).items["D"], points_of(changed, facts).items["D"]) == (800, 800)
    assert [line.fact.id for line in points_of(changed, facts).lines if line.item == "D"] == [2]


def test_a_role_is_taken_out_of_a_kind():
    facts = [fact(1, "proposal_filed", "co")]

    changed = editing.with_values(DEFAULT, {"droprole:C:proposal_filed:co": "1"})

    assert (points_of(DEFAULT, facts).items["C"], points_of(changed, facts).items["C"]) == (500, 0)
    assert "co" not in next(item for item in parse(changed).items if item.code == "C").rates["proposal_filed"].limit


def test_every_new_field_of_the_page_can_be_sent_back():
    changed = editing.with_values(DEFAULT, {
        "group:new:name": "质量分", "band:new:name": "较好", "band:new:from": "65", "addrole:D:research": "lead",
    })  # fmt: skip

    assert parse(editing.with_values(changed, fields(changed))) == parse(changed)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"groupdrop:bonus": "1"}, "项目“成果质量”归入的分组没有了，请先给它另选一个分组。"),
        ({"group:new:name": "加分"}, "有两个分组都叫“加分”，请改一个名称。"),
        ({"group:new:name": "质量分", "group:new:cap": "很多"}, "分组：“很多”不是分数。"),
        ({"band:new:name": "较好"}, "等次“较好”：“没有填”不是分数。"),
        ({"band:new:name": "较好", "band:new:from": "75"}, "等次“较好”和“良好”从同一个分数起，请改一个。"),
        ({"band:new:name": "良好", "band:new:from": "80"}, "有两个等次都叫“良好”，请改一个名称。"),
        ({"banddrop:incompetent": "1"}, "最低一个等次要从0分起，否则有人没有等次。"),
        ({"band:incompetent": "-5"}, "最低一个等次要从0分起，否则有人没有等次。"),
        (
            {f"banddrop:{code}": "1" for code in ("excellent", "good", "competent")},
            "至少要有两个等次。",
        ),
        (
            {"addrole:D:research": "lead", "addpart:D:research": "一半"},
            "项目“活动”：“一半”不是比例，请写成1、0.5或1/3。",
        ),
        (
            {"addrole:D:research": "lead", "addpart:D:research": " "},
            "项目“活动”：“没有填”不是比例，请写成1、0.5或1/3。",
        ),
    ],
)
def test_a_group_a_band_or_a_role_that_does_not_fit_is_refused_in_words(given, said):
    with pytest.raises(BadScheme) as wrong:
        parse(editing.with_values(DEFAULT, given))

    assert str(wrong.value) == said
