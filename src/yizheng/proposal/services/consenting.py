"""Writes: a proposer is asked to agree to a merger or a conversion, or asks to withdraw (征求意见)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yizheng.kernel import events, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.workflow import Moved, Transition

from ..enums import ConversionKind, ProposalState
from ..models import ConsentAsk, Proposal
from ..workflow import proposals as table

MERGE, CONVERT, WITHDRAW = "merge", "convert", "withdraw"
MATTERS = {
    MERGE: table.MERGE.sources, CONVERT: table.CONVERT.sources, WITHDRAW: table.REFUSE_WITHDRAWAL.sources,
}  # fmt: skip
"""In which states of the proposal an answer still matters."""

UNASKED = (ProposalState.DRAFT, ProposalState.COSIGNING)
"""States before submission, to which nothing comes back: there is no question yet."""

LAPSED = "不再需要答复"
ROWS = {MERGE: table.ASK_MERGE, CONVERT: table.ASK_CONVERSION, WITHDRAW: table.ASK_WITHDRAWAL}


@transaction.atomic
def ask_to_merge(
    *, main: Proposal, others: Sequence[Proposal], words: str, by: Actor, at: datetime
) -> list[ConsentAsk]:
    """
    Ask the first proposers of the main proposal and of those to be merged into it whether they agree (征求并案意见).

    Who agreed already to this main proposal is not asked again. Rule: handbook 5.4.
    Raises: PermissionDenied; Refused `nothing_chosen`, `itself`, `other_session`, `stale`, `asked`; nothing is
    changed then.
    """
    check_pair(main, others)
    act_id = uuid.uuid4()
    asked = [each for each in sorted((main, *others), key=lambda row: row.pk) if not agreed_to_merge(each, main)]
    return [_ask(each, MERGE, target=main, words=words, by=by, at=at, act_id=act_id) for each in asked]


@transaction.atomic
def ask_to_convert(
    *, proposal: Proposal, conversion: ConversionKind, words: str, by: Actor, at: datetime
) -> ConsentAsk:
    """
    Ask the first proposer whether a proposal may go on as an opinion, a reference or a letter (征求转送意见).

    Rule: handbook 5.3, 5.4. Raises: PermissionDenied; Refused `stale`, `asked`; nothing is changed then.
    """
    return _ask(proposal, CONVERT, conversion=conversion, words=words, by=by, at=at)


@transaction.atomic
def ask_to_withdraw(*, proposal: Proposal, reason: str, by: Actor, at: datetime, is_paper: bool = False) -> ConsentAsk:
    """
    Ask for the withdrawal of one's proposal (申请撤案); the proposal clerk answers.

    `is_paper`: the clerk enters a written request. Rule: handbook 5.4 (written request of the first proposer).
    Raises: PermissionDenied; Refused `no_reason`, `stale`, `asked`; nothing is changed then.
    """
    return _ask(proposal, WITHDRAW, words=reason, by=by, at=at, is_paper=is_paper)


@transaction.atomic
def answer(*, ask: ConsentAsk, agreed: bool, by: Actor, at: datetime, is_paper: bool = False) -> ConsentAsk:
    """
    Answer whether one agrees (答复征求意见): the first proposer, or the clerk from paper or telephone.

    Raises: PermissionDenied; Refused `answered`, `not_yours`, `stale`; nothing is changed then.
    """
    if ask.kind == WITHDRAW:
        raise Refused("not_yours", "撤案申请由提案委答复。")
    said = f"{'同意' if agreed else '不同意'}{'（纸质或电话）' if is_paper else ''}"
    workflow.apply(table.ANSWER_CONSENT, ask.proposal, by=by, at=at, reason=said)
    return settle(ask, agreed, by=by, at=at, is_paper=is_paper)


@transaction.atomic
def refuse_withdrawal(*, proposal: Proposal, reason: str, by: Actor, at: datetime) -> ConsentAsk:
    """
    Answer that a proposal is not withdrawn (不同意撤案).

    Raises: PermissionDenied; Refused `not_asked`, `no_reason`, `stale`; nothing is changed then.
    """
    workflow.apply(table.REFUSE_WITHDRAWAL, proposal, by=by, at=at, reason=reason)
    return settle(open_withdrawal(proposal), False, by=by, at=at)


def settle(ask: ConsentAsk, agreed: bool, *, by: Actor, at: datetime, is_paper: bool = False) -> ConsentAsk:
    """Write the answer to what was asked, once. Call it inside an act that moved the proposal, which is locked."""
    locked = ConsentAsk.objects.select_for_update(of=("self",)).get(pk=ask.pk)
    if locked.agreed is not None:
        raise Refused("answered", f"{locked.answered_by_name}已经答复过了。请刷新后查看。")
    locked.agreed, locked.answered_at, locked.answered_by_name = agreed, at, by.name
    locked.is_paper = is_paper or locked.is_paper
    locked.save(update_fields=["agreed", "answered_at", "answered_by_name", "is_paper"])
    events.publish(Moved("consent_ask", locked, "answer_consent", "asked", "answered", by, at))
    return locked


def let_lapse(moved: Moved) -> None:
    """
    Let questions lapse that nobody need answer any more, because the proposal went another way; desks are cleared.

    Listens to every move of a proposal. Rule: our decision.
    """
    if not isinstance(moved.obj, Proposal) or moved.from_state == moved.to_state or moved.from_state in UNASKED:
        return
    for ask in moved.obj.consent_asks.filter(agreed__isnull=True):
        if moved.to_state not in MATTERS[ask.kind]:
            ask.agreed, ask.answered_at, ask.answered_by_name = False, moved.at, LAPSED
            ask.save(update_fields=["agreed", "answered_at", "answered_by_name"])
            events.publish(Moved("consent_ask", ask, "let_lapse", "asked", "lapsed", moved.by, moved.at))


def open_withdrawal(proposal: Proposal) -> ConsentAsk:
    """Return the request for withdrawal that waits for its answer. Raises: Refused `not_asked`."""
    ask = proposal.consent_asks.filter(kind=WITHDRAW, agreed__isnull=True).first()
    if ask is None:
        raise Refused("not_asked", "还没有第一提案人的撤案申请。请先录入书面申请，再撤案。")
    return ask


def last_ask(proposal: Proposal, kind: str) -> ConsentAsk | None:
    """Return the last question of a kind about a proposal."""
    return proposal.consent_asks.filter(kind=kind).order_by("-asked_at", "-id").first()


def agreed_to_merge(proposal: Proposal, main: Proposal) -> bool:
    """Tell whether the first proposer agreed to go together with this main proposal."""
    ask = proposal.consent_asks.filter(kind=MERGE, target=main).order_by("-asked_at", "-id").first()
    return ask is not None and ask.agreed is True


def agreed_others(main: Proposal) -> list[Proposal]:
    """Return the proposals whose proposers agreed to go into this one and that are not in it yet."""
    asks = ConsentAsk.objects.filter(target=main, kind=MERGE, agreed=True).exclude(proposal=main)
    asks = asks.exclude(proposal__state=ProposalState.MERGED)
    rows = {ask.proposal_id: ask.proposal for ask in asks.select_related("proposal").order_by("pk")}
    return [each for each in rows.values() if agreed_to_merge(each, main)]


def check_pair(main: Proposal, others: Sequence[Proposal]) -> None:
    """Refuse what cannot go together. Raises: Refused `nothing_chosen`, `itself`, `other_session`."""
    if not others:
        raise Refused("nothing_chosen", "请选择要并入的提案。")
    if main.pk in {each.pk for each in others} or len({each.pk for each in others}) != len(others):
        raise Refused("itself", "一件提案不能并入自己，也不要重复选。")
    if any(each.session_id != main.session_id for each in others):
        raise Refused("other_session", "只有同一次会议的提案才能并案。")


def _ask(
    proposal: Proposal,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    words: str = "",
    target: Proposal | None = None,
    conversion: str = "",
    is_paper: bool = False,
    act_id: uuid.UUID | None = None,
) -> ConsentAsk:
    row: Transition = ROWS[kind]
    moved = workflow.apply(row, proposal, by=by, at=at, reason=words, act_id=act_id)
    if moved.consent_asks.filter(kind=kind, agreed__isnull=True).exists():
        raise Refused("asked", f"{moved.number}已经征求过，正在等答复。")
    ask = ConsentAsk.objects.create(
        proposal=moved, kind=kind, target=target, conversion=conversion, asked_at=at, asked_by_name=by.name,
        words=words.strip()[:300], is_paper=is_paper,
    )  # fmt: skip
    events.publish(Moved("consent_ask", ask, "ask_consent", "", "asked", by, at))
    return ask
