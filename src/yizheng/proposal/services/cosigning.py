"""Signing along (联名): invite, answer, take back. Each act has its ledger row at the signature."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved
from yizheng.org.configuration import value
from yizheng.org.models import Membership
from yizheng.org.queries import in_office

from .. import keys
from ..enums import Consent, ProposalState, ProposerKind, SignerRole
from ..models import Proposal, Signer
from ..workflow import proposals as table
from .writing import locked

OPEN = (ProposalState.DRAFT, ProposalState.COSIGNING)
STANDING = (Consent.INVITED, Consent.AGREED)


@transaction.atomic
def invite(*, proposal: Proposal, memberships: Sequence[Membership], by: Actor, at: datetime) -> list[Signer]:
    """
    Ask members to sign along (邀请联名). Who declined or was let go before may be asked again.

    Rule: handbook 5.5; key proposal.max_cosigners.
    Raises: PermissionDenied; Refused `stale`, `nobody`, `collective`, `own`, `not_in_office`, `already_asked`,
    `too_many`; nothing is changed then.
    """
    draft = locked(proposal)
    if draft.state in OPEN:
        _check_invited(draft, memberships, at)
    act_id = uuid.uuid4()
    moved = workflow.apply(table.INVITE, draft, by=by, at=at, act_id=act_id)
    place = moved.signers.aggregate(last=Max("order"))["last"] or 1
    return [
        _ask(moved, member, place + step, by=by, at=at, act_id=act_id) for step, member in enumerate(memberships, 1)
    ]


@transaction.atomic
def answer_invitation(*, signer: Signer, agrees: bool, by: Actor, at: datetime) -> Signer:
    """
    Answer an invitation to sign along (同意联名、不参加). A yes may be taken back until the proposal is submitted.

    Raises: PermissionDenied; Refused `too_late` after submission, `not_asked`, `not_in_office`; nothing is
    changed then.
    """
    draft = locked(signer.proposal)
    held = Signer.objects.select_for_update(of=("self",)).get(pk=signer.pk)
    held.proposal = draft
    require("proposal.answer_invitation", by, held)
    _check_answer(held, agrees, at)
    return settle(held, "agree_to_sign" if agrees else "decline_to_sign",
                  Consent.AGREED if agrees else Consent.DECLINED, by=by, at=at)  # fmt: skip


@transaction.atomic
def take_back(*, signer: Signer, by: Actor, at: datetime) -> Signer:
    """
    Let an invited co-signer go (收回邀请), until submission.

    Raises: PermissionDenied; Refused `too_late`, `not_asked`; nothing is changed then.
    """
    draft = locked(signer.proposal)
    held = Signer.objects.select_for_update(of=("self",)).get(pk=signer.pk)
    held.proposal = draft
    require("proposal.write", by, draft)
    _check_open(held)
    if held.role != SignerRole.CO or held.consent not in STANDING:
        raise Refused("not_asked", f"{held.display_name}现在不在联名里，请刷新后查看。")
    return settle(held, "take_back_invitation", Consent.EXPIRED, by=by, at=at)


def let_expire(signers: Iterable[Signer], *, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    """Let the invitations that nobody answered end with the submission. Rule: handbook 5.5."""
    for signer in signers:
        if signer.role == SignerRole.CO and signer.consent == Consent.INVITED:
            settle(signer, "invitation_expired", Consent.EXPIRED, by=by, at=at, act_id=act_id)


def settle(
    signer: Signer, act: str, consent: Consent, *, by: Actor, at: datetime, act_id: uuid.UUID | None = None
) -> Signer:
    """Write a consent, one ledger row, and tell the house."""
    before = signer.consent
    values: dict[str, Any] = {"consent": consent}
    if consent in (Consent.AGREED, Consent.DECLINED):
        values |= {"answered_at": at, "answered_by_name": by.name}
    for name, each in values.items():
        setattr(signer, name, each)
    signer.save(update_fields=list(values))
    ledger.record(act, signer, by=by, at=at, from_state=before, to_state=consent, act_id=act_id)
    events.publish(Moved("proposal_signer", signer, act, before, consent, by, at))
    return signer


def _ask(draft: Proposal, member: Membership, order: int, *, by: Actor, at: datetime, act_id: uuid.UUID) -> Signer:
    known = draft.signers.filter(membership=member).first()
    signer = known or Signer(proposal=draft, membership=member, role=SignerRole.CO, display_name=str(member.person))
    before, signer.order = (signer.consent if known else ""), order
    signer.consent, signer.answered_at, signer.answered_by_name = Consent.INVITED, None, ""
    signer.proposal = draft
    signer.save()
    ledger.record("invite_to_sign", signer, by=by, at=at, from_state=before, to_state=Consent.INVITED, act_id=act_id)
    events.publish(Moved("proposal_signer", signer, "invite_to_sign", before, Consent.INVITED, by, at))
    return signer


def _check_invited(draft: Proposal, memberships: Sequence[Membership], at: datetime) -> None:
    if draft.proposer_kind == ProposerKind.COLLECTIVE:
        raise Refused("collective", "集体提案以单位名义提出，不另请委员联名。")
    if not memberships:
        raise Refused("nobody", "请先选出要邀请的委员。")
    if any(member.pk == draft.first_proposer_id for member in memberships):
        raise Refused("own", "第一提案人不用邀请自己，请从名单里去掉。")
    _check_in_office(memberships, at)
    _check_counts(draft, memberships, at)


def _check_in_office(memberships: Sequence[Membership], at: datetime) -> None:
    asked = [member.pk for member in memberships]
    able = set(in_office(timezone.localdate(at)).filter(pk__in=asked).values_list("pk", flat=True))
    for member in memberships:
        if member.pk not in able:
            raise Refused("not_in_office", f"{member.person}现在不在任或暂停履职，不能联名，请从名单里去掉。")


def _check_counts(draft: Proposal, memberships: Sequence[Membership], at: datetime) -> None:
    standing = draft.signers.filter(role=SignerRole.CO, consent__in=STANDING)
    asked = set(standing.values_list("membership_id", flat=True))
    for member in memberships:
        if member.pk in asked:
            raise Refused("already_asked", f"已经邀请过{member.person}，请从名单里去掉。")
    most = value(keys.MAX_COSIGNERS, on=timezone.localdate(at))
    if len(asked) + len(memberships) > most:
        raise Refused("too_many", f"联名最多{most}人，已有{len(asked)}人，这次最多再请{most - len(asked)}人。")


def _check_open(signer: Signer) -> None:
    if signer.proposal.state not in OPEN:
        raise Refused("too_late", "提案已经提交，联名不能再变。有疑问请联系提案委。")


def _check_answer(signer: Signer, agrees: bool, at: datetime) -> None:
    _check_open(signer)
    wrong = signer.consent == Consent.AGREED if agrees else signer.consent not in STANDING
    if signer.role != SignerRole.CO or wrong or (agrees and signer.consent == Consent.EXPIRED):
        raise Refused("not_asked", "这份邀请已经答复过，或已被收回。请刷新后查看。")
    if agrees and signer.membership is not None:
        _check_in_office([signer.membership], at)
