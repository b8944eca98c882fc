"""Writes: proposals are merged, withdrawn, sent on as something else, split (撤、并、转、分)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from yizheng.deadline import acts as deadline_acts
from yizheng.deadline.models import Deadline, DeadlineState
from yizheng.kernel import events, ledger, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from ..enums import Consent, ConversionKind, ProposalState, ReasonCode, SignerRole
from ..events import ProposalConverted
from ..models import Conversion, Proposal, Signer
from ..models.proposals import MOST_TITLE_CHARS
from ..workflow import proposals as table
from . import consenting, ending, feedback, handling
from .locking import lock_handlings
from .reviewing import send_back

MERGED, CONVERTED, SPLIT = "merged", "converted", "split"


@transaction.atomic
def merge(*, main: Proposal, others: Sequence[Proposal], by: Actor, at: datetime) -> Proposal:
    """
    Merge proposals into a main one (并案), which keeps its number; return it.

    The signers of the others are copied behind its own, each with the proposal they signed. A number that was
    given to a merged one stays on its row. The rows are locked in the order of their ids: of two clerks who merge
    each other's proposals at once, one is refused. Rule: handbook 5.4; 18.3 case 5.
    Raises: PermissionDenied; Refused `nothing_chosen`, `itself`, `other_session`, `no_consent`, `main_not_filed`,
    `stale`, `guarded`; nothing is changed then.
    """
    consenting.check_pair(main, others)
    rows = _locked([main, *others])
    head, rest = rows[main.pk], [rows[each.pk] for each in others]
    _check_merger(head, rest)
    act_id = uuid.uuid4()
    for each in rest:
        moved = workflow.apply(
            table.MERGE, each, by=by, at=at, changes={"merged_into": head, "revise_by": None}, act_id=act_id
        )
        thread.link(moved, head, relation=MERGED, at=at)
        _copy_signers(moved, head)
    return workflow.apply(table.TAKE_IN, head, by=by, at=at, act_id=act_id, reason=_numbers(rest))


@transaction.atomic
@ledger.one_act()
def withdraw(*, proposal: Proposal, reason: str, by: Actor, at: datetime) -> Proposal:
    """
    Withdraw a proposal at the written request of its first proposer (撤案); a number it has stays with it.

    Where units have it, they are told to stop; its supervision and what was promised end with it. Handlings are
    locked before the proposal, as a reply does: of a withdrawal and a reply at once, the second finds the other
    done. Rule: handbook 5.4; 18.3 case 18.
    Raises: PermissionDenied; Refused `not_asked`, `has_merged`, `stale`, `no_reason`; nothing is changed then.
    """
    lock_handlings(proposal.pk)
    locked = _locked([proposal])[proposal.pk]
    ask = consenting.open_withdrawal(locked)
    if locked.merged.exists():
        raise Refused("has_merged", "这一件并有其他提案，不能撤案；请先与并案的提案人商定。")
    act_id = uuid.uuid4()
    row = table.WITHDRAW if locked.state in table.WITHDRAW.sources else table.WITHDRAW_ASSIGNED
    consenting.settle(ask, True, by=by, at=at)
    moved = workflow.apply(row, locked, by=by, at=at, reason=reason, changes={"revise_by": None}, act_id=act_id)
    handling.stop_all(proposal=moved, reason=reason, by=by, at=at, act_id=act_id)
    feedback.call_off(proposal=moved, reason=reason, by=by, at=at, act_id=act_id)
    _let_dates_be_void(moved, reason, by=by, at=at)
    ending.end_what_hangs_on(moved, by=by, at=at, act_id=act_id)
    return moved


@transaction.atomic
@ledger.one_act()
def convert(
    *, proposal: Proposal, kind: ConversionKind, sent_to: str, note: str, by: Actor, at: datetime
) -> Conversion:
    """
    Send a proposal on as an opinion, a reference or a letter (转社情民意、转参阅、转来信), its proposer having agreed.

    It counts as received, never as filed or handled; the link stays. Rule: handbook 5.3, 5.4; 18.3 case 6.
    Raises: PermissionDenied; Refused `other_kind`, `guarded` (not asked, not agreed), `stale`; nothing is changed then.
    """
    locked = _locked([proposal])[proposal.pk]
    ask = consenting.last_ask(locked, consenting.CONVERT)
    if ask is not None and ask.agreed and ask.conversion != kind:
        agreed_to = ConversionKind(ask.conversion).label
        raise Refused("other_kind", f"提案人同意的是“{agreed_to}”，改作别的要再征求一次。")
    changes = {"review_outcome": "convert", "revise_by": None}
    moved = workflow.apply(table.CONVERT, locked, by=by, at=at, changes=changes)
    made = Conversion.objects.create(proposal=moved, kind=kind, sent_to=sent_to.strip(), note=note.strip(), made_at=at)
    ledger.record("make_conversion", made, by=by, at=at, fields={"kind": kind, "sent_to": made.sent_to})
    thread.link(moved, made, relation=CONVERTED, at=at)
    events.publish(ProposalConverted(made, by, at))
    return made


@transaction.atomic
@ledger.one_act()
def split(*, proposal: Proposal, titles: Sequence[str], reason: str, by: Actor, at: datetime) -> list[Proposal]:
    """
    Return a proposal of several matters (分案) and begin one draft a further matter for its proposer.

    The proposer keeps one matter in the returned one and writes the others in the drafts. Rule: handbook 5.4.
    Raises: PermissionDenied; Refused `no_titles`, `long_title`, `stale`, `no_reason`; nothing is changed then.
    """
    wanted = [title.strip() for title in titles if title.strip()]
    if not wanted:
        raise Refused("no_titles", "请写明分出来的每件提案的案由，一行一件。")
    if any(len(title) > MOST_TITLE_CHARS for title in wanted):
        raise Refused("long_title", f"案由最多{MOST_TITLE_CHARS}字。")
    moved = send_back(table.SPLIT, proposal, reason=reason, reason_code=ReasonCode.NOT_ONE_MATTER, by=by, at=at)
    drafts = [_draft_of(moved, title, by=by, at=at) for title in wanted]
    for draft in drafts:
        thread.link(moved, draft, relation=SPLIT, at=at)
    return drafts


def _let_dates_be_void(proposal: Proposal, reason: str, *, by: Actor, at: datetime) -> None:
    """Nobody owes a change of what was withdrawn."""
    running = Deadline.objects.filter(kind="proposal", object_id=proposal.pk, state=DeadlineState.RUNNING)
    for deadline in running:
        deadline_acts.cancel(deadline=deadline, reason=reason, by=by, at=at)


def _locked(proposals: Sequence[Proposal]) -> dict[int, Proposal]:
    ids = [each.pk for each in proposals]
    rows = Proposal.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    return {row.pk: row for row in rows}


def _check_merger(main: Proposal, others: Sequence[Proposal]) -> None:
    if main.state not in table.TAKE_IN.sources:
        raise Refused("stale", f"{main.number}现在是“{main.get_state_display()}”，不能并入别的提案。请刷新后查看。")
    for each in (main, *others):
        if not consenting.agreed_to_merge(each, main):
            raise Refused("no_consent", f"{each.number}的第一提案人还没有同意并案。")
    if main.state != ProposalState.FILED and any(each.state == ProposalState.FILED for each in others):
        raise Refused("main_not_filed", "已立案的提案不能并入还没有立案的提案；请以已立案的为主。")


def _numbers(proposals: Sequence[Proposal]) -> str:
    return "并入" + "、".join(each.number for each in proposals)


def _copy_signers(merged: Proposal, main: Proposal) -> None:
    """Put the signers of a merged proposal behind those of the main one; who signs both stays once."""
    last = main.signers.aggregate(last=Max("order"))["last"] or 0
    there = {row.membership_id: row for row in main.signers.filter(membership__isnull=False)}
    signing = merged.signers.filter(consent=Consent.AGREED, withdrew_on__isnull=True).order_by("order")
    for signer in signing:
        twice = there.get(signer.membership_id) if signer.membership_id else None
        if twice is not None:
            _raise_to_first(twice, signer, merged)
            continue
        last += 1
        Signer.objects.create(
            proposal=main, came_from=signer.came_from or merged, order=last, role=signer.role,
            membership=signer.membership, party_body=signer.party_body, body=signer.body, sector=signer.sector,
            display_name=signer.display_name, consent=Consent.AGREED, answered_at=signer.answered_at,
            answered_by_name=signer.answered_by_name,
        )  # fmt: skip


def _raise_to_first(there: Signer, signer: Signer, merged: Proposal) -> None:
    """Who signs the main proposal along and is the first of a merged one is asked for feedback as its first."""
    if signer.role == SignerRole.FIRST and there.role != SignerRole.FIRST:
        there.role, there.came_from, there.consent = SignerRole.FIRST, merged, Consent.AGREED
        there.save(update_fields=["role", "came_from", "consent"])


def _draft_of(origin: Proposal, title: str, *, by: Actor, at: datetime) -> Proposal:
    """Begin a draft in the name of the proposer; it is theirs to write and to submit."""
    draft = Proposal.objects.create(
        session=origin.session, period_kind=origin.period_kind, year=origin.year, title=title,
        proposer_kind=origin.proposer_kind, first_proposer=origin.first_proposer, proposer_name=origin.proposer_name,
        collective_kind=origin.collective_kind, party_body=origin.party_body, body=origin.body, sector=origin.sector,
        source=origin.source, secrecy=origin.secrecy, publish_consent=origin.publish_consent, touched_at=at,
    )  # fmt: skip
    first = origin.signers.order_by("order").first()
    if first is not None:
        Signer.objects.create(
            proposal=draft, order=1, role=SignerRole.FIRST, membership=first.membership, party_body=first.party_body,
            body=first.body, sector=first.sector, display_name=first.display_name, consent=Consent.AGREED,
            answered_at=at,
        )  # fmt: skip
    ledger.record("begin", draft, by=by, at=at, to_state=draft.state)
    return draft
