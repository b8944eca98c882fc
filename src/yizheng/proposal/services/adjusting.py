"""Writes: a unit asks for another one, the assigner keeps it or moves it, a leader settles a dispute (handbook 5.6)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.queries import grants_in_force
from yizheng.deadline import acts, reckoning
from yizheng.deadline import services as deadlines
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.models import Deadline, DeadlineState, Unit
from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.workflow import Moved
from yizheng.org.configuration import value
from yizheng.org.models import OrgUnit
from yizheng.ui.tags.marks import month_day

from ..enums import AdjustState, HandlingState, ProposalState, ShareRole
from ..events import UnitsChosen
from ..keys import ADJUST_DECISION_WORKDAYS, ADJUST_WORKDAYS
from ..models import GONE, AdjustRequest, Handling, Proposal
from ..notifications import assigning as notices
from ..reach import logins_of_units
from ..sides import side_of
from ..standing import SIDES
from ..workflow import adjusting as table
from ..workflow import handlings as handling_table
from ..workflow import proposals as proposal_table
from . import dates
from . import handling as handlings
from .locking import lock_handlings
from .shares import check_unit

DECIDE = "decide_adjustment"


def window_of(handling: Handling) -> date:
    """Return the last day on which a unit may ask for another one. Rule: handbook 5.6; key proposal.adjust_workdays."""
    workdays = value(ADJUST_WORKDAYS, on=handling.assigned_on)
    return reckoning.add_workdays(handling.assigned_on, workdays, work_calendar()).due_on


@transaction.atomic
@ledger.one_act()
def request_adjustment(
    *, handling: Handling, reason: str, suggested_unit: OrgUnit | None, signed_by_name: str, by: Actor, at: datetime
) -> AdjustRequest:
    """
    Ask that a proposal go to another unit (申请调整), with reasons, a unit to take it and the leader's signature.

    A late request is void. The dates of the handling run on until it is decided. Rule: handbook 5.6 (R12, R16);
    keys proposal.adjust_workdays, proposal.adjust_decision_workdays.
    Raises: PermissionDenied; Refused `late_request`, `no_signature`, `same_unit`, `closed_unit`, `no_reason`,
    `stale`; nothing is changed then.
    """
    today, last = timezone.localdate(at), window_of(handling)
    if today > last:
        raise Refused("late_request", f"申请调整的期限是{month_day(last)}，已经过了，不再受理。请按期办理。")
    if not signed_by_name.strip():
        raise Refused("no_signature", "请写明单位负责人姓名，申请调整要负责人签字。")
    _check_suggested(handling, suggested_unit, today)
    moved = workflow.apply(handling_table.REQUEST_ADJUSTMENT, handling, by=by, at=at, reason=reason)
    due = _decide_by(today)
    request = AdjustRequest.objects.create(
        handling=moved, reason=reason, suggested_unit=suggested_unit, signed_by_name=signed_by_name.strip()[:40],
        requested_on=today, decide_by=due,
    )  # fmt: skip
    amount = value(ADJUST_DECISION_WORKDAYS, on=today)
    deadlines.start(
        subject=request, act=DECIDE, starts_on=today, unit=Unit.WORKDAYS, amount=amount, by=by, at=at
    )  # fmt: skip
    fields = {"signed_by_name": request.signed_by_name, "decide_by": due}
    ledger.record("ask_adjustment", request, by=by, at=at, to_state=request.state, fields=fields)
    notices.tell_of_request(request, _assigners(moved, today), at=at)
    return request


def _check_suggested(handling: Handling, suggested: OrgUnit | None, today: date) -> None:
    if suggested is None:
        return
    if suggested.pk == handling.unit_id:
        raise Refused("same_unit", "建议的单位就是本单位，请另选一个。")
    check_unit(suggested, today)


def _decide_by(today: date) -> date:
    return reckoning.add_workdays(today, value(ADJUST_DECISION_WORKDAYS, on=today), work_calendar()).due_on


def _assigners(handling: Handling, today: date) -> list[int]:
    grants = grants_in_force(today).filter(role=Role.ASSIGNER)
    rows = grants.values_list("user_id", "scope_kind", "scope_id")
    return [user for user, kind, pk in rows if not kind or SIDES.get(pk or 0) == handling.side]


def escalate(*, request: AdjustRequest, reason: str, by: Actor, at: datetime) -> AdjustRequest:
    """
    Put a request on which units do not agree before a leader (报请领导协调); the sheet for it is printed.

    Rule: handbook 5.6 (R12). Raises: PermissionDenied; Refused `stale`, `no_reason`.
    """
    return workflow.apply(table.ESCALATE, request, by=by, at=at, reason=reason)


@transaction.atomic
@ledger.one_act()
def keep(*, request: AdjustRequest, reason: str, by: Actor, at: datetime, leader_name: str = "") -> AdjustRequest:
    """
    Leave a proposal with its unit (不予调整); its dates go on as they were and it counts as signed for.

    A disputed request is decided by the leader named, entered from paper. Rule: handbook 5.6 (R12).
    Raises: PermissionDenied; Refused `stale`, `no_reason`, `no_leader`; nothing is changed then.
    """
    lock_handlings(request.handling.proposal_id)
    by, today, act_id = _decider(request, leader_name, by), timezone.localdate(at), uuid.uuid4()
    decided = _decide(table.REFUSE, request, reason, leader_name, by=by, at=at, act_id=act_id)
    signed = {} if decided.handling.signed_on else {"signed_on": today}
    handling = workflow.apply(
        handling_table.KEEP, decided.handling, by=by, at=at, reason=reason, changes=signed, act_id=act_id
    )
    if signed:
        dates.meet(handling, dates.SIGN, by=by, at=at)
        _start_handling(handling, by=by, at=at, act_id=act_id)
    notices.tell_of_keeping(decided, at=at)
    return decided


def _start_handling(handling: Handling, *, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=handling.proposal_id)
    if proposal.state == ProposalState.ASSIGNED:
        workflow.apply(proposal_table.START_HANDLING, proposal, by=by, at=at, act_id=act_id)


@transaction.atomic
@ledger.one_act()
def reassign(
    *, request: AdjustRequest, unit: OrgUnit, reason: str, by: Actor, at: datetime, leader_name: str = ""
) -> Handling:
    """
    Move a proposal to another unit in the same role (改办); return the new handling.

    The dates of the first unit are void, those of the new one start today; units beside it stay.
    Rule: handbook 5.6 (R16), edge case 7. Raises: PermissionDenied; Refused `stale`, `no_leader`, `same_unit`,
    `closed_unit`, `already_there`; nothing is changed then.
    """
    lock_handlings(request.handling.proposal_id)
    by, today, act_id = _decider(request, leader_name, by), timezone.localdate(at), uuid.uuid4()
    _check_suggested(request.handling, unit, today)
    if request.handling.proposal.handlings.filter(unit=unit).exclude(state__in=GONE).exists():
        raise Refused("already_there", f"{unit}已经在办这件提案，请改选别的单位，或不予调整。")
    decided = _decide(table.GRANT, request, reason, leader_name, by=by, at=at, act_id=act_id)
    old = workflow.apply(
        handling_table.REASSIGN, decided.handling, by=by, at=at, reason=reason, changes={"ended_on": today},
        act_id=act_id,
    )  # fmt: skip
    dates.cancel_all(old, reason=f"改由{unit}办理", by=by, at=at)
    new = handlings.open_handling(
        proposal=old.proposal, unit=unit, role=ShareRole(old.role), side=side_of(unit, today), order=old.order,
        on_paper=unit.pk not in logins_of_units(today), replaces=old, by=by, at=at, act_id=act_id,
    )  # fmt: skip
    events.publish(UnitsChosen((old.proposal,), "reassign", by, at))
    notices.tell_of_reassignment(decided, new, by=by, at=at)
    return new


def void_of_stopped(moved: Moved) -> None:
    """Void the open request of a handling that was stopped: there is nothing left to decide. Rule: our decision."""
    if not isinstance(moved.obj, Handling) or moved.to_state != HandlingState.STOPPED:
        return
    open_ones = moved.obj.adjust_requests.filter(state__in=[AdjustState.ASKED, AdjustState.DISPUTED])
    for each in open_ones:
        gone = workflow.apply(table.VOID, each, by=moved.by, at=moved.at, reason="这件提案已经停办")
        for deadline in _running(gone):
            acts.cancel(deadline=deadline, reason="这件提案已经停办", by=moved.by, at=moved.at)


def _decider(request: AdjustRequest, leader_name: str, by: Actor) -> Actor:
    """A dispute is settled by a leader on paper; whoever enters it is named in the ledger."""
    rows = AdjustRequest.objects.select_for_update().values_list("state", flat=True)
    if rows.get(pk=request.pk) != AdjustState.DISPUTED:
        return by
    if not leader_name.strip():
        raise Refused("no_leader", "已经报请领导协调，请写明是哪位领导决定的。")
    return replace(by, source=Source.PAPER, entered_by_id=by.user_id)


def _decide(
    row: workflow.Transition,
    request: AdjustRequest,
    reason: str,
    leader_name: str,
    *,
    by: Actor,
    at: datetime,
    act_id: uuid.UUID,
) -> AdjustRequest:
    changes = {
        "decided_on": timezone.localdate(at), "decided_by_name": by.name[:60], "decision_words": reason[:500],
        "leader_name": leader_name.strip()[:40],
    }  # fmt: skip
    moved = workflow.apply(row, request, by=by, at=at, reason=reason, changes=changes, act_id=act_id)
    for each in _running(moved):
        acts.meet(deadline=each, by=by, at=at)
    return moved


def _running(request: AdjustRequest) -> list[Deadline]:
    rows = Deadline.objects.filter(kind="adjust_request", object_id=request.pk, act=DECIDE)
    return list(rows.filter(state__in=[DeadlineState.RUNNING, DeadlineState.PAUSED]))


def is_open(handling: Handling, today: date) -> bool:
    """Tell whether a unit may still ask for another one."""
    return handling.state in (HandlingState.ASSIGNED, HandlingState.SIGNED) and today <= window_of(handling)
