"""Writes: a dissatisfied proposer has the proposal handled again, or it is closed with the objection (handbook 5.5)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.deadline import acts
from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.together import Asked, Steps
from yizheng.org.configuration import value

from .. import keys
from ..enums import HandlingState, Rating, ShareRole
from ..models import Feedback, Handling, Proposal, Reply
from ..queries import following as queries_following
from ..workflow import proposals as table
from . import dates
from . import handling as handlings
from .closing import SECOND_REPLY
from .locking import lock_handlings


@transaction.atomic
@ledger.one_act()
def order_redo(*, proposal: Proposal, chosen: Sequence[Handling], reason: str, by: Actor, at: datetime) -> Proposal:
    """
    Order that the units whose reply did not satisfy handle the proposal again (要求重新办理).

    Only they start a new round, with a date of its own; the leader of the unit takes part this time. Other units'
    replies stand. Rule: handbook 5.5; keys proposal.redo_days, proposal.max_rounds.
    Raises: PermissionDenied; Refused `nobody`, `not_confirmed`, `rounds`, `stale`, `no_reason`; nothing is changed.
    """
    most = value(keys.MAX_ROUNDS, on=timezone.localdate(at))
    lock_handlings(proposal.pk)
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if locked.round >= most:
        raise Refused("rounds", f"已经办理{locked.round}轮，最多{most}轮。请写明情况，作有异议办结。")
    _check_chosen(locked, chosen)
    return _start_round(table.ORDER_REDO, locked, chosen, reason, by=by, at=at)


@transaction.atomic
@ledger.one_act()
def handle_again(*, proposal: Proposal, chosen: Sequence[Handling], reason: str, by: Actor, at: datetime) -> Proposal:
    """
    Have a proposal that was carried over handled again (二次办理). The limit of rounds does not bind here.

    Rule: handbook 5.7 (items still B next year). Raises: PermissionDenied; Refused `nobody`, `stale`, `no_reason`.
    """
    if not chosen:
        raise Refused("nobody", "请选定由哪个单位再次办理。")
    lock_handlings(proposal.pk)
    return _start_round(table.HANDLE_AGAIN, proposal, chosen, reason, by=by, at=at)


@transaction.atomic
def close_disputed(*, proposal: Proposal, note: str, by: Actor, at: datetime) -> Proposal:
    """
    Close a proposal whose proposer is still dissatisfied after the last round (有异议办结); the note says why.

    Rule: handbook 5.5, key proposal.max_rounds. Raises: PermissionDenied; Refused `not_disputed`, `rounds_left`,
    `stale`, `no_reason`; nothing is changed then.
    """
    today = timezone.localdate(at)
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if not dissatisfied_replies(locked):
        raise Refused("not_disputed", "没有经确认的不满意评价，不用作有异议办结。")
    if locked.round < value(keys.MAX_ROUNDS, on=today):
        raise Refused("rounds_left", "还可以要求重新办理，先让单位再办一轮。")
    return workflow.apply(table.CLOSE_DISPUTED, locked, by=by, at=at, reason=note, changes={"closed_on": today})


@Asked
def dissatisfied_replies(proposal: Proposal) -> Steps[list[Reply]]:
    """Return the standing replies with a 不满意 that was confirmed with the proposer."""
    said = Feedback.objects.filter(
        reply__handling__proposal=proposal, result_rating=Rating.NOT_SATISFIED, confirmed_on__isnull=False,
        state="given",
    )  # fmt: skip
    replies, confirmed = yield queries_following.first_replies(proposal), said.values_list("reply_id", flat=True)
    return [each for each in queries_following.last_of_each(replies) if each.pk in confirmed]


def _check_chosen(proposal: Proposal, chosen: Sequence[Handling]) -> None:
    if not chosen:
        raise Refused("nobody", "请选定由哪个单位重新办理。")
    confirmed = {each.handling_id for each in dissatisfied_replies(proposal)}
    outside = [str(each.unit) for each in chosen if each.pk not in confirmed]
    if outside:
        raise Refused("not_confirmed", f"{'、'.join(outside)}的答复没有经确认的不满意评价，请先与提案人核实并确认。")


def _start_round(
    row: workflow.Transition, proposal: Proposal, chosen: Sequence[Handling], reason: str, *, by: Actor, at: datetime
) -> Proposal:
    act_id, round_no = uuid.uuid4(), proposal.round + 1
    changes = {"round": round_no, "replied_on": None, "closed_on": None}
    moved = workflow.apply(row, proposal, by=by, at=at, reason=reason, changes=changes, act_id=act_id)
    for each in [*chosen, *_beside(moved, chosen)]:
        _drop_second(each, reason, at)
        handlings.start_round(handling=each, round_no=round_no, by=by, at=at, act_id=act_id)
    return moved


def _drop_second(handling: Handling, reason: str, at: datetime) -> None:
    """A unit that handles anew owes no second reply to the old one."""
    for deadline in dates.running(handling, SECOND_REPLY):
        acts.cancel(deadline=deadline, reason=reason, by=SYSTEM, at=at)
    Handling.objects.filter(pk=handling.pk, second_due_on__isnull=False).update(second_due_on=None)


def _beside(proposal: Proposal, chosen: Sequence[Handling]) -> list[Handling]:
    """A host answers for its co-handlers too: they send their opinion anew."""
    if not any(each.role == ShareRole.HOST for each in chosen):
        return []
    rows = proposal.handlings.filter(role=ShareRole.CO, state__in=[HandlingState.OPINED])
    return list(rows.select_related("unit").order_by("order", "id"))
