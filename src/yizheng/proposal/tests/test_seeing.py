"""Who sees which proposals (handbook 1.6, 5.5; office-practice 1, 3)."""

from datetime import date

import pytest

from yizheng.accounts.enums import Role
from yizheng.proposal import queries
from yizheng.proposal.enums import Consent, HandlingState, ProposalState, Secrecy

from . import factories as make
from .factories import SectorFactory

S = ProposalState


def seen(actor):
    """Return the ids of what an actor sees."""
    return set(queries.proposals_visible_to(actor).values_list("pk", flat=True))


def test_a_draft_exists_for_its_proposer_alone(house):
    draft = make.proposal(S.DRAFT)

    assert seen(make.as_member(draft.first_proposer)) == {draft.pk}
    for other in (make.clerk(), make.as_role(Role.LEADER), make.assigner(), make.as_member(make.member())):
        assert seen(other) == set()


def test_whoever_is_asked_to_sign_along_sees_it_until_they_decline(house):
    joint, friend = make.proposal(S.COSIGNING), make.member()
    asked = make.signer(joint, friend)
    assert seen(make.as_member(friend)) == {joint.pk}

    asked.consent = Consent.DECLINED
    asked.save()

    assert seen(make.as_member(friend)) == set()


@pytest.mark.parametrize("secrecy", [Secrecy.OPEN, Secrecy.ON_REQUEST])
def test_members_read_what_is_filed_and_shared(house, secrecy):
    make.proposal(S.FILED, secrecy=secrecy)
    shared = make.proposal(S.FILED, secrecy=secrecy, shared_on=date(2026, 3, 9))

    assert seen(make.as_member(make.member())) == {shared.pk}


def test_a_convener_reads_what_their_sector_handed_in_and_nobody_elses(house):
    ours, theirs = make.member(), make.member()
    theirs.sector = SectorFactory(term=theirs.sector.term)
    theirs.save()
    scope = {"scope_kind": "sector", "scope_id": ours.sector_id}
    made = {state: make.proposal(state, first=ours) for state in S if state != S.MERGED}
    make.proposal(S.SUBMITTED, first=theirs)
    make.proposal(S.SUBMITTED, first=ours, secrecy=Secrecy.INTERNAL)

    found = seen(make.as_role(Role.SECTOR_CONVENER, **scope))

    assert found == {made[state].pk for state in (S.SUBMITTED, S.FIRST_REVIEWED, *queries.EVER_FILED)}
    assert seen(make.as_role(Role.SECTOR_CONVENER)) == set()


def test_what_is_inner_is_shared_with_nobody(house):
    inner = make.proposal(S.FILED, secrecy=Secrecy.INTERNAL, shared_on=date(2026, 3, 9))

    assert seen(make.as_member(make.member())) == set()
    assert seen(make.as_role(Role.OBSERVER)) == set()
    assert seen(make.clerk()) == {inner.pk}


@pytest.mark.parametrize("state", [S.NOT_FILED, S.CONVERTED, S.MERGED, S.WITHDRAWN])
def test_what_is_not_filed_is_shared_no_more(house, state):
    main = make.proposal(S.FILED)
    changed = {"merged_into": main} if state == S.MERGED else {}
    make.proposal(state, shared_on=date(2026, 3, 9), **changed)

    assert seen(make.as_member(make.member())) == set()


def test_a_unit_sees_what_it_handles_and_nothing_else(house):
    ours, theirs = make.proposal(S.ASSIGNED), make.proposal(S.ASSIGNED)
    unit = make.UnitFactory()
    make.handling(ours, unit)
    make.handling(theirs)

    assert seen(make.as_unit(unit)) == {ours.pk}


def test_a_unit_that_a_proposal_left_sees_it_no_more(house):
    moved, unit = make.proposal(S.ASSIGNED), make.UnitFactory()
    make.handling(moved, unit, state=HandlingState.REASSIGNED)

    assert seen(make.as_unit(unit)) == set()


def test_a_unit_named_before_the_conference_sees_it_while_it_is_pre_assigned(house):
    unit = make.UnitFactory()
    waiting, filed = make.proposal(S.PRE_ASSIGNED), make.proposal(S.FILED)
    for each in (waiting, filed):
        make.planned(each, unit)

    assert seen(make.as_unit(unit)) == {waiting.pk}


def test_a_wish_of_the_proposer_opens_nothing_to_a_unit(house):
    unit = make.UnitFactory()
    make.planned(make.proposal(S.PRE_ASSIGNED), unit, source="proposer")

    assert seen(make.as_unit(unit)) == set()


def test_an_assigner_sees_what_waits_for_assignment_and_what_came_after(house):
    make.proposal(S.SUBMITTED)
    make.proposal(S.FILED)
    waiting, running = make.proposal(S.PRE_ASSIGNED), make.proposal(S.HANDLING)

    assert seen(make.assigner()) == {waiting.pk, running.pk}
