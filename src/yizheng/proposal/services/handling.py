"""Writes: a unit is given a proposal, signs for it, stops; a new round (handbook 5.6)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.workflow import Moved
from yizheng.org.models import OrgUnit

from ..enums import ProposalState, ReplyState, ShareRole, Side
from ..models import GONE, Handling, Proposal
from ..workflow import handlings as table
from ..workflow import proposals as proposal_table
from . import dates


@transaction.atomic
def open_handling(
    *,
    proposal: Proposal,
    unit: OrgUnit,
    role: ShareRole,
    side: Side,
    by: Actor,
    at: datetime,
    order: int = 0,
    on_paper: bool = False,
    replaces: Handling | None = None,
    act_id: uuid.UUID | None = None,
) -> Handling:
    """
    Give a proposal to a unit (交办给单位) and let its dates run from the day after; return the handling.

    Part of an assignment or adjustment: the act that calls asks its own permission. `replaces` is the handling
    taken over. Rule: handbook 5.6. Raises: Refused `already_there` when the unit has an open handling of it.
    """
    day = dates.today(at)
    if proposal.handlings.filter(unit=unit).exclude(state__in=GONE).exists():
        raise Refused("already_there", f"{unit}已经在办这件提案，不能再交一次。")
    handling = Handling.objects.create(
        proposal=proposal, unit=unit, role=role, side=side, order=order, on_paper=on_paper, replaces=replaces,
        round=proposal.round, assigned_on=day, due_on=day,
    )  # fmt: skip
    handling.due_on = dates.start_first_round(handling, by=by, at=at).due_on
    handling.save(update_fields=["due_on"])
    fields = {"unit": unit.pk, "role": str(role), "due_on": handling.due_on}
    ledger.record(
        "open_handling", handling, by=by, at=at, to_state=handling.state, fields=fields, act_id=act_id
    )  # fmt: skip
    events.publish(Moved("handling", handling, "open_handling", "", handling.state, by, at, fields))
    return handling


@transaction.atomic
@ledger.one_act()
def sign_for(*, handling: Handling, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> Handling:
    """
    Sign for an assignment (签收). The first unit that signs starts the handling of the proposal.

    Rule: handbook 5.6; key proposal.sign_workdays. Raises: PermissionDenied; Refused `stale`; nothing is
    changed then.
    """
    changes = {"signed_on": dates.today(at)}
    moved = workflow.apply(table.SIGN, handling, by=by, at=at, changes=changes, act_id=act_id)
    dates.meet(moved, dates.SIGN, by=by, at=at)
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=moved.proposal_id)
    if proposal.state == ProposalState.ASSIGNED:
        workflow.apply(proposal_table.START_HANDLING, proposal, by=by, at=at, act_id=act_id)
    return moved


@transaction.atomic
@ledger.one_act()
def sign_for_all(*, handlings: Iterable[Handling], by: Actor, at: datetime) -> list[Handling]:
    """
    Sign for many assignments in one act (批量签收).

    Raises: Refused `nothing_chosen`, or as `sign_for`; nothing is signed then.
    """
    act_id = uuid.uuid4()
    signed = [sign_for(handling=each, by=by, at=at, act_id=act_id) for each in handlings]
    if not signed:
        raise Refused("nothing_chosen", "请先勾选要签收的提案。")
    return signed


@transaction.atomic
def stop_all(
    *, proposal: Proposal, reason: str, by: Actor, at: datetime, act_id: uuid.UUID | None = None
) -> list[Handling]:
    """
    Stop the work of every unit on a proposal (停办): it was withdrawn or merged away; return what was stopped.

    Units that have answered already are left as they are. Rule: handbook 5.4.
    Raises: PermissionDenied; Refused `no_reason`.
    """
    act_id = act_id or uuid.uuid4()
    rows = proposal.handlings.filter(state__in=table.STOP.sources).order_by("order", "id")
    return [_stop(each, reason, by=by, at=at, act_id=act_id) for each in rows]


def _stop(handling: Handling, reason: str, *, by: Actor, at: datetime, act_id: uuid.UUID) -> Handling:
    changes = {"ended_on": dates.today(at)}
    moved = workflow.apply(table.STOP, handling, by=by, at=at, reason=reason, changes=changes, act_id=act_id)
    dates.cancel_all(moved, reason=reason, by=by, at=at)
    for reply in moved.replies.filter(state=ReplyState.CHECKING):  # nobody need check it any more
        events.publish(Moved("reply", reply, "stop", reply.state, reply.state, by, at))
    return moved


@transaction.atomic
def start_round(
    *, handling: Handling, round_no: int, by: Actor, at: datetime, act_id: uuid.UUID | None = None
) -> Handling:
    """
    Let a unit handle a proposal again (进入下一轮): new contact, new reply, by a date of its own.

    Part of the order to redo. Rule: handbook 5.5, 5.7; key proposal.redo_days. Raises: PermissionDenied;
    Refused `stale`.
    """
    day = dates.today(at)
    due = dates.start_redo_round(handling, on=day, by=by, at=at).due_on
    changes = {
        "round": round_no, "round_began_on": day, "due_on": due, "extended_to": None, "contacted_on": None,
        "countersigned_on": None, "issued_on": None,
    }  # fmt: skip
    return workflow.apply(table.START_ROUND, handling, by=by, at=at, changes=changes, act_id=act_id)
