"""Resting and leaving: suspended, reinstated, resigned, transferred, removed, deceased."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Transition

from .. import workflow as table
from ..enums import DecidingBody
from ..models import Decision, Membership, Suspension
from .ending import end_at, end_duties, end_posts
from .rulings import Ruling, record_decision, require_majority_of_whole


@transaction.atomic
def suspend(*, membership: Membership, ruling: Ruling, on: date, reason: str, by: Actor, at: datetime) -> Membership:
    """
    Let a membership rest (暂停履职) from a day, by the chairpersons' meeting; it leaves the denominators.

    Rule: handbook 1.3. Raises: Refused `no_reason`, `stale`, `wrong_body`, `before_joining`.
    """
    require(table.SUSPEND.permission, by, membership)
    _check_body(ruling, DecidingBody.CHAIRPERSONS_MEETING, DecidingBody.STANDING_COMMITTEE)
    check_day(membership, on, at)
    moved = workflow.apply(table.SUSPEND, membership, by=by, at=at, reason=reason)
    decision = record_decision(ruling, today=timezone.localdate(at))
    Suspension.objects.create(membership=moved, valid_from=on, decision=decision)
    return moved


@transaction.atomic
def reinstate(*, membership: Membership, on: date, by: Actor, at: datetime, reason: str = "") -> Membership:
    """Let a resting membership work again (恢复履职) from a day."""
    require(table.REINSTATE.permission, by, membership)
    check_day(membership, on, at)
    moved = workflow.apply(table.REINSTATE, membership, by=by, at=at, reason=reason)
    end_at(Suspension.objects.filter(membership=moved), on)
    return moved


@transaction.atomic
def resign(
    *, membership: Membership, ruling: Ruling, on: date, by: Actor, at: datetime, reason: str = ""
) -> Membership:
    """
    Note that a member resigned (辞去): a written application that the standing committee accepted.

    `on` is the first day out of office. Seats, convening and posts end; history stays.
    Rule: handbook 1.3. Raises: Refused `stale`, `wrong_body`, `before_joining`, `no_meeting`, `future`.
    """
    return _leave(table.RESIGN, membership, ruling, on, reason, by, at)


@transaction.atomic
def transfer(
    *, membership: Membership, ruling: Ruling, on: date, by: Actor, at: datetime, reason: str = ""
) -> Membership:
    """Note that a member moved away (调离) and the standing committee accepted it; as `resign`."""
    return _leave(table.TRANSFER, membership, ruling, on, reason, by, at)


@transaction.atomic
def remove(*, membership: Membership, ruling: Ruling, on: date, reason: str, by: Actor, at: datetime) -> Membership:
    """
    Note that the standing committee took a membership away (撤销资格).

    Rule: handbook 1.3: more than half of all its members, present or not, were in favour.
    Raises: Refused `no_counts`, `no_majority`, and as `resign`; nothing is changed then.
    """
    require(table.REMOVE.permission, by, membership)
    require_majority_of_whole(ruling)
    return _leave(table.REMOVE, membership, ruling, on, reason, by, at)


@transaction.atomic
def record_death(*, membership: Membership, on: date, by: Actor, at: datetime) -> Membership:
    """Note that a member died (去世); `on` is the day after, the first day out of office."""
    require(table.RECORD_DEATH.permission, by, membership)
    check_day(membership, on, at)
    return _left(table.RECORD_DEATH, membership, None, on, "", by, at)


def _leave(
    row: Transition, membership: Membership, ruling: Ruling, on: date, reason: str, by: Actor, at: datetime
) -> Membership:
    require(row.permission, by, membership)
    _check_body(ruling, DecidingBody.STANDING_COMMITTEE)
    check_day(membership, on, at)
    decision = record_decision(ruling, today=timezone.localdate(at))
    return _left(row, membership, decision, on, reason, by, at)


def _left(
    row: Transition, membership: Membership, decision: Decision | None, on: date, reason: str, by: Actor, at: datetime
) -> Membership:
    basis = str(decision) if decision else row.label
    changes = {"left_on": on, "leave_basis": basis, "leave_decision": decision}
    moved = workflow.apply(row, membership, by=by, at=at, reason=reason, changes=changes)
    end_duties([moved], on)
    end_posts(moved, on)
    return moved


def _check_body(ruling: Ruling, *allowed: DecidingBody) -> None:
    if ruling.body not in allowed:
        names = "或".join(str(each.label) for each in allowed)
        raise Refused("wrong_body", f"这件事要由{names}决定，请核对。")


def check_day(membership: Membership, on: date, at: datetime) -> None:
    """Raise Refused `before_joining` or `future` for a day on which nothing of a membership can begin or end."""
    if on < membership.joined_on:
        raise Refused("before_joining", f"所填日期早于{membership.person.name}就任的日期，请核对。")
    if on > timezone.localdate(at):
        raise Refused("future", "所填日期还没有到，请到那一天再办。")
