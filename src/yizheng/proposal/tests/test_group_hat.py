"""A convener of a members' group (委员小组) proposes in its name while the plenary sits, and for nobody else (F072)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.kernel.errors import Refused
from yizheng.org.enums import BodyKind
from yizheng.proposal import proposing, queries
from yizheng.proposal.enums import CollectiveKind, ProposalState
from yizheng.proposal.models import Proposal
from yizheng.proposal.notifications.handling import users_of_proposer
from yizheng.proposal.services import collective, submitting, writing
from yizheng.proposal.standing import is_first_proposer, speakers

from . import factories as make
from .test_writing_submit import IN_TIME, refused, state_of_everything

S = ProposalState


def group(kind=BodyKind.ACTIVITY_GROUP, name="青云活动小组"):
    return make.BodyFactory(kind=kind, short_name=name, full_name=name)


def convener_of(body):
    return make.as_role(Role.SECTOR_CONVENER, name="毛进", scope_kind="body", scope_id=body.pk)


def of_body(body, kind=CollectiveKind.GROUP, **changed):
    draft = make.collective(S.DRAFT, **changed)
    draft.party_body, draft.body, draft.collective_kind, draft.proposer_name = None, body, kind, body.full_name
    draft.save()
    draft.signers.update(party_body=None, body=body)
    return draft


@pytest.mark.parametrize("kind", [BodyKind.ACTIVITY_GROUP, BodyKind.LIAISON_GROUP])
def test_a_draft_of_the_convener_is_the_groups(house, kind):
    draft = make.proposal(S.DRAFT)  # a session is open for proposals
    body = group(kind)

    made = writing.begin(by=convener_of(body), at=IN_TIME)

    assert (made.body_id, made.collective_kind, made.proposer_name) == (body.pk, CollectiveKind.GROUP, "青云活动小组")
    assert made.pk != draft.pk


@pytest.mark.parametrize("kind", [BodyKind.SPECIAL_COMMITTEE, BodyKind.GRASSROOTS_UNIT])
def test_a_convener_of_what_is_no_group_proposes_for_nobody(house, kind):
    make.proposal(S.DRAFT)
    by, before = convener_of(group(kind, "经科委")), state_of_everything()

    with pytest.raises(Refused) as caught:
        writing.begin(by=by, at=IN_TIME)

    assert (caught.value.code, caught.value.message) == ("no_owner", proposing.NO_OWNER)
    assert state_of_everything() == before


@pytest.mark.parametrize("day", [2, 7])
def test_a_group_proposes_only_while_the_plenary_sits(house, day):
    draft = of_body(group())

    said = refused("not_sitting", draft, convener_of(draft.body), make.moment(day))

    assert said == "界别和委员小组的提案只在全体会议期间提交。草稿会留着，开会时可以提交。"


@pytest.mark.parametrize("day", [3, 6])
def test_the_convener_submits_for_the_group_on_the_days_of_the_plenary(house, day):
    draft = of_body(group())

    assert submitting.submit(proposal=draft, by=convener_of(draft.body), at=make.moment(day)).state == S.SUBMITTED


def test_the_convener_confirms_what_the_clerk_entered_for_the_group(house):
    draft = of_body(group(), source="clerk")
    by = convener_of(draft.body)

    collective.confirm_entry(proposal=draft, agrees=True, by=by, at=IN_TIME)
    sent = submitting.submit(proposal=draft, by=by, at=IN_TIME)

    assert (sent.state, sent.confirmed_by_name) == (S.SUBMITTED, "毛进")


@pytest.mark.parametrize(
    "hat",
    [
        (Role.SECTOR_CONVENER, "other"), (Role.COMMITTEE_CLERK, "other"), (Role.GRASSROOTS_CLERK, "other"),
        (Role.SECTOR_CONVENER, ""),
    ],
)  # fmt: skip
def test_nobody_else_speaks_for_the_group(house, hat):
    draft, other = of_body(group()), group(name="望江活动小组")
    role, whose = hat
    scope = other.pk if whose else None
    by = make.as_role(role, scope_kind="body" if scope else "", scope_id=scope)
    before = state_of_everything()

    with pytest.raises(PermissionDenied):
        submitting.submit(proposal=draft, by=by, at=IN_TIME)

    assert state_of_everything() == before


def test_a_convener_of_a_committee_reads_and_owns_nothing_of_it(house):
    committee = group(BodyKind.SPECIAL_COMMITTEE, "经科委")
    draft = of_body(committee, CollectiveKind.SPECIAL_COMMITTEE)
    by, before = convener_of(committee), state_of_everything()

    assert not is_first_proposer(by, draft)
    assert not queries.proposals_visible_to(by).exists()
    with pytest.raises(PermissionDenied):
        submitting.submit(proposal=draft, by=by, at=IN_TIME)
    assert state_of_everything() == before


def test_the_convener_sees_the_groups_drafts_and_no_others(house):
    mine, other = of_body(group()), of_body(group(name="望江活动小组"))
    by = convener_of(mine.body)

    assert list(queries.proposals_visible_to(by)) == [mine]
    assert other not in queries.own_proposals(by)


def test_what_the_group_is_asked_and_told_goes_to_its_convener(house):
    draft = of_body(group())
    by = convener_of(draft.body)
    make.as_role(Role.COMMITTEE_CLERK, scope_kind="body", scope_id=draft.body.pk)
    row = Proposal.objects.get(pk=draft.pk)

    assert list(speakers(row, row)) == [(Role.SECTOR_CONVENER, "body", draft.body.pk)]
    assert users_of_proposer(row, IN_TIME.date()) == [by.user_id]
