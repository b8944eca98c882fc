"""Submitting a draft and, after it was returned, submitting it again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.deadline import acts as deadline_acts
from yizheng.deadline.models import Deadline, DeadlineState
from yizheng.kernel import events, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.sequences import next_number
from yizheng.kernel.together import rows_of, totals
from yizheng.org.configuration import value
from yizheng.org.models import Suspension, in_force
from yizheng.org.queries import in_office

from .. import keys
from ..enums import Consent, EntrySource, ProposerKind, SignerRole
from ..models import Proposal, ProposalVersion, Signer
from ..receiving import period
from ..standing import is_first_proposer
from ..workflow import proposals as table
from .collective import check_confirmed
from .cosigning import let_expire, settle
from .writing import locked

RESUBMIT_ACT = "resubmit"
"""What a returned proposal's deadline waits for."""


@transaction.atomic
def submit(*, proposal: Proposal, by: Actor, at: datetime) -> Proposal:
    """
    Submit a proposal (提交): reception number, period, first version, end of unanswered invitations.

    What comes after the cut-off is 平时提案, not lost. Whoever signed along before the last change of the text is
    told of it once (our decision: the consent stands). Numbers have no gap: a refused act gives its number back.
    Rule: handbook 2.2, 5.1, 5.2, 5.5; keys proposal.title_chars, proposal.min_cosigners, proposal.max_cosigners.
    Raises: PermissionDenied; Refused `stale`, `not_yours`, `not_in_office`, `suspended`, `no_title`,
    `long_title`, `no_suggestion`, `not_declared`, `too_few`, `too_many`, `not_between`, `no_session`, and those
    of `collective.check_confirmed`; nothing is changed then.
    """
    draft, on = locked(proposal), timezone.localdate(at)
    require("proposal.submit", by, draft)
    changes: dict[str, Any] = {}
    written = _written(draft, on)
    if draft.state in table.SUBMIT.sources:
        changes = _checked(written, by, on, at)
    act_id = uuid.uuid4()
    moved = workflow.apply(table.SUBMIT, draft, by=by, at=at, changes=changes, act_id=act_id)
    for signer in written.signers:
        signer.proposal = moved
        if signer.role == SignerRole.FIRST and signer.consent != Consent.AGREED:
            settle(signer, "confirm_entry", Consent.AGREED, by=by, at=at, act_id=act_id)
    let_expire(written.signers, by=by, at=at, act_id=act_id)
    _keep_version(moved, written, by, at)
    _tell_early(moved, written.agreed_early(), by, at)
    return moved


@transaction.atomic
def resubmit(*, proposal: Proposal, by: Actor, at: datetime) -> Proposal:
    """
    Submit a returned proposal again (修改后提交): same reception number, next version; its deadline is met.

    `submitted_at` is the latest submission, so that reviews of the earlier text no longer count; the period and
    the year stay. Rule: handbook 5.5. Raises: PermissionDenied; Refused `stale`, `not_yours`, `no_title`,
    `long_title`, `no_suggestion`, `not_declared`, `suspended`, `not_in_office`; nothing is changed then.
    """
    held, on = locked(proposal), timezone.localdate(at)
    require("proposal.submit", by, held)
    written = _written(held, on)
    if held.state in table.RESUBMIT.sources:
        _check_whose(held, by)
        _check_text(written, on)
        _check_in_office(written, on)
    changes = {"submitted_at": at, "touched_at": at, "revise_by": None}
    moved = workflow.apply(table.RESUBMIT, held, by=by, at=at, changes=changes)
    _keep_version(moved, written, by, at)
    _tell_early(moved, written.agreed_early(), by, at)
    open_states = [DeadlineState.RUNNING, DeadlineState.PAUSED]
    running = Deadline.objects.filter(kind="proposal", object_id=moved.pk, act=RESUBMIT_ACT, state__in=open_states)
    for deadline in running:
        deadline_acts.meet(deadline=deadline, by=by, at=at)
    return moved


@dataclass(frozen=True)
class _Written:
    """A draft as it stands, under its lock: texts, signers, what was kept of it before, whether its first serves."""

    draft: Proposal
    suggestions: list[str]
    signers: list[Signer]
    last_version: int
    last_kept_at: datetime | None
    is_in_office: bool

    @property
    def agreed(self) -> list[Signer]:
        """Return who agreed to sign along."""
        return [each for each in self.signers if each.role == SignerRole.CO and each.consent == Consent.AGREED]

    def agreed_early(self) -> list[int]:
        """Return the people who signed along before the text was last saved: their consent stands, they are told."""
        saved_at = self.draft.touched_at
        if self.last_kept_at is not None and saved_at <= self.last_kept_at:
            return []
        early = [each for each in self.agreed if each.answered_at is not None and each.answered_at < saved_at]
        return [each.membership.person_id for each in early if each.membership is not None]


def _written(draft: Proposal, on: date) -> _Written:
    """Read in one statement what submission looks at."""
    suggestions, signers, [kept], standing = rows_of(
        draft.suggestions.values_list("text", flat=True),
        draft.signers.select_related("membership__person"),
        totals(draft.versions.all(), ordinal=Max("ordinal"), made_at=Max("made_at")),
        in_office(on).filter(pk=draft.first_proposer_id or 0).values_list("pk", flat=True),
    )
    return _Written(draft, suggestions, signers, kept["ordinal"] or 0, kept["made_at"], bool(standing))


def _tell_early(moved: Proposal, people: list[int], by: Actor, at: datetime) -> None:
    if people:
        fields = {"people": people}
        events.publish(workflow.Moved("proposal", moved, "text_changed", moved.state, moved.state, by, at, fields))


def _check_text(written: _Written, on: date) -> None:
    """Check what no proposal may lack. Raises: Refused `no_title`, `long_title`, `no_suggestion`, `not_declared`."""
    draft, most = written.draft, value(keys.TITLE_CHARS, on=on)
    if not draft.title.strip():
        raise Refused("no_title", "还没有写案由。请写成“关于……的建议”，再提交。")
    if len(draft.title) > most:
        raise Refused("long_title", f"案由最多{most}个字，现在有{len(draft.title)}个字，请精简后再提交。")
    if not written.suggestions:
        raise Refused("no_suggestion", "还没有写建议。请至少写一条具体建议，再提交。")
    if not draft.declared_unclassified:
        raise Refused("not_declared", "请确认内容不涉密。涉密内容不能在这里写，请按保密规定走纸质渠道。")


def _checked(written: _Written, by: Actor, on: date, at: datetime) -> dict[str, Any]:
    draft = written.draft
    _check_whose(draft, by)
    _check_text(written, on)
    _check_in_office(written, on)
    agreed = _check_cosigners(written, on)
    when = period(at)
    draft.session = when.session
    check_confirmed(draft, by, on)
    return {**_facts(draft, agreed, by, on), "session": when.session, "period_kind": when.kind, "year": when.year,
            "submitted_at": at, "touched_at": at, "reception_no": _reception_no(draft)}  # fmt: skip


def _check_whose(draft: Proposal, by: Actor) -> None:
    if by.wears(Role.PROPOSAL_CLERK) and draft.source != EntrySource.CLERK:
        raise Refused("not_yours", "这件提案由提案人自己提交，提案委不能代交。")


def _facts(draft: Proposal, agreed: int, by: Actor, on: date) -> dict[str, Any]:
    collective = draft.proposer_kind == ProposerKind.COLLECTIVE
    kind = ProposerKind.COLLECTIVE if collective else (ProposerKind.JOINT if agreed else ProposerKind.INDIVIDUAL)
    facts: dict[str, Any] = {"proposer_kind": kind}
    if collective and draft.confirmed_on is None and is_first_proposer(by, draft):
        facts |= {"confirmed_on": on, "confirmed_by_name": by.name}
    return facts


def _reception_no(draft: Proposal) -> str:
    session = draft.session
    series = f"proposal-reception-{session.term.ordinal}-{session.ordinal}"
    return f"T{session.term.ordinal}-{session.ordinal}-{next_number(series):04}"


def _check_in_office(written: _Written, on: date) -> None:
    first = written.draft.first_proposer_id
    if first is None or written.is_in_office:
        return
    if Suspension.objects.filter(in_force(on), membership=first).exists():
        raise Refused("suspended", "第一提案人正在暂停履职，现在不能提交。草稿会留着，恢复履职后可以提交。")
    raise Refused("not_in_office", "第一提案人已不在任，不能提交提案。可以把内容交给在任的委员提出。")


def _check_cosigners(written: _Written, on: date) -> int:
    agreed = len(written.agreed)
    if written.draft.proposer_kind == ProposerKind.COLLECTIVE:
        return agreed
    least, most = value(keys.MIN_COSIGNERS, on=on), value(keys.MAX_COSIGNERS, on=on)
    if agreed < least:
        raise Refused("too_few", f"至少要有{least}人同意联名，现在有{agreed}人。请再邀请，或等他们答复。")
    if agreed > most:
        raise Refused("too_many", f"联名最多{most}人，现在有{agreed}人同意，请先收回几位。")
    return agreed


def _keep_version(proposal: Proposal, written: _Written, by: Actor, at: datetime) -> ProposalVersion:
    return ProposalVersion.objects.create(
        proposal=proposal, ordinal=written.last_version + 1, title=proposal.title, background=proposal.background,
        analysis=proposal.analysis, suggestions=written.suggestions, made_at=at, made_by_name=by.name,
    )  # fmt: skip
