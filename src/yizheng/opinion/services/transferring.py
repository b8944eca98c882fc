"""Writes: a piece goes to units by slips; they are put off, taken back (handbook 6.3; F073)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.accounts.queries import holders_in
from yizheng.kernel import events, ledger, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.sequences import next_number
from yizheng.kernel.workflow import Moved
from yizheng.org.configuration import value
from yizheng.org.models import OrgUnit
from yizheng.ui.tags.marks import long_date

from ..enums import TransferState
from ..keys import TRANSFER_WORKDAYS
from ..models import Opinion, OpinionTransfer
from ..workflow import opinions as opinion_table
from ..workflow import transfers as table
from . import following_dates as dates

MOST_ASKED = 500
MOST_UNITS = 30
OPEN = (TransferState.SENT, TransferState.SIGNED, TransferState.REPLIED, TransferState.SENT_BACK)
INSTEAD = "改转其他单位"


@transaction.atomic
def transfer(
    *, opinion: Opinion, units: Sequence[OrgUnit], asked_action: str, by: Actor, at: datetime
) -> list[OpinionTransfer]:
    """
    Hand a piece to units (转办): one numbered slip each, due in opinion.transfer_workdays; return the slips.

    All slips share the act of the ledger. Slips that units sent back are settled by it: the piece goes elsewhere.
    Rule: handbook 6.3. Raises: PermissionDenied; Refused `stale`, `no_unit`, `many_units`, `no_text`, `long_text`,
    `closed_unit`, `already_there`; nothing is sent then.
    """
    act_id, today = uuid.uuid4(), timezone.localdate(at)
    locked = lock(opinion)
    require("opinion.transfer", by, locked)
    asked = _asked(asked_action)
    _check_units(locked, units, today)
    first = locked.state in opinion_table.TRANSFER.sources
    row = opinion_table.TRANSFER if first else opinion_table.TRANSFER_TOO
    moved = workflow.apply(row, locked, by=by, at=at, act_id=act_id)
    for declined in moved.transfers.filter(state=TransferState.DECLINED).order_by("id"):
        workflow.apply(table.RECALL, declined, by=by, at=at, reason=INSTEAD, act_id=act_id)
    return [_send(moved, unit, asked, by=by, at=at, act_id=act_id) for unit in units]


def _send(
    opinion: Opinion, unit: OrgUnit, asked: str, *, by: Actor, at: datetime, act_id: uuid.UUID
) -> OpinionTransfer:
    today = timezone.localdate(at)
    slip = OpinionTransfer.objects.create(
        opinion=opinion, unit=unit, year=today.year, seq=next_number(f"slip:{today.year}"), asked_action=asked,
        sent_on=today, first_due_on=today, due_on=today, is_paper=not holders_in("org_unit", unit.pk, on=today),
    )  # fmt: skip
    due = dates.start(slip, dates.REPLY, value(TRANSFER_WORKDAYS, on=today), by=by, at=at)
    slip.first_due_on = slip.due_on = due
    slip.save(update_fields=["first_due_on", "due_on"])
    fields = {"unit": unit.pk, "due_on": due, "number": slip.number}
    ledger.record("send_slip", slip, by=by, at=at, to_state=slip.state, fields=fields, act_id=act_id)
    thread.link(opinion, slip, relation="transfer", at=at)
    events.publish(Moved("opinion_transfer", slip, "send_slip", "", slip.state, by, at, fields))
    return slip


@transaction.atomic
def extend(*, slip: OpinionTransfer, to: date, reason: str, by: Actor, at: datetime) -> OpinionTransfer:
    """
    Give a unit a later day (延期); the first day stays on the slip.

    Raises: PermissionDenied; Refused `stale`, `no_reason`, `not_later`; nothing is changed then.
    """
    locked, today = lock_slip(slip), timezone.localdate(at)
    require(table.EXTEND.permission, by, locked)
    if to <= max(locked.due_on, today):
        raise Refused("not_later", f"新的日期要晚于今天，也要晚于现在的{long_date(locked.due_on)}。")
    moved = workflow.apply(table.EXTEND, locked, by=by, at=at, reason=reason, changes={"due_on": to})
    dates.extend(moved, to, reason, by=by, at=at)
    return moved


@transaction.atomic
def recall(*, slip: OpinionTransfer, reason: str, by: Actor, at: datetime) -> OpinionTransfer:
    """
    Take a slip back that is not answered yet (收回); the unit no longer sees it, the number stays used.

    Raises: PermissionDenied; Refused `stale`, `no_reason`; nothing is changed then.
    """
    moved = workflow.apply(table.RECALL, slip, by=by, at=at, reason=reason)
    dates.cancel(moved, reason, by=by, at=at)
    return moved


def lock(opinion: Opinion) -> Opinion:
    """Lock a piece, so that what is decided by its state holds until the act ends."""
    return Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)


def lock_slip(slip: OpinionTransfer) -> OpinionTransfer:
    """Lock a slip, the piece it belongs to first: two units of one piece wait for each other."""
    Opinion.objects.select_for_update(of=("self",)).get(pk=slip.opinion_id)
    return OpinionTransfer.objects.select_for_update(of=("self",)).select_related("opinion", "unit").get(pk=slip.pk)


def _asked(text: str) -> str:
    said = text.strip()
    if not said:
        raise Refused("no_text", "请写明请单位办什么。")
    if len(said) > MOST_ASKED:
        raise Refused("long_text", f"办理要求最多{MOST_ASKED}字，现在有{len(said)}字，请精简。")
    return said


def _check_units(opinion: Opinion, units: Sequence[OrgUnit], today: date) -> None:
    if not units:
        raise Refused("no_unit", "请选要转给哪个单位。")
    if len(units) > MOST_UNITS or len({unit.pk for unit in units}) < len(units):
        raise Refused("many_units", f"一次最多转{MOST_UNITS}个单位，每个单位一张转办单，请核对。")
    ended = [str(unit) for unit in units if unit.valid_from > today or (unit.valid_to and unit.valid_to <= today)]
    if ended:
        raise Refused("closed_unit", f"{'、'.join(ended)}已经撤并，不能再转；请选承接职责的单位。")
    there = opinion.transfers.filter(state__in=OPEN, unit__in=units).select_related("unit")
    if names := "、".join(str(slip.unit) for slip in there):
        raise Refused("already_there", f"{names}手上已有这件的转办单，不用再转。")
