"""Confirming what is handed in for others: a body's own clerk or its sealed scan; a member's word or signed paper."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from yizheng.attachment import services as attachment
from yizheng.kernel import events, ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved
from yizheng.org.configuration import value

from .. import keys
from ..enums import CollectiveKind, Consent, EntrySource, ProposalState, SignerRole
from ..models import Proposal, Signer
from ..receiving import sits
from ..standing import is_first_proposer
from .cosigning import settle
from .writing import locked

OPEN = (ProposalState.DRAFT, ProposalState.COSIGNING)
ONLY_WHILE_SITTING = (CollectiveKind.SECTOR, CollectiveKind.GROUP)
UNCONFIRMED = "集体提案要由提案单位确认：请单位联络员在系统里确认，或上传盖章的扫描件，再提交。"
UNCONFIRMED_ENTRY = "这是代录的提案，提案人还没有确认：请提案人在系统里确认，或上传本人签字的扫描件，再提交。"


@transaction.atomic
def ask_to_confirm(*, proposal: Proposal, by: Actor, at: datetime) -> Signer:
    """
    Ask the member or body for whom a clerk entered a draft to confirm it (请提案人确认).

    Raises: PermissionDenied; Refused `not_entered`, `too_late`, `confirmed`; nothing is changed then.
    """
    draft = locked(proposal)
    require("proposal.review", by)
    signer = _unconfirmed(draft)
    _say("ask_to_confirm", signer, by, at)
    return signer


@transaction.atomic
def confirm_entry(*, proposal: Proposal, agrees: bool, by: Actor, at: datetime) -> Proposal:
    """
    Confirm, or refuse, what a clerk entered for oneself or one's body (确认代录). Only the proposer may.

    Rule: office-practice 27, no step is invented. Raises: PermissionDenied; Refused `not_entered`, `too_late`,
    `confirmed`, `not_yours`; nothing is changed then.
    """
    draft = locked(proposal)
    require("proposal.write", by, draft)
    signer = _unconfirmed(draft)
    if not is_first_proposer(by, draft):
        raise Refused("not_yours", "只有提案人本人可以在系统里确认；有签字或盖章的纸件，请上传扫描件。")
    return _settled(draft, signer, agrees, by, at)


@transaction.atomic
def confirm_by_scan(*, proposal: Proposal, scan: File[Any], name: str, by: Actor, at: datetime) -> Proposal:
    """
    Confirm by a scan of the sealed or signed paper (上传盖章件、签字件).

    It is kept with the signature: the office and the proposer open it, whoever reads the proposal does not.
    Rule: handbook 5.2 form limits; F072.
    Raises: PermissionDenied; Refused `not_needed`, `too_late`, `confirmed`, `too_large`; nothing is changed then.
    """
    draft = locked(proposal)
    require("proposal.write", by, draft)
    signer = _unconfirmed(draft)
    attachment.keep(file=scan, name=name, subject=signer, by=by, at=at)
    return _settled(draft, signer, True, by, at)


def check_confirmed(draft: Proposal, by: Actor, on: date) -> None:
    """
    Check that a draft which is not its writer's own was confirmed, and that its kind of body may propose now.

    The proposer's own submission confirms. Rule: handbook 5.1, 5.2; F072; key proposal.grassroots_unit_can_propose.
    Raises: Refused `not_sitting`, `no_grassroots`, `unconfirmed`.
    """
    if draft.collective_kind in ONLY_WHILE_SITTING and not sits(draft.session, on):
        raise Refused("not_sitting", "界别和委员小组的提案只在全体会议期间提交。草稿会留着，开会时可以提交。")
    if draft.collective_kind == CollectiveKind.GRASSROOTS and not value(keys.GRASSROOTS_CAN, on=on):
        raise Refused("no_grassroots", "本会现在不收基层单位的集体提案，请由委员个人或联名提出。")
    if is_first_proposer(by, draft):
        return
    if draft.collective_kind and draft.confirmed_on is None:
        raise Refused("unconfirmed", UNCONFIRMED)
    if not draft.signers.filter(role=SignerRole.FIRST, consent=Consent.AGREED).exists():
        raise Refused("unconfirmed", UNCONFIRMED_ENTRY)


def _unconfirmed(draft: Proposal) -> Signer:
    if draft.source != EntrySource.CLERK and not draft.collective_kind:
        raise Refused("not_entered", "这件提案由委员自己写，不用另外确认。")
    if draft.state not in OPEN:
        raise Refused("too_late", "提案已经提交，不用再确认。请刷新后查看。")
    signer = draft.signers.select_for_update(of=("self",)).get(role=SignerRole.FIRST)
    if signer.consent == Consent.AGREED and (not draft.collective_kind or draft.confirmed_on is not None):
        raise Refused("confirmed", f"{signer.answered_by_name}已经确认过了。请刷新后查看。")
    signer.proposal = draft
    return signer


def _settled(draft: Proposal, signer: Signer, agrees: bool, by: Actor, at: datetime) -> Proposal:
    settle(signer, "confirm_entry" if agrees else "refuse_entry", Consent.AGREED if agrees else Consent.DECLINED,
           by=by, at=at)  # fmt: skip
    draft.confirmed_on = timezone.localdate(at) if agrees else None
    draft.confirmed_by_name = by.name if agrees else ""
    draft.save(update_fields=["confirmed_on", "confirmed_by_name"])
    return draft


def _say(act: str, signer: Signer, by: Actor, at: datetime) -> None:
    before, signer.consent = signer.consent, Consent.INVITED
    signer.save(update_fields=["consent"])
    ledger.record(act, signer, by=by, at=at, from_state=before, to_state=Consent.INVITED)
    events.publish(Moved("proposal_signer", signer, act, before, Consent.INVITED, by, at))
