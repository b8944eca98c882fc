"""Writes: a unit spoke with the proposer; the proposer confirms, objects or is silent (handbook 5.6)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yizheng.accounts.enums import Role
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import add_workdays
from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved
from yizheng.org.configuration import value
from yizheng.ui.tags.marks import month_day

from .. import keys
from ..enums import ContactConfirmation as C
from ..enums import ContactMode, ContactStage, HandlingState
from ..models import ContactRecord, Handling
from ..workflow import handlings as table
from . import dates
from .quarantined import refuse_quarantined

UNSETTLED = (C.WAITING, C.SILENCE)


@dataclass(frozen=True)
class Contact:
    """How the unit spoke with the proposer: when, who with whom, about what."""

    stage: ContactStage
    mode: ContactMode
    happened_on: date
    unit_people: str
    proposer_people: str
    notes: str
    leader_took_part: bool = False


@transaction.atomic
@ledger.one_act()
def record_contact(
    *, handling: Handling, contact: Contact, by: Actor, at: datetime, act_id: uuid.UUID | None = None
) -> ContactRecord:
    """
    Record that the unit spoke with the proposer (面商). The first record moves the handling on.

    The proposer has some working days to confirm or object; waiting never stops the unit.
    Rule: handbook 5.5 (a redo is talked over anew), 5.6; office-practice 20; key proposal.contact_silence_workdays.
    Raises: PermissionDenied; Refused `stale`, `future`, `too_early`, `earlier_round`; nothing is changed then.
    """
    day = dates.today(at)
    _check_day(handling, contact.happened_on, day)
    first = handling.state == HandlingState.SIGNED
    row = table.CONTACT if first else table.ADD_CONTACT
    changes = {"contacted_on": contact.happened_on} if first else {}
    moved = workflow.apply(row, handling, by=by, at=at, changes=changes, act_id=act_id)
    dates.meet(moved, dates.CONTACT, by=by, at=at)
    silence = value(keys.CONTACT_SILENCE_WORKDAYS, on=day)
    record = ContactRecord.objects.create(
        handling=moved, round=moved.round, confirm_by=add_workdays(day, silence, work_calendar()).due_on,
        **vars(contact),
    )  # fmt: skip
    fields = {"stage": str(record.stage), "mode": str(record.mode), "happened_on": record.happened_on}
    _note("write_contact", record, "", fields, by=by, at=at, act_id=act_id)
    return record


@transaction.atomic
def confirm_contact(*, record: ContactRecord, by: Actor, at: datetime) -> ContactRecord:
    """
    Confirm that it was so (确认面商): the proposer, or the clerk from paper or telephone, shown as unconfirmed.

    Rule: office-practice 20. Raises: PermissionDenied; Refused `stale`; nothing is changed then.
    """
    locked = _locked(record, "contact.answer", by)
    if locked.confirmation not in UNSETTLED:
        raise _stale(locked)
    how = C.CLERK if by.wears(Role.PROPOSAL_CLERK) else C.PROPOSER
    return _settle(locked, "confirm_contact", how, {}, by=by, at=at)


@transaction.atomic
def object_to_contact(*, record: ContactRecord, words: str, by: Actor, at: datetime) -> ContactRecord:
    """
    Object to a record of a talk (提出异议); the proposal clerk looks into it.

    It stops nothing by itself, but a reply needs one talk without objection. Rule: our decision.
    Raises: PermissionDenied; Refused `stale`, `no_words`; nothing is changed then.
    """
    locked, said = _locked(record, "contact.answer", by), words.strip()
    if locked.confirmation not in UNSETTLED:
        raise _stale(locked)
    if not said:
        raise Refused("no_words", "请写一句话，说明哪里不符。")
    locked.confirmation, locked.objection = C.OBJECTED, said[:300]
    locked.save(update_fields=["confirmation", "objection"])
    _note("object_to_contact", locked, C.WAITING, {}, by=by, at=at)
    return locked


@transaction.atomic
def settle_objection(*, record: ContactRecord, counts: bool, by: Actor, at: datetime) -> ContactRecord:
    """
    Decide about an objection (处理异议): the talk counts after all, or the unit has to talk again.

    Rule: our decision. Raises: PermissionDenied; Refused `stale`; nothing is changed then.
    """
    locked = _locked(record, "contact.settle", by)
    if locked.confirmation != C.OBJECTED or locked.confirmed_on is not None:
        raise _stale(locked)
    how = C.CLERK if counts else C.OBJECTED
    return _settle(locked, "settle_objection", how, {"counts": counts}, by=by, at=at)


@transaction.atomic
def settle_silent(*, on: date, by: Actor, at: datetime) -> int:
    """
    Count the talks that nobody objected to in time (逾期未提异议), shown as unconfirmed; return how many.

    Rule: office-practice 20. Safe to run twice.
    """
    require("contact.settle", by)
    rows = ContactRecord.objects.select_for_update(of=("self",)).select_related("handling__proposal")
    silent = list(rows.filter(confirmation=C.WAITING, confirm_by__lt=on).order_by("id"))
    act_id = uuid.uuid4()
    for record in silent:
        _settle(record, "settle_silent", C.SILENCE, {}, by=by, at=at, act_id=act_id)
    return len(silent)


def _check_day(handling: Handling, happened_on: date, today: date) -> None:
    if happened_on > today:
        raise Refused("future", "面商日期不能晚于今天。")
    if happened_on < handling.assigned_on:
        raise Refused("too_early", f"这件提案{month_day(handling.assigned_on)}才交办，面商日期不能更早。")
    if happened_on < handling.began_on:
        day = month_day(handling.began_on)
        raise Refused("earlier_round", f"这件提案{day}起重新办理，之前的面商不算这一轮。请重新面商后再记。")


def _locked(record: ContactRecord, permission: str, by: Actor) -> ContactRecord:
    rows = ContactRecord.objects.select_for_update(of=("self",)).select_related("handling__proposal")
    locked = rows.get(pk=record.pk)
    require(permission, by, locked)
    refuse_quarantined(locked.handling.proposal_id)
    return locked


def _stale(record: ContactRecord) -> Refused:
    return Refused("stale", f"这次面商现在是“{record.get_confirmation_display()}”，不用再处理。请刷新后查看。")


def _settle(
    record: ContactRecord,
    act: str,
    how: C,
    fields: Mapping[str, object],
    *,
    by: Actor,
    at: datetime,
    act_id: uuid.UUID | None = None,
) -> ContactRecord:
    before = record.confirmation
    record.confirmation = how
    if how != C.SILENCE:
        record.confirmed_on, record.confirmed_by_name = dates.today(at), by.name[:60]
    record.save(update_fields=["confirmation", "confirmed_on", "confirmed_by_name"])
    _note(act, record, before, fields, by=by, at=at, act_id=act_id)
    return record


def _note(
    act: str,
    record: ContactRecord,
    before: str,
    fields: Mapping[str, object],
    *,
    by: Actor,
    at: datetime,
    act_id: uuid.UUID | None = None,
) -> None:
    after = str(record.confirmation)
    ledger.record(
        act, record, by=by, at=at, from_state=str(before), to_state=after, fields=fields, act_id=act_id
    )  # fmt: skip
    events.publish(Moved("contact_record", record, act, str(before), after, by, at, fields))
