"""Writes: consultations about handling, layered; one meeting closes several contact records (F052, F064)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel import events, ledger, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import Body

from ..enums import ConsultationLevel, ContactConfirmation, ContactMode, ContactStage
from ..models import ConsultedContact, ContactRecord, Handling, HandlingConsultation
from . import contacting


@dataclass(frozen=True)
class Consultation:
    """A meeting about the handling of proposals: on which level, when, where, who, what was said."""

    title: str
    level: ConsultationLevel
    happened_on: date
    place: str
    participants: str
    notes: str
    category: str = ""
    host_body: Body | None = None


@transaction.atomic
@ledger.one_act()
def hold_consultation(
    *, given: Consultation, handlings: Sequence[Handling], present: Collection[int], by: Actor, at: datetime
) -> HandlingConsultation:
    """
    Record a consultation (集中协商办理): each handling it covered gets its contact record, in one act.

    `present` are the ids of handlings whose proposer was there: their record is confirmed by that, the others
    wait for the proposer's word. Rule: F052, F053, F064; office-practice 20.
    A special committee does so for what it supervises, in its own name (our decision).
    Raises: PermissionDenied; Refused `none`, `level`, `host`, `future`, `stale` and as `record_contact`; nothing is
    kept then.
    """
    require("consultation.hold", by)
    _check(given, handlings, timezone.localdate(at))
    _check_host(given, by)
    act_id = uuid.uuid4()
    held = HandlingConsultation.objects.create(**vars(given))
    fields = {"level": given.level.value, "handlings": len(handlings)}
    ledger.record("hold_consultation", held, by=by, at=at, fields=fields, act_id=act_id)
    for handling in handlings:
        _cover(held, handling, handling.pk in present, by, at, act_id)
    return held


def _check(given: Consultation, handlings: Sequence[Handling], today: date) -> None:
    if not handlings:
        raise Refused("none", "请选择这次协商了哪些提案的办理。")
    if given.level == ConsultationLevel.COMMITTEE and given.host_body is None:
        raise Refused("level", "专委会牵头的协商，请选是哪个专委会。")
    if given.happened_on > today:
        raise Refused("future", "协商的日期不能晚于今天，请核对。")


def _check_host(given: Consultation, by: Actor) -> None:
    """A committee's clerk records what the own committee held."""
    own = by.hat.scope_id if by.hat.scope_kind == "body" else None
    if by.wears(Role.COMMITTEE_CLERK) and (given.host_body is None or given.host_body.pk != own):
        raise Refused("host", "专委会记录的是本专委会牵头的协商，请把牵头的专委会选成自己。")


def _cover(
    held: HandlingConsultation, handling: Handling, is_present: bool, by: Actor, at: datetime, act_id: uuid.UUID
) -> None:
    stage = ContactStage.BEFORE if handling.contacted_on is None else ContactStage.DURING
    contact = contacting.Contact(
        stage=stage, mode=ContactMode.CONCENTRATED, happened_on=held.happened_on,
        unit_people=(held.participants or str(handling.unit))[:120],
        proposer_people=handling.proposal.proposer_name[:120] if is_present else "未到会", notes=held.notes,
        leader_took_part=held.level == ConsultationLevel.LEADER,
    )  # fmt: skip
    record = contacting.record_contact(handling=handling, contact=contact, by=by, at=at, act_id=act_id)
    ConsultedContact.objects.create(consultation=held, contact=record)
    Handling.objects.filter(pk=handling.pk).update(consultation_level=held.level)
    thread.link(held, handling.proposal, relation="consulted", at=at)
    if is_present:
        _confirm_by_presence(record, by, at, act_id)


def _confirm_by_presence(record: ContactRecord, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    """Whoever sat at the table has confirmed the talk (our decision)."""
    before, after = record.confirmation, ContactConfirmation.PROPOSER
    record.confirmation = after
    record.confirmed_on = timezone.localdate(at)
    record.confirmed_by_name = f"{record.handling.proposal.proposer_name}（到会）"[:60]
    record.save(update_fields=["confirmation", "confirmed_on", "confirmed_by_name"])
    ledger.record(
        "confirm_by_presence", record, by=by, at=at, from_state=before, to_state=after, act_id=act_id
    )  # fmt: skip
    events.publish(workflow.Moved("contact_record", record, "confirm_by_presence", before, after, by, at))
