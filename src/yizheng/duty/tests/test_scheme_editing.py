"""Everything in a draft scheme is a field of its page, and the fields make the scheme again; knows no database."""

from __future__ import annotations

import pytest

from yizheng.duty import scheme_editing as editing
from yizheng.duty.scoring.facts import Fact, Member
from yizheng.duty.scoring.reckoning import reckon
from yizheng.duty.scoring.scheme import BadScheme, parse
from yizheng.duty.scoring.shipped import NAMES, text_of
from yizheng.proposal.tests.factories import moment

DEFAULT = text_of("default")
DAY = moment().date()


def fields(data):
    """Return what a browser posts of the page when nothing was touched."""
    rules = editing.rules_of(data)
    found = [each for part in editing.parts_of(data) for each in (*part["fields"], *part.get("more", ()))]
    found += [each for name in ("new_exclusion", "new_minimum", "new_item") for each in rules[name]]
    found += [each for part in rules["minimums"] for each in part["fields"]]
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
    assert ("一件提案或信息", "提案立案或报送社情民意信息至少1次，达不到的最高给不称职") in editing.plain_rules(changed)


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
