"""Which unit is suggested, and why."""

import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.org.models import UnitAlias
from yizheng.proposal import suggesting
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.enums import ShareRole as R
from yizheng.proposal.tests import factories as make

TODAY = datetime.date(2026, 3, 16)
LIFTS = "关于推进老旧小区加装电梯的建议"
SHEDS = "关于加快街头岗亭改造的建议"


def suggest(**changed):
    given = {"title": LIFTS, "background": "", "analysis": "", **changed}
    proposal = make.proposal(S.FILED, **given)
    proposal.suggestions.all().delete()
    found = suggesting.suggest_units(proposal, on=TODAY, by=make.clerk())
    return [(str(each.unit), each.role, each.reason, each.confidence) for each in found]


def past(title, unit, times=1, role=R.SOLE):
    for _ in range(times):
        make.handling(make.proposal(S.HANDLING, title=title), unit, role)


def test_a_unit_that_answered_like_proposals_is_suggested_with_their_number(house):
    housing, school = make.UnitFactory(name="区住建局"), make.UnitFactory(name="区教育局")
    past("关于老旧小区加装电梯补贴的建议", housing, times=2)
    past("关于增加幼儿园学位的建议", school, times=3)

    ((unit, role, reason, confidence),) = suggest()

    assert (unit, role, confidence) == ("区住建局", R.SOLE, "把握大")
    assert reason.startswith("近年2件相近的由它办理，如第002号，都讲到")
    assert reason.endswith("；这类单位通常管“老旧小区改造”")
    assert "电梯" in reason


def test_a_unit_named_in_the_text_is_suggested_and_the_words_are_quoted(house):
    housing = make.UnitFactory(name="云溪区住房和城乡建设局")
    UnitAlias.objects.create(unit=housing, text="区住建局", valid_from=make.FROM)

    found = suggest(background="区住建局出台了办法，落实不够。")

    assert found == [("云溪区住房和城乡建设局", R.SOLE, "文中提到“区住建局”；这类单位通常管“老旧小区改造”", "把握大")]


def test_a_second_unit_is_suggested_beside_the_likeliest(house):
    make.UnitFactory(name="区民政局")
    make.UnitFactory(name="区财政局")

    found = suggest(background="区民政局和区财政局要合力。")

    assert [(unit, role) for unit, role, _, _ in found] == [("区民政局", R.HOST), ("区财政局", R.CO)]


def test_one_earlier_proposal_alone_is_no_sure_sign(house):
    past(SHEDS, make.UnitFactory(name="甲中心"))

    assert [confidence for *_, confidence in suggest(title=SHEDS)] == ["一般"]


def test_the_proposers_wish_counts_a_little_and_is_named(house):
    unit = make.UnitFactory(name="区民政局")
    proposal = make.proposal(S.FILED, title=LIFTS)
    make.planned(proposal, unit, source="proposer")

    (found,) = suggesting.suggest_units(proposal, on=TODAY, by=make.clerk())

    assert (found.unit, found.reason, found.confidence) == (unit, "提案人希望由它办理", "没有把握")


def test_without_any_case_the_usual_duties_of_a_unit_speak(house):
    make.UnitFactory(name="区住建局")
    make.UnitFactory(name="区教育局")

    assert suggest() == [("区住建局", R.SOLE, "这类单位通常管“老旧小区改造”", "一般")]


def test_nothing_known_suggests_nothing(house):
    make.UnitFactory(name="甲中心")

    assert suggest(title=SHEDS) == []


def test_a_closed_unit_a_stopped_handling_and_a_name_of_two_units_suggest_nothing(house):
    past("关于老旧小区加装电梯补贴的建议", make.UnitFactory(name="区房管局", valid_to=datetime.date(2026, 1, 1)))
    make.handling(make.proposal(S.HANDLING, title=LIFTS), make.UnitFactory(), state="stopped")
    for name in ("东区街道", "西区街道"):
        UnitAlias.objects.create(unit=make.UnitFactory(name=name), text="街道办", valid_from=make.FROM)

    assert suggest(background="街道办要牵头。") == []


def test_the_queries_do_not_grow_with_the_proposals(house):
    past("关于老旧小区加装电梯补贴的建议", make.UnitFactory(), times=3)
    proposals = [make.proposal(S.FILED, title=LIFTS) for _ in range(3)]
    clerk = make.clerk()

    with CaptureQueriesContext(connection) as one:
        suggesting.suggest_for(proposals[:1], on=TODAY, by=clerk)
    with CaptureQueriesContext(connection) as three:
        suggesting.suggest_for(proposals, on=TODAY, by=clerk)

    assert (len(one), len(three)) == (7, 7)
