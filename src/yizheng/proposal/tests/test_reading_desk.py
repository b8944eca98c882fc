"""What the proposal room shows on desks: each hat its own, each number opening its list."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.proposal.desk import assigner, clerk, leader, member
from yizheng.proposal.enums import HandlingState, ProposalState, ShareRole, Side
from yizheng.proposal.models import AdjustRequest, KeyAssignment, KeyLeader

from . import factories as make

S = ProposalState
TODAY = date(2026, 3, 16)
READS = (
    member.read_own, member.read_invitations, clerk.read_session, assigner.read_assigning, assigner.read_late_units,
    leader.read_session, leader.read_key_ones,
)  # fmt: skip


def late_one(unit, **changed):
    """Make a proposal that a unit has not answered in time."""
    made = make.proposal(S.HANDLING)
    return make.handling(made, unit, state=HandlingState.SIGNED, due_on=date(2026, 3, 13), **changed)


def lines(card):
    """Return text, word and note of the lines of a card."""
    return [(line.text, line.word, line.note) for line in card["lines"]]


def figures(card):
    """Return label and number of the figures of a card."""
    return [(figure.label, figure.number) for figure in card["figures"]]


def test_a_member_reads_where_each_proposal_stands_and_what_is_asked_of_them_first(house):
    me, unit = make.member(), make.UnitFactory(name="云溪区住建局")
    answered = make.proposal(S.REPLIED, first=me, title="关于停车的建议")
    reply = make.reply(make.handling(answered, unit, state=HandlingState.ISSUED))
    make.feedback(reply)
    back = make.proposal(S.RETURNED, first=me, title="关于路灯的建议", touched_at=make.moment(9))
    make.proposal(S.FILED, title="关于别人的建议")

    found = member.read_own(make.as_member(me), TODAY)

    assert lines(member.own(found)) == [
        ("关于停车的建议", "请您评价", f"{answered.number}　云溪区住建局（单独）"),
        ("关于路灯的建议", "退回修改", f"{back.number}　请修改后再交"),
    ]


def test_a_party_reads_where_its_collective_proposals_stand(house):
    made = make.collective(S.FILED, title="关于民营经济的建议")
    make.collective(S.FILED)
    scope = {"scope_kind": "participating_body", "scope_id": made.party_body_id}

    found = member.read_own(make.as_role(Role.PARTICIPATING_BODY_CLERK, **scope), TODAY)

    assert lines(member.own(found)) == [("关于民营经济的建议", "已立案", made.number)]


def test_a_member_sees_who_asks_them_to_sign_along(house):
    me, joint = make.member(), make.proposal(S.COSIGNING, title="关于湿地的建议")
    make.signer(joint, me)

    found = member.read_invitations(make.as_member(me), TODAY)

    assert lines(member.invitations(found)) == [("关于湿地的建议", "待您答复", f"{joint.proposer_name}请您联名")]


def test_the_clerk_counts_the_session_and_each_number_opens_its_list(browser):
    actor = make.clerk()
    for state in (S.SUBMITTED, S.FILED, S.NOT_FILED):
        make.proposal(state)
    late_one(make.UnitFactory())

    card = clerk.stages(clerk.read_session(actor, TODAY))

    assert figures(card) == [
        ("收到", 4), ("审查中", 1), ("立案", 2), ("待交办", 1), ("办理中", 1), ("已答复", 0), ("逾期", 1),
    ]  # fmt: skip
    page = browser(actor)
    for figure in card["figures"]:
        text = page.get(figure.url).content.decode()
        assert f"{figure.number} 件" in text if figure.number else "没有这样的提案" in text


def test_an_assigner_sees_what_waits_who_asks_and_who_is_late(house):
    tidy, slow = make.UnitFactory(name="云溪区住建局"), make.UnitFactory(name="云溪区财政局")
    late_one(slow)
    late_one(slow, role=ShareRole.CO)
    late_one(tidy)
    make.proposal(S.PRE_ASSIGNED)
    moving = make.handling(make.proposal(S.ASSIGNED, title="关于河道的建议"), tidy, state=HandlingState.ADJUSTING)
    AdjustRequest.objects.create(
        handling=moving,
        reason="职责不符",
        signed_by_name="贺建平",
        requested_on=date(2026, 3, 12),
        decide_by=date(2026, 3, 19),
    )
    actor = make.assigner()

    card = assigner.assigning(assigner.read_assigning(actor, TODAY))
    units = assigner.late_units(assigner.read_late_units(actor, TODAY))

    assert figures(card) == [("待交办", 1), ("逾期", 3)]
    assert lines(card) == [("关于河道的建议", "待决定", f"{moving.proposal.number}　云溪区住建局申请调整")]
    assert [(text, word) for text, word, _ in lines(units)] == [
        ("云溪区财政局", "2 件逾期"),
        ("云溪区住建局", "1 件逾期"),
    ]


def test_an_assigner_of_one_side_counts_that_side_only(house):
    late_one(make.UnitFactory(), side=Side.PARTY)

    assert assigner.read_late_units(make.assigner(side=2), TODAY) is None
    assert len(assigner.read_late_units(make.assigner(side=1), TODAY)) == 1


def test_a_leader_sees_the_session_and_the_key_proposals_that_are_decided(house):
    chosen, candidate = make.proposal(S.HANDLING, title="关于养老的建议", is_key=True), make.proposal(S.FILED)
    key = KeyAssignment.objects.create(proposal=chosen, tier="key", year=2026, state="selected")
    KeyLeader.objects.create(assignment=key, role="lead", side="government", name="贺建平", post="副区长")
    KeyAssignment.objects.create(proposal=candidate, tier="key", year=2026)
    actor = make.as_role(Role.LEADER)

    assert figures(leader.numbers(leader.read_session(actor, TODAY))) == [
        ("收到", 2), ("立案", 2), ("办理中", 1), ("已答复", 0),
    ]  # fmt: skip
    card = leader.key_ones(leader.read_key_ones(actor, TODAY))
    assert lines(card) == [("关于养老的建议", "办理中", f"{chosen.number}　副区长贺建平领办")]


@pytest.mark.parametrize("role", [Role.OFFICE_CLERK, Role.SYS_ADMIN, Role.OBSERVER])
def test_other_hats_see_none_of_these_cards(house, role):
    late_one(make.UnitFactory())
    actor = make.as_role(role)

    assert [read(actor, TODAY) for read in READS] == [None] * len(READS)


def test_a_desk_asks_the_same_with_one_proposal_and_with_many(browser):
    me = make.member()
    actor, page = make.as_member(me), browser(make.as_member(me))
    make.handling(make.proposal(S.HANDLING, first=me))
    page.get("/yunxi/")
    assert page.get("/yunxi/").status_code == 200
    with CaptureQueriesContext(connection) as few:
        member.read_own(actor, TODAY)
    for _ in range(2):
        make.handling(make.proposal(S.HANDLING, first=me))
    with CaptureQueriesContext(connection) as many:
        member.read_own(actor, TODAY)

    assert len(many) == len(few) == 2
