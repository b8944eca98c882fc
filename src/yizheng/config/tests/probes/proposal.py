"""Probes of the proposal room's keys, area by area."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from yizheng.accounts.enums import Role
from yizheng.config.tests.probing import AT, TODAY, Probe, sentence_of
from yizheng.deadline.reckoning import same_day_number
from yizheng.proposal import old_leads, receiving, standard
from yizheng.proposal.enums import CollectiveKind, Consent, Outcome, ProposalState
from yizheng.proposal.models import ProposalLead
from yizheng.proposal.review_dates import review_due
from yizheng.proposal.services import cosigning, numbering, reviewing, submitting
from yizheng.proposal.services.writing import Text
from yizheng.proposal.tests import factories as make

S = ProposalState


def _submit(**changed: Any) -> str:
    draft = make.proposal(S.DRAFT, **changed)
    by = make.as_member(draft.first_proposer)
    return sentence_of(lambda: submitting.submit(proposal=draft, by=by, at=AT))


def _submit_grassroots() -> str:
    body = make.BodyFactory(kind="grassroots_unit")
    draft = make.collective(S.DRAFT)
    draft.party_body, draft.body, draft.collective_kind = None, body, CollectiveKind.GRASSROOTS
    draft.save()
    by = make.as_role(Role.GRASSROOTS_CLERK, scope_kind="body", scope_id=body.pk)
    return sentence_of(lambda: submitting.submit(proposal=draft, by=by, at=AT))


def _invite_two() -> str:
    draft = make.proposal(S.DRAFT)
    friends, by = [make.member(), make.member()], make.as_member(draft.first_proposer)
    return sentence_of(lambda: cosigning.invite(proposal=draft, memberships=friends, by=by, at=AT))


def _submit_with_one() -> str:
    joint = make.proposal(S.COSIGNING)
    make.signer(joint, make.member(), consent=Consent.AGREED)
    by = make.as_member(joint.first_proposer)
    return sentence_of(lambda: submitting.submit(proposal=joint, by=by, at=AT))


def _cut_off() -> datetime:
    session = make.SessionFactory(cut_off=None, opens=date(2026, 11, 25), closes=date(2026, 11, 28))
    return receiving.cut_off(session, TODAY)


def _hints() -> list[str]:
    return [each.words for each in standard.hints(Text(background="长" * 200), TODAY)]


WRITING = [
    Probe("proposal.title_chars", 40, 10, _submit),
    Probe("proposal.body_chars", 1500, 100, _hints),
    Probe("proposal.cutoff_day", 2, 3, _cut_off),
    Probe("proposal.cutoff_hour", 18, 12, _cut_off),
    Probe("proposal.allow_between_session", True, False, _submit),
    Probe("proposal.grassroots_unit_can_propose", True, False, _submit_grassroots),
    Probe("proposal.min_cosigners", 0, 2, _submit_with_one),
    Probe("proposal.max_cosigners", 30, 1, _invite_two),
]


def _due_of_review() -> date:
    return review_due(make.proposal(S.SUBMITTED, submitted_at=AT))


def _returned() -> date | None:
    proposal = make.proposal(S.SUBMITTED)
    return reviewing.return_for_change(proposal=proposal, reason="请补充", by=make.clerk(), at=AT).revise_by


def _review_as_urban() -> str:
    opinion, proposal = reviewing.Opinion(Outcome.FILE), make.proposal(S.SUBMITTED)
    return sentence_of(
        lambda: reviewing.first_review(
            proposal=proposal, category="城乡建设", keywords=[], opinion=opinion, units=[], by=make.clerk(), at=AT
        )
    )


def _number_between() -> str:
    proposal = make.proposal(S.FILED, filed_no=None, period_kind="between")
    given = numbering.give_numbers(session=proposal.session, order=[proposal.pk], by=make.clerk(), at=AT)
    return given[0].number


def _forgotten() -> int:
    ProposalLead.objects.create(
        source="public", title="公交站", text="请增设。", sender_phone="13900000021", receipt_code="AAABBBCCC",
        received_at=AT, state="closed", disposed_on=same_day_number(TODAY, -6),
    )  # fmt: skip
    return old_leads.forget(at=AT)


LEADS = [Probe("proposal.lead_sender_months", 12, 6, _forgotten)]

REVIEWING = [
    Probe("proposal.review_workdays", 10, 15, _due_of_review),
    Probe("proposal.revise_days", 5, 7, _returned),
    Probe("proposal.categories", ["城乡建设"], ["经济建设"], _review_as_urban),
    Probe("proposal.between_own_series", True, False, _number_between),
]

PROBES = [*WRITING, *REVIEWING, *LEADS]
