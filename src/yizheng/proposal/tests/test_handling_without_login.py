"""A unit without a login is the assigner's to-do until it has answered (office-practice 19)."""

import pytest

from yizheng.proposal.enums import HandlingState, ProposalState, ShareRole, Side
from yizheng.proposal.services import adjusting, handling
from yizheng.proposal.subjects.owed import handling_owed
from yizheng.todo.models import Todo

from . import factories as make

S, H, R = ProposalState, HandlingState, ShareRole


def owed(state, role=R.SOLE):
    row = make.handling(make.proposal(S.HANDLING), role=role, state=state, on_paper=True)
    return [(each.act, each.label, each.role, each.due_on) for each in handling_owed(row)], row.due_on


@pytest.mark.parametrize("state", [H.ASSIGNED, H.SIGNED, H.CONTACTED, H.DRAFTED, H.REJECTED])
def test_the_reply_of_an_answering_unit_is_chased_up_by_its_date(house, state):
    found, due = owed(state)
    assert found == [("issue_reply", "催办并代录答复", "assigner", due)]


def test_the_opinion_of_a_co_handler_is_chased_up(house):
    found, due = owed(H.ASSIGNED, R.CO)
    assert found == [("send_co_opinion", "催办并代录会办意见", "assigner", due)]


@pytest.mark.parametrize(("state", "role"), [(H.ISSUED, R.SOLE), (H.OPINED, R.CO), (H.STOPPED, R.SOLE)])
def test_what_is_over_is_chased_up_no_more(house, state, role):
    assert owed(state, role)[0] == []


def test_one_to_do_stands_from_the_assignment_on_and_a_request_for_another_unit_is_decided(house, now):
    of, assigner = make.proposal(S.PRE_ASSIGNED), make.assigner()
    row = handling.open_handling(
        proposal=of,
        unit=make.UnitFactory(),
        role=R.SOLE,
        side=Side.GOVERNMENT,
        order=1,
        on_paper=True,
        by=assigner,
        at=now,
    )
    row = handling.sign_for(handling=row, by=assigner, at=now)
    open_ones = Todo.objects.filter(kind="handling", object_id=row.pk, closed_at=None)
    assert list(open_ones.values_list("act", "role")) == [("issue_reply", "assigner")]

    adjusting.request_adjustment(
        handling=row, reason="不属职责", suggested_unit=None, signed_by_name="贺建平", by=assigner, at=now
    )

    assert list(open_ones.values_list("act", flat=True)) == ["decide_adjustment"]
