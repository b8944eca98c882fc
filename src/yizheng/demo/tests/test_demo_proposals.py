"""The proposal office of the demo: every stage is there, everybody has something to do, nothing is ahead of time."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from yizheng.accounts import queries as accounts
from yizheng.accounts.models import User
from yizheng.demo.tests.days import TODAY
from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.kernel.scoping import scope
from yizheng.notify.models import Delivery
from yizheng.promise.models import Promise
from yizheng.proposal import unit_work
from yizheng.proposal.enums import HandlingState, ProposalState
from yizheng.proposal.models import (
    AdjustRequest,
    AppraisalRound,
    AwardSelection,
    Feedback,
    FigureSnapshot,
    Handling,
    HandlingConsultation,
    KeyAssignment,
    LookBack,
    MediaVisit,
    OutgoingProposal,
    Proposal,
    ProposalLead,
    Publication,
    Signer,
)
from yizheng.proposal.queries import handlings_visible_to, proposals_visible_to
from yizheng.proposal.workflow.proposals import TERMINAL
from yizheng.todo.models import Todo

NEVER_SEEN = {HandlingState.COUNTERSIGNED}
"""Handlings pass this state for the moment between the last countersignature and the issue."""


@pytest.fixture
def main(demo: date) -> Any:
    """The scope of the main committee."""
    committee = Committee.objects.get(slug="yunling")
    with scope(committee):
        yield committee


def acting(committee: Committee, username: str) -> Actor:
    user = User.objects.get(username=username)
    hats = accounts.hats_of(user, committee, on=TODAY)
    return Actor(user_id=user.pk, name=user.name, hat=hats[0], hats=hats)


def test_proposals_stand_at_every_stage_there_is(main):
    assert set(Proposal.objects.values_list("state", flat=True)) == set(ProposalState)
    assert set(Handling.objects.values_list("state", flat=True)) | NEVER_SEEN == set(HandlingState)


def test_the_size_is_that_of_a_small_district(main):
    counted = Counter(Proposal.objects.values_list("year", flat=True))

    assert counted[2025] == 20
    assert 36 <= counted[2026] <= 52
    assert set(Proposal.objects.values_list("proposer_kind", flat=True)) == {"individual", "joint", "collective"}
    kinds = set(Proposal.objects.exclude(collective_kind="").values_list("collective_kind", flat=True))
    assert kinds == {"party_body", "special_committee", "sector", "grassroots"}
    assert {"agreed", "declined", "expired", "invited"} == set(Signer.objects.values_list("consent", flat=True))


def test_last_year_ends_in_sensible_rates(main):
    last = Proposal.objects.filter(year=2025)
    rated = Counter(Feedback.objects.filter(proposal__year=2025, is_asked=True).values_list("result_rating", flat=True))

    assert last.filter(filed_no__isnull=False).count() == 17  # of 20 received: 85 %
    assert not Handling.objects.filter(proposal__year=2025, role__in=["sole", "host"], issued_on__isnull=True).exclude(
        state="reassigned"
    )
    assert rated == {"satisfied": 15, "basic": 2}
    assert FigureSnapshot.objects.get().year == 2025
    assert LookBack.objects.filter(visited_on__isnull=False).count() == 2


def test_the_unit_has_three_acts_today(main):
    unit = acting(main, "demo-unit")
    rows = list(handlings_visible_to(unit).filter(unit=unit.hat.scope_id).select_related("unit", "proposal"))

    urgent = unit_work.urgent(unit_work.work_of(rows, on=TODAY))

    assert sorted(each.next.label for each in urgent) == ["签发", "签收", "联系提案人"]
    assert {each.due_on for each in urgent} == {TODAY}


def test_the_member_has_one_of_each_to_do(main):
    member = acting(main, "demo-member")
    mine = Proposal.objects.filter(first_proposer=member.hat.scope_id)

    assert set(mine.values_list("state", flat=True)) == {"replied", "tracking", "returned", "draft"}
    assert Feedback.objects.filter(state="asked", is_asked=True, signer__membership=member.hat.scope_id).count() == 1
    assert Signer.objects.filter(
        consent="invited", membership=member.hat.scope_id, proposal__state="cosigning"
    ).exists()
    assert mine.get(state="draft").title == "关于给乡村学校配流动书车的建议"


def test_clerk_and_assigner_have_something_to_decide(main):
    clerk = acting(main, "demo-proposal")

    assert Proposal.objects.filter(state="submitted").count() == 2
    assert Proposal.objects.filter(state="pre_assigned").count() == 2
    assert AdjustRequest.objects.filter(state="asked").count() == 1
    assert Todo.objects.filter(role=clerk.hat.role, closed_at__isnull=True, kind="proposal").exists()
    assert proposals_visible_to(acting(main, "demo-party")).filter(state="submitted").count() == 1


def test_what_goes_beside_the_proposals_is_there(main):
    assert Counter(KeyAssignment.objects.values_list("tier", "state")) == {
        ("key", "activity"): 1, ("key", "result"): 1, ("key", "dropped"): 1, ("important", "selected"): 2,
    }  # fmt: skip
    assert Counter(Publication.objects.values_list("state", flat=True)) == {"published": 3, "second_read": 1}
    assert Counter(ProposalLead.objects.values_list("state", flat=True)) == {"received": 3, "taken": 2, "guided": 1}
    assert AppraisalRound.objects.get().state == "open"
    assert AwardSelection.objects.get().nominations.filter(is_awarded=True).exclude(certificate_no="").count() == 1
    assert OutgoingProposal.objects.get().state == "submitted"
    assert HandlingConsultation.objects.count() == MediaVisit.objects.count() == 1


def test_two_promises_of_one_reply_are_open_and_one_is_overdue(main):
    elevator = Proposal.objects.get(title="关于加快老旧小区加装电梯的建议")
    replies = elevator.handlings.values("replies")

    due = list(Promise.objects.filter(origin_kind="reply", origin_id__in=replies).values_list("due_on", flat=True))

    assert elevator.state == "tracking"
    assert len(due) == 2
    assert due[0] < TODAY < due[1]


def test_a_withdrawn_proposal_keeps_its_number_and_its_unit_stops(main):
    gone = Proposal.objects.get(state="withdrawn")

    assert gone.filed_no is not None
    assert list(gone.handlings.values_list("state", flat=True)) == ["stopped"]


def test_nobody_owes_what_is_over(main):
    open_ones = Todo.objects.filter(closed_at__isnull=True, kind__in=["proposal", "handling", "reply", "feedback"])
    seen = 0
    for row in open_ones:
        obj = subjects.get(row.kind).model.objects.get(pk=row.object_id)
        owed = {(each.act, each.role, each.user_id) for each in subjects.of(obj).owed(obj)}
        assert (row.act, row.role, row.user_id) in owed, row
        seen += 1
    over = Proposal.objects.filter(state__in=TERMINAL).values("pk")
    assert seen > 0
    assert not open_ones.filter(kind="proposal", object_id__in=over).exclude(act__contains="public").exists()


def test_nothing_lies_ahead_and_nothing_of_the_past_is_sent_today(main):
    assert not LedgerEntry.objects.filter(at__date__gte=TODAY).exists()
    assert not Delivery.objects.filter(message__kind__in=["proposal", "solicitation"], state="waiting").exists()


def test_the_neighbour_has_its_own_three_behind_the_wall(demo):
    with scope(Committee.objects.get(slug="tongwan")):
        assert sorted(Proposal.objects.values_list("state", flat=True)) == ["draft", "first_reviewed", "submitted"]
        assert Proposal.objects.filter(title__contains="旧港片区").count() == 1
    with scope(Committee.objects.get(slug="yunling")):
        assert not Proposal.objects.filter(title__contains="旧港片区").exists()
