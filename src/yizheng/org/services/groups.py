"""Parties and people's organisations; societies, their elections and members."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import workflow as table
from ..enums import AssociationKind, AssociationState, ParticipatingKind
from ..models import Association, AssociationMember, Body, Election, ParticipatingBody, Person, in_force
from ..phones import bare_phone
from .ending import end_at


@transaction.atomic
def register_participating_body(
    *,
    name: str,
    short_name: str,
    kind: ParticipatingKind,
    valid_from: date,
    order: int | None = None,
    contact_name: str = "",
    contact_phone: str = "",
    by: Actor,
    at: datetime,
) -> ParticipatingBody:
    """Register a party or people's organisation (党派团体) in its statutory place. Raises: Refused `taken`, `phone`."""
    require("org.register_participating_body", by)
    if ParticipatingBody.objects.filter(in_force(valid_from), name=name.strip()).exists():
        raise Refused("taken", f"已经登记了{name.strip()}，请核对。")
    last = ParticipatingBody.objects.aggregate(last=Max("order"))["last"] or 0
    row = ParticipatingBody.objects.create(
        name=name.strip(), short_name=short_name.strip(), kind=kind, order=order or last + 1, valid_from=valid_from,
        contact_name=contact_name.strip(), contact_phone=bare_phone(contact_phone),
    )  # fmt: skip
    ledger.record("register_participating_body", row, by=by, at=at, fields={"name": row.name, "kind": str(kind)})
    return row


@transaction.atomic
def found_association(
    *,
    name: str,
    kind: AssociationKind,
    founded_on: date,
    ends_on: date,
    term_years: int = 5,
    supervisor: Body | None = None,
    by: Actor,
    at: datetime,
) -> Association:
    """
    Register a society (登记社团); `ends_on` is the last day of its council's term of office.

    Raises: Refused `taken`, `backwards`.
    """
    require("org.found_association", by)
    if Association.objects.filter(name=name.strip(), state=AssociationState.ACTIVE).exists():
        raise Refused("taken", f"已经登记了{name.strip()}，请核对。")
    _check_order(founded_on, ends_on)
    row = Association.objects.create(
        name=name.strip(), kind=kind, founded_on=founded_on, ends_on=ends_on, term_years=term_years,
        supervisor=supervisor,
    )  # fmt: skip
    ledger.record("found_association", row, by=by, at=at, to_state=row.state, fields={"ends_on": ends_on})
    events.publish(workflow.Moved("association", row, "found_association", "", row.state, by, at))
    return row


@transaction.atomic
def record_election(
    *,
    association: Association,
    held_on: date,
    ends_on: date,
    head: Person | None = None,
    due: int | None = None,
    present: int | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Election:
    """
    Record an election of a society's council (换届): held on paper, entered here; the reminder ends.

    Raises: Refused `backwards`, `miscounted`, `stale`.
    """
    require(table.RECORD_ELECTION.permission, by, association)
    _check_order(held_on, ends_on)
    if due is not None and present is not None and present > due:
        raise Refused("miscounted", f"到会{present}人，多于应到{due}人，请核对。")
    changes = {"ends_on": ends_on, "warned_on": None}
    moved = workflow.apply(table.RECORD_ELECTION, association, by=by, at=at, changes=changes)
    ordinal = (moved.elections.aggregate(last=Max("ordinal"))["last"] or 0) + 1
    return Election.objects.create(
        association=moved, held_on=held_on, ordinal=ordinal, ends_on=ends_on, head=head, due=due, present=present,
        note=note.strip(),
    )  # fmt: skip


def warn_of_term_end(*, association: Association, on: date, by: Actor, at: datetime) -> Association:
    """Note that a society's term of office runs out (届满提醒); the office owes the election then."""
    return workflow.apply(table.WARN_OF_TERM_END, association, by=by, at=at, changes={"warned_on": on})


@transaction.atomic
def join_association(
    *, association: Association, person: Person, on: date, duty: str = "会员", by: Actor, at: datetime
) -> AssociationMember:
    """Let a person belong to a society (入会) from a day. Raises: Refused `already`, `closed`."""
    require("org.join_association", by, association)
    if association.state != AssociationState.ACTIVE:
        raise Refused("closed", f"{association.name}已经注销，不能再入会。")
    if association.members.filter(in_force(on), person=person).exists():
        raise Refused("already", f"{person.name}已经是{association.name}的{duty}，不用再登记。")
    row = AssociationMember.objects.create(association=association, person=person, duty=duty, valid_from=on)
    fields = {"person_id": person.pk, "duty": duty, "valid_from": on}
    ledger.record("join_association", association, by=by, at=at, fields=fields, act_id=uuid.uuid4())
    return row


@transaction.atomic
def end_association_member(*, association: Association, person: Person, on: date, by: Actor, at: datetime) -> None:
    """Let a person belong to a society no longer (退会), from a day. Raises: Refused `none`."""
    require("org.join_association", by, association)
    rows = association.members.filter(in_force(on), person=person)
    if not rows.exists():
        raise Refused("none", f"{person.name}这一天不在{association.name}。")
    end_at(rows, on)
    ledger.record("leave_association", association, by=by, at=at, fields={"person_id": person.pk, "valid_to": on})


def close_association(*, association: Association, on: date, reason: str, by: Actor, at: datetime) -> Association:
    """Note that a society was dissolved (登记注销)."""
    return workflow.apply(table.CLOSE_ASSOCIATION, association, by=by, at=at, reason=reason, changes={"closed_on": on})


def _check_order(begin: date, end: date) -> None:
    if end <= begin:
        raise Refused("backwards", "任期的结束日期要在开始日期之后，请核对。")
