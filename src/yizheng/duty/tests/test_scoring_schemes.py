"""The shipped schemes reckon what their documents say (handbook 10.5 and 10.6; R51, R53, R54)."""

from datetime import date
from itertools import count

import pytest

from yizheng.duty.scoring.facts import Fact, Gate, Member
from yizheng.duty.scoring.reckoning import Cut, Tally, reckon
from yizheng.duty.scoring.scheme import BadScheme, parse
from yizheng.duty.scoring.shipped import NAMES, shipped, text_of

ids = count(1)


def fact(kind: str, role: str = "", subject: str = "", *, parts: int = 1, quantity: int = 100, day: int = 1) -> Fact:
    number = next(ids)
    return Fact(number, 1, kind, role, date(2018, 3, day), subject or f"{kind}:{number}", quantity, parts)


def half_days(kind: str, *roles: str, meeting: int = 1) -> list[Fact]:
    return [fact(kind, role, f"meeting:{meeting}/{at}") for at, role in enumerate(roles)]


def score(name: str, facts: list[Fact], **of: object) -> Tally:
    return reckon(shipped(name), Member(1, **of), facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_scheme_holds_together(name: str) -> None:
    assert shipped(name).code == name


# R51: 120 = 70 + at most 50


THREE_ONES = (("plenary", "present"), ("proposal_submitted", "lead"), ("research", ""))


def three_ones() -> list[Fact]:
    return [fact(kind, role) for kind, role in THREE_ONES]


def test_jinan_gives_seventy_for_the_three_ones_and_that_is_competent() -> None:
    tally = score("jinan-2015", three_ones())

    assert (tally.total, tally.band, tally.unmet) == (7000, "competent", ())


@pytest.mark.parametrize(
    ("role", "total"), [("absent", 4000), ("leave_private", 6000), ("leave_excused", 6000), ("present", 7000)]
)
def test_jinan_takes_thirty_for_absence_from_the_plenary_and_ten_for_leave(role: str, total: int) -> None:
    assert score("jinan-2015", half_days("plenary", role, role, role)).total == total


def test_jinan_takes_nothing_for_one_half_day() -> None:
    assert score("jinan-2015", half_days("plenary", "present", "absent")).total == 7000


@pytest.mark.parametrize(("filed", "bonus"), [(0, 0), (1, 0), (2, 500), (4, 1500), (20, 5000)])
def test_jinan_adds_five_for_each_filed_beyond_the_first_up_to_fifty(filed: int, bonus: int) -> None:
    assert score("jinan-2015", [fact("proposal_filed", "lead") for _ in range(filed)]).groups["bonus"] == bonus


def test_jinan_adds_for_key_and_excellent_only_to_the_first_proposer() -> None:
    lead = [fact("proposal_key", "lead"), fact("proposal_excellent", "lead")]
    co = [fact("proposal_key", "co"), fact("proposal_excellent", "co")]

    assert score("jinan-2015", lead).groups["bonus"] == 1500
    assert score("jinan-2015", co).groups["bonus"] == 0


def test_jinan_caps_welfare_at_ten() -> None:
    tally = score("jinan-2015", [fact("social_service") for _ in range(7)])

    assert tally.items["welfare"] == 1000
    assert [line.cut for line in tally.lines if line.item == "welfare"] == [""] * 5 + [Cut.CAP] * 2


@pytest.mark.parametrize("missing", range(3))
def test_jinan_without_one_of_the_three_is_incompetent_whatever_the_points(missing: int) -> None:
    facts = [each for at, each in enumerate(three_ones()) if at != missing]

    tally = score("jinan-2015", facts)

    assert tally.total == 7000
    assert tally.band_by_points == "competent"
    assert tally.band == "incompetent"
    assert len(tally.unmet) == 1


def test_jinan_asks_three_standing_meetings_of_standing_members_only() -> None:
    meetings = [each for number in (1, 2) for each in half_days("standing", "present", "present", meeting=number)]

    assert score("jinan-2015", three_ones() + meetings, standing=True).band == "incompetent"
    third = half_days("standing", "late", meeting=3)
    assert score("jinan-2015", three_ones() + meetings + third, standing=True).band == "competent"
    assert score("jinan-2015", three_ones()).band == "competent"


@pytest.mark.parametrize(
    ("filed", "welfare", "band"), [(4, 0, "excellent"), (3, 2, "competent"), (3, 3, "excellent"), (1, 0, "competent")]
)
def test_jinan_is_excellent_from_eighty_five(filed: int, welfare: int, band: str) -> None:
    deeds = [fact("proposal_filed", "lead") for _ in range(filed)] + [fact("social_service") for _ in range(welfare)]

    assert score("jinan-2015", three_ones() + deeds).band == band


# R53: fifty for meetings, taken away from


@pytest.mark.parametrize(
    ("plenary", "standing", "left"), [(0, 0, 5000), (1, 0, 4000), (0, 1, 4500), (1, 3, 2500), (2, 7, 0)]
)
def test_anqing_takes_ten_for_a_plenary_and_five_for_others_down_to_nothing(
    plenary: int, standing: int, left: int
) -> None:
    facts = [each for number in range(plenary) for each in half_days("plenary", "absent", "absent", meeting=number)] + [
        each for number in range(standing) for each in half_days("standing", "absent", meeting=100 + number)
    ]

    assert score("anqing-2018", facts).items["meetings"] == left


def test_anqing_takes_nothing_for_approved_leave() -> None:
    assert score("anqing-2018", half_days("plenary", "leave_private", "present")).items["meetings"] == 5000


def test_anqing_gives_thirty_at_most_for_proposals_and_twenty_for_all_else() -> None:
    facts = [fact("proposal_submitted", "lead") for _ in range(5)] + [fact("research") for _ in range(9)]
    tally = score("anqing-2018", [*facts, *(fact("opinion_submitted") for _ in range(4))])

    assert tally.items["proposals"] == 3000
    assert tally.groups["other"] == 2000
    assert (tally.total, tally.band) == (10000, "excellent")


@pytest.mark.parametrize(
    ("missed", "band"), [(0, "excellent"), (2, "excellent"), (3, "good"), (5, "competent"), (9, "incompetent")]
)
def test_anqing_has_four_bands(missed: int, band: str) -> None:
    facts = [each for number in range(missed) for each in half_days("standing", "absent", meeting=number)]
    facts += [fact("proposal_submitted", "lead") for _ in range(2)] + [fact("research") for _ in range(4)]

    assert score("anqing-2018", facts).band == band


# R54: fifty, twenty-five, ten, fifteen


@pytest.mark.parametrize(
    ("role", "points"), [("present", 5000), ("leave_private", 3000), ("leave_excused", 3000), ("absent", 0)]
)
def test_tongcheng_gives_fifty_thirty_or_nothing_for_the_plenary(role: str, points: int) -> None:
    assert score("tongcheng-2019", half_days("plenary", role, role, role)).items["plenary"] == points


def test_tongcheng_takes_two_for_leave_and_five_for_absence_from_standing_members() -> None:
    facts = half_days("plenary", "present") + half_days("standing", "leave_private", "leave_private", meeting=2)
    facts += half_days("standing", "absent", meeting=3)

    assert score("tongcheng-2019", facts, standing=True).total == 4300
    assert score("tongcheng-2019", facts).total == 5000


def proposal(role: str, parts: int = 1) -> list[Fact]:
    return [fact(kind, role, "proposal:1", parts=parts) for kind in ("proposal_submitted", "proposal_filed")]


def test_tongcheng_gives_ten_for_handing_in_and_fifteen_more_for_filing() -> None:
    tally = score("tongcheng-2019", proposal("lead"))

    assert [line.counted for line in tally.lines] == [1000, 1500]
    assert tally.items["proposals"] == 2500


def test_tongcheng_gives_the_first_half_and_lets_the_others_share() -> None:
    assert score("tongcheng-2019", proposal("lead", parts=3)).items["proposals"] == 1250
    assert score("tongcheng-2019", proposal("co", parts=3)).items["proposals"] == 625
    assert score("tongcheng-2019", proposal("main", parts=3)).items["proposals"] == 2500


def test_tongcheng_caps_activities_and_opinions() -> None:
    facts = [fact("speech_written"), *(fact("research") for _ in range(4))]
    facts += [fact("opinion_submitted", "", "opinion:1"), fact("opinion_adopted_own", "", "opinion:1")]
    facts += [fact("opinion_submitted", "", "opinion:2")]

    tally = score("tongcheng-2019", facts)

    assert tally.items["activities"] == 1000
    assert tally.items["opinions"] == 1500


def test_tongcheng_passes_from_sixty() -> None:
    present = half_days("plenary", "present")

    assert score("tongcheng-2019", [*present, fact("opinion_submitted")]).band == "passed"
    assert score("tongcheng-2019", [*present, *(fact("research") for _ in range(4))]).band == "not_passed"


# the default, 10.6


def test_a_plenary_is_thirty_times_credit_by_due() -> None:
    tally = score("default", half_days("plenary", *["present"] * 10, "leave_private", "absent"))

    assert tally.items["A"] == 2625
    assert sum(line.counted for line in tally.lines if line.item == "A") == 2625


def test_leave_for_duty_or_illness_leaves_the_due() -> None:
    assert score("default", half_days("plenary", "present", "leave_excused", "exempt")).items["A"] == 3000
    assert score("default", half_days("plenary", "leave_excused", "leave_excused")).items["A"] == 3000


def test_standing_meetings_count_for_standing_members_and_activities_more_for_others() -> None:
    facts = half_days("standing", "present", "absent") + [fact("research") for _ in range(9)]

    standing, other = score("default", facts, standing=True), score("default", facts)

    assert (standing.items["B"], standing.items["D"]) == (500, 2000)
    assert (other.items["B"], other.items["D"]) == (0, 3000)


def test_first_filed_is_fifteen_more_are_five_and_the_cap_is_twenty() -> None:
    assert score("default", [fact("proposal_filed", "lead")]).items["C"] == 1500
    assert score("default", [fact("proposal_filed", "lead") for _ in range(2)]).items["C"] == 2000
    assert score("default", [fact("proposal_filed", "lead") for _ in range(5)]).items["C"] == 2000


def test_signing_along_is_a_third_of_the_first_and_three_of_them_count() -> None:
    tally = score("default", [fact("proposal_filed", "co") for _ in range(5)])

    assert [line.points for line in tally.lines] == [500, 500, 500, 0, 0]
    assert [line.cut for line in tally.lines] == ["", "", "", Cut.LIMIT, Cut.LIMIT]


def test_a_converted_proposal_leaves_the_first_filed_its_fifteen() -> None:
    facts = [fact("proposal_converted", "lead", day=1), fact("proposal_filed", "lead", day=2)]

    assert score("default", facts).items["C"] == 2000


def test_one_deed_from_two_hosts_counts_once() -> None:
    twice = [fact("research", "", "activity:7"), fact("research", "", "activity:7")]

    tally = score("default", twice)

    assert tally.items["D"] == 400
    assert [line.cut for line in tally.lines] == ["", Cut.TWICE]


def test_training_counts_as_activity_and_by_half_days_as_study() -> None:
    tally = score("default", [fact("training", quantity=300)])

    assert (tally.items["D"], tally.items["F"]) == (400, 300)


def test_authors_of_one_piece_share_its_points() -> None:
    lead = score("default", [fact("opinion_adopted_own", "lead", "opinion:1", parts=3)])
    other = score("default", [fact("opinion_adopted_own", "co", "opinion:1", parts=3)])

    assert (lead.items["E"], other.items["E"]) == (300, 100)


def test_of_honours_for_one_thing_the_highest_counts() -> None:
    facts = [fact("honour_district", "", "honour:1"), fact("honour_province", "", "honour:1")]

    tally = score("default", [*facts, fact("honour_city", "", "honour:2")])

    assert tally.items["I"] == 1000
    assert sorted(line.cut for line in tally.lines) == ["", "", Cut.LOWER]


def test_absence_takes_ten_once_for_a_plenary_and_never_below_nothing() -> None:
    tally = score("default", half_days("plenary", "absent", "absent", "present"))

    assert tally.groups == {"base": 1000, "bonus": 0, "deduction": -1000}
    assert tally.total == 0


def test_bonus_stops_at_thirty_and_says_where_it_was_cut() -> None:
    tally = score("default", [fact("instruction") for _ in range(7)])

    assert tally.groups["bonus"] == 3000
    assert [line.cut for line in tally.lines] == [""] * 6 + [Cut.GROUP_CAP]


def test_who_joined_in_june_needs_fewer_activities_for_the_same_points() -> None:
    facts = [fact("research"), fact("research")]

    assert score("default", facts, months=6).items["D"] == 1600
    assert score("default", facts, months=12).items["D"] == 800
    assert score("jinan-2015", [fact("plenary", "present")], months=5).unmet == ()


def test_the_gate_stands_before_the_points() -> None:
    facts = half_days("plenary", "present") + [fact("proposal_filed", "lead") for _ in range(3)]
    facts += [fact("research") for _ in range(8)] + [fact("instruction") for _ in range(6)]

    assert score("default", facts).band == "excellent"
    assert score("default", facts, gate=Gate.WAITING).band == ""
    failed = score("default", facts, gate=Gate.FAILED)
    assert (failed.total, failed.band_by_points, failed.band) == (11000, "excellent", "incompetent")


def test_a_grave_breach_keeps_from_every_band_but_the_last() -> None:
    facts = half_days("plenary", "present") + [fact("research") for _ in range(8)] + [fact("conduct_grave")]

    assert score("default", facts).band == "incompetent"


def test_of_items_that_exclude_each_other_the_higher_counts() -> None:
    data = text_of("default") | {"exclusions": [["C", "E"]]}
    facts = [fact("proposal_filed", "lead"), fact("opinion_submitted")]

    tally = reckon(parse(data), Member(1), facts)

    assert (tally.items["C"], tally.items["E"], tally.total) == (1500, 0, 1500)
    assert [line.cut for line in tally.lines] == ["", Cut.EXCLUDED]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "办法缺“name”。"),
        ({"items": []}, "办法的“items”是空的或写法不对。"),
        ({"bands": [{"code": "a", "name": "合格", "from": 60}]}, "最低一个等次要从0分起，否则有人没有等次。"),
        ({"groups": [{"code": "base", "name": "基本分"}]}, "项目“成果质量”归入的分组没有了，请先给它另选一个分组。"),
        ({"exclusions": [["C", "Z"]]}, "取高不累计的项目里有没列出的项目。"),
        (
            {"bands": [{"code": "a", "name": "好", "from": "很多"}, {"code": "b", "name": "差", "from": 0}]},
            "等次“好”：“很多”不是分数。",
        ),
        (
            {"bands": [{"code": "a", "name": "好", "from": "1e999999"}, {"code": "b", "name": "差", "from": 0}]},
            "等次“好”：“1e999999”不是分数。",
        ),
    ],
)
def test_a_scheme_that_does_not_hold_together_says_where(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadScheme) as refused:
        parse(text_of("default") | change)

    assert str(refused.value) == sentence
