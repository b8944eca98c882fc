"""One act assigns all: handlings, dates, notices, sides, paper (handbook 5.5, 5.6; F046, F051)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.deadline.models import Deadline
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.org.models import OrgUnit
from yizheng.proposal import keys
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.enums import ShareRole as R
from yizheng.proposal.enums import Side
from yizheng.proposal.models import Handling
from yizheng.proposal.services import assigning
from yizheng.proposal.sides import side_of
from yizheng.proposal.tests import factories as make

PARTY, GOVERNMENT = 1, 2


def waiting(*units, role=R.SOLE, **changed):
    """A pre-assigned proposal with its units: the first hosts where there are several."""
    proposal = make.proposal(S.PRE_ASSIGNED, **changed)
    for order, unit in enumerate(units, start=1):
        each = role if len(units) == 1 or role == R.SEPARATE else R.HOST if order == 1 else R.CO
        make.planned(proposal, unit, each, order=order)
    return proposal


def test_all_are_assigned_in_one_act_and_every_unit_and_proposer_is_told_once(house, now):
    housing, finance = make.UnitFactory(name="区住建局"), make.UnitFactory(name="区财政局")
    of_housing, of_finance = make.as_unit(housing), make.as_unit(finance)
    first, second = waiting(housing, finance), waiting(housing)

    opened = assigning.assign_all(proposals=[first, second], by=make.assigner(), at=now)

    assert [(str(each.unit), each.role, each.on_paper) for each in opened] == [
        ("区住建局", "host", False), ("区财政局", "co", False), ("区住建局", "sole", False),
    ]  # fmt: skip
    assert {each.assigned_on for each in opened} == {datetime.date(2026, 3, 16)}
    entries = LedgerEntry.objects.filter(act="assign")
    assert (entries.count(), entries.values("act_id").distinct().count()) == (2, 1)
    told = {user: list(Notice.objects.filter(recipient_id=user).values_list("text", flat=True)) for user in (
        of_housing.user_id, of_finance.user_id, first.first_proposer.person.user_id,
    )}  # fmt: skip
    assert told == {
        of_housing.user_id: ["2件提案已交贵单位办理，请及时签收。"],
        of_finance.user_id: [f"{first.number}提案已交贵单位办理，请及时签收。"],
        first.first_proposer.person.user_id: [f"您的提案《{first.title}》已交区住建局（主办）、区财政局（会办）。"],
    }


def test_a_comprehensive_proposal_with_three_units_tracks_each(house, now):
    proposal = waiting(*(make.UnitFactory() for _ in range(3)), role=R.SEPARATE, is_comprehensive=True)

    opened = assigning.assign_all(proposals=[proposal], by=make.assigner(), at=now)

    owed = Deadline.objects.filter(kind="handling", act="issue_reply", state="running")
    assert sorted(owed.values_list("object_id", flat=True)) == sorted(each.pk for each in opened)
    assert [each.order for each in opened] == [1, 2, 3]


def test_a_unit_without_a_login_is_handled_on_paper(house, now):
    opened = assigning.assign_all(proposals=[waiting(make.UnitFactory())], by=make.assigner(), at=now)

    assert [each.on_paper for each in opened] == [True]


def test_the_side_of_the_answering_unit_assigns_and_each_handling_bears_its_units_side(house, now):
    party = make.UnitFactory(name="区委宣传部", category="party")
    proposal = waiting(party, make.UnitFactory(name="区文旅局"))

    with pytest.raises(Refused) as refusal:
        assigning.assign_all(proposals=[proposal], by=make.assigner(side=GOVERNMENT), at=now)
    proposal.refresh_from_db()
    assert refusal.value.message == f"{proposal.number}：答复单位属党委口，请由党委口的交办单位交办。"
    assert (proposal.state, Handling.objects.count(), Notice.objects.count()) == (S.PRE_ASSIGNED, 0, 0)

    opened = assigning.assign_all(proposals=[proposal], by=make.assigner(side=PARTY), at=now)

    assert [each.side for each in opened] == [Side.PARTY, Side.GOVERNMENT]


def test_which_categories_are_the_partys_is_configured(house, now):
    court = OrgUnit(name="区法院", category="judiciary")
    today = datetime.date(2026, 3, 16)
    assert side_of(court, today) == Side.PARTY

    set_value(keys.PARTY_SIDE.name, ["party"])

    assert side_of(court, today) == Side.GOVERNMENT


def set_value(name, value):
    from yizheng.org.models import Setting

    Setting.objects.create(key=name, value=value, valid_from=make.FROM)


@pytest.mark.parametrize("state", [S.FILED, S.ASSIGNED, S.HANDLING, S.WITHDRAWN])
def test_assigning_is_refused_from_any_other_state(house, now, state):
    proposal = make.proposal(state)
    make.planned(proposal)

    with pytest.raises(Refused) as refusal:
        assigning.assign_all(proposals=[proposal], by=make.assigner(), at=now)

    assert refusal.value.code == "stale"
    assert (Handling.objects.count(), LedgerEntry.objects.count(), Notice.objects.count()) == (0, 0, 0)


def test_a_unit_closed_since_it_was_named_holds_the_batch_back(house, now):
    good, heir = waiting(make.UnitFactory()), make.UnitFactory(name="区资规局")
    stale = waiting(make.UnitFactory(name="区国土局", valid_to=datetime.date(2026, 3, 12), merged_into=heir))

    with pytest.raises(Refused, match=f"{stale.number}：区国土局已并入区资规局"):
        assigning.assign_all(proposals=[good, stale], by=make.assigner(), at=now)

    good.refresh_from_db()
    assert (good.state, Handling.objects.count()) == (S.PRE_ASSIGNED, 0)


def test_a_clerk_of_the_proposal_committee_does_not_assign(house, now):
    proposal = waiting(make.UnitFactory())

    with pytest.raises(PermissionDenied):
        assigning.assign_all(proposals=[proposal], by=make.clerk(), at=now)

    assert Handling.objects.count() == 0


def test_nothing_chosen_is_said(house, now):
    with pytest.raises(Refused, match="请先勾选提案。"):
        assigning.assign_all(proposals=[], by=make.assigner(), at=now)
