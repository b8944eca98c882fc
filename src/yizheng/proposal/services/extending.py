"""Writes: a unit is given more time (handbook 5.6)."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yizheng.deadline import acts
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.models import Deadline
from yizheng.deadline.reckoning import add_months
from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.org.configuration import value
from yizheng.ui.tags.marks import long_date

from .. import keys
from ..models import Handling
from ..workflow import handlings as table
from . import dates

NOT_ASKED: dict[str, Any] = {"extension_asked_to": None, "extension_reason": ""}


@transaction.atomic
def ask_extension(*, handling: Handling, to: date, reason: str, by: Actor, at: datetime) -> Handling:
    """
    Ask for more time (申请延期); until the assigner agrees the old date holds.

    Rule: handbook 5.6, requests before the due date only. Raises: PermissionDenied; Refused `stale`, `no_reason`,
    `late`, `not_later`, `too_far`, `not_worked`; nothing is changed then.
    """
    locked = Handling.objects.select_for_update(of=("self",)).get(pk=handling.pk)
    deadline = _running(locked, at)
    if to <= locked.due_on:
        raise Refused("not_later", f"延期要晚于现在的期限{long_date(locked.due_on)}。")
    _check_end(to, deadline.starts_on, at)
    changes = {"extension_asked_to": to, "extension_reason": reason.strip()[:500]}
    return workflow.apply(table.ASK_EXTENSION, locked, by=by, at=at, reason=reason, changes=changes)


@transaction.atomic
def refuse_extension(*, handling: Handling, reason: str, by: Actor, at: datetime) -> Handling:
    """Refuse more time (不同意延期), with the reason. Raises: PermissionDenied; Refused `stale`, `no_reason`."""
    if handling.extension_asked_to is None:
        raise Refused("stale", "没有待答复的延期申请，请刷新后查看。")
    return workflow.apply(table.REFUSE_EXTENSION, handling, by=by, at=at, reason=reason, changes=NOT_ASKED)


@transaction.atomic
@ledger.one_act()
def extend(*, handling: Handling, to: date, granted_by: str, reason: str, by: Actor, at: datetime) -> Handling:
    """
    Give a unit more time for its reply or opinion (延期), before it is late; the proposer is told.

    Rule: handbook 5.6; key proposal.reply_max_months, counted from the day the date began to run.
    Raises: PermissionDenied; Refused `stale`, `no_reason`, `late`, `not_later`, `too_far`, `not_worked`,
    `no_grantor`; nothing is changed then.
    """
    locked = Handling.objects.select_for_update(of=("self",)).get(pk=handling.pk)
    deadline = _running(locked, at)
    _check_end(to, deadline.starts_on, at)
    act_id = uuid.uuid4()
    changes = {"due_on": to, "extended_to": to, **NOT_ASKED}
    moved = workflow.apply(table.EXTEND, locked, by=by, at=at, reason=reason, changes=changes, act_id=act_id)
    acts.extend(deadline=deadline, to=to, reason=reason, granted_by=granted_by, by=by, at=at)
    return moved


def _running(handling: Handling, at: datetime) -> Deadline:
    deadline = dates.running(handling, dates.final_act(handling)).first()
    if deadline is None:
        raise Refused("stale", "这件提案的办理期限已经结束，不能延期。请刷新后查看。")
    if dates.today(at) > handling.due_on:
        raise Refused("late", f"期限{long_date(handling.due_on)}已经过了，不能再延期；请尽快答复。")
    return deadline


def _check_end(to: date, starts_on: date, at: datetime) -> None:
    most = value(keys.REPLY_MAX_MONTHS, on=dates.today(at))
    last = add_months(starts_on, most, work_calendar()).due_on
    if to > last:
        raise Refused("too_far", f"从交办次日起最多{most}个月，最晚到{long_date(last)}。")
    if not work_calendar().is_workday(to):
        raise Refused("not_worked", f"{long_date(to)}休息，请改到工作日。")
