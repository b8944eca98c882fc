"""Writes: records arise from facts, once each, and end when their fact is no more (handbook 10.3)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from yizheng.kernel import events, ledger, subjects, workflow
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value
from yizheng.org.models import Membership

from .. import queries
from .. import workflow as table
from ..deeds import Deed
from ..enums import ENDED, REGISTERED, DutyKind, DutyRole, DutySource, RecordState
from ..keys import CONFIRM_DAYS
from ..models import DutyRecord
from . import saying
from .holding import hold_years, refuse_frozen

M = TypeVar("M", bound=Model)

SAME = "与系统的记录是同一件事"
GONE = "事项已撤销或更正，记录随之作废"
SETTLED = (RecordState.CORRECTED, RecordState.DISPUTED, RecordState.FROZEN)


@transaction.atomic
def follow(
    *, subject: Model, deeds: Sequence[Deed], at: datetime, membership_id: int | None = None
) -> list[DutyRecord]:
    """
    Let the records of an object be what the object says now: what is new arises, what is no more is void.

    Told twice, it changes nothing the second time. What two persons corrected, what is disputed and what a person
    ended stays; so does everything of a frozen year. Returns the new records.
    """
    frozen, years = hold_years(), queries.years()
    kind, pk = subjects.kind_of(subject), subject.pk
    rows = DutyRecord.objects.filter(subject_kind=kind, subject_id=pk, source=DutySource.AUTO)
    if membership_id is not None:
        rows = rows.filter(membership=membership_id)
    settled, wanted = set(), {(d.membership_id, d.kind, d.deed): d for d in deeds}
    for row in list(rows.select_related("membership__person").order_by("id")):
        key = (row.membership_id, row.kind, row.deed)
        if row.state in ENDED:
            settled |= {key} if row.is_final else set()
        elif _still(row, wanted.get(key)) or row.state in SETTLED or row.year in frozen:
            settled.add(key)
        else:
            _void(row, GONE, by=SYSTEM, at=at)
    new = [deed for key, deed in wanted.items() if key not in settled and years.of(deed.on) not in frozen]
    return _keep(new, kind, pk, DutySource.AUTO, RecordState.GENERATED, by=SYSTEM, at=at)


def _still(row: DutyRecord, deed: Deed | None) -> bool:
    """Tell whether a record says what its room says."""
    return deed is not None and (row.role, row.parts, row.quantity) == (deed.role, deed.parts, deed.quantity)


@transaction.atomic
def register_sheet(*, deeds: Iterable[Deed], by: Actor, at: datetime) -> list[DutyRecord]:
    """
    Register who took part, from a signed sheet (按签到表登记): facts, not points (office-practice 26).

    A person who is on the sheets of two hosts for one deed has one record (18.3 case 17). Our decision: a deed is
    the same when kind, day and title are. Nobody registers the own deeds.
    Raises: PermissionDenied; Refused `frozen`, `kind`, `own`; nothing is written then.
    """
    given = list(deeds)
    if any(each.kind not in REGISTERED for each in given):
        raise Refused("kind", "这类履职由会议、提案、社情民意自动记录，不用登记。")
    return take_over(deeds=given, by=by, at=at)


@transaction.atomic
def take_over(*, deeds: Sequence[Deed], by: Actor, at: datetime) -> list[DutyRecord]:
    """
    Take over what was kept on paper before the house had the room for it (历史登记簿), of whatever kind.

    Each deed is named by its place in the register, so that a second taking-over adds nothing.
    Raises: PermissionDenied; Refused `frozen`, `own`; nothing is written then.
    """
    require("duty.record", by)
    years = queries.years()
    for year in {years.of(each.on) for each in deeds}:
        refuse_frozen(year)
    own = Membership.objects.filter(pk__in=[each.membership_id for each in deeds], person__user=by.user_id)
    if by.user_id is not None and own.exists():
        raise Refused("own", "名单里有您本人，请由另一位同事登记。")
    return _keep(deeds, "", None, DutySource.CLERK, RecordState.CONFIRMED, by=by, at=at)


def note_own(*, subject: Model, deed: Deed, by: Actor, at: datetime) -> list[DutyRecord]:
    """Keep what a clerk says of themself as a claim; it counts once somebody else has checked it."""
    kind = subjects.kind_of(subject)
    return _keep([deed], kind, subject.pk, DutySource.SELF, RecordState.CLAIMED, by=by, at=at)


def sheet_deed(kind: str, on: str, title: str) -> str:
    """Return what names a deed that no room holds yet: kind, day and title without spaces."""
    return f"sheet:{kind}:{on}:{''.join(title.split())}"[:120]


@transaction.atomic
def link(*, record: DutyRecord, subject: Model, by: Actor, at: datetime) -> DutyRecord:
    """
    Say which thing of the house a registered or claimed deed was (关联活动、并入系统记录); it is not counted twice.

    When the thing's own record is there already, the registered one is void and the claimed one is not accepted;
    so too where an honour was of another level than was said. Whoever acts on the thing holds it, and so do we:
    of two that are joined to it at once the second sees the first, and what the room tells meanwhile.
    Raises: PermissionDenied for the own one; Refused `frozen`, `stale`, `linked` for what stands with a thing
    already; nothing is changed then.
    """
    refuse_frozen(record.year)
    _hold(subject)
    if _hold(record).subject_id is not None:
        raise Refused("linked", "这条记录已经连着系统里的事项，不用再连。")
    deed = f"{subjects.kind_of(subject)}:{subject.pk}"
    same = Q(kind__startswith="honour_") if record.kind.startswith("honour_") else Q(kind=record.kind)
    twin = DutyRecord.objects.filter(same, membership=record.membership_id, deed=deed)
    is_claim = record.state == RecordState.CLAIMED
    if twin.exclude(state__in=ENDED).exists():
        return saying.act(table.REJECT if is_claim else table.VOID, record, by=by, at=at, reason=SAME)
    changes = {"deed": deed, "subject_kind": subjects.kind_of(subject), "subject_id": subject.pk}
    return workflow.apply(table.MATCH if is_claim else table.LINK, record, by=by, at=at, changes=changes)


def _hold(obj: M) -> M:
    """Lock a row until the act is over; return it as it stands now."""
    rows: QuerySet[M] = type(obj)._default_manager.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=obj.pk)


@transaction.atomic
def confirm(*, record: DutyRecord, by: Actor, at: datetime) -> DutyRecord:
    """Confirm a generated record (确认). Raises: PermissionDenied for the own one; Refused `stale`, `frozen`."""
    refuse_frozen(record.year)
    return workflow.apply(table.CONFIRM, record, by=by, at=at)


@transaction.atomic
def confirm_old(*, on: date, at: datetime) -> int:
    """
    Confirm what the house recorded and nobody disputed for so many days; return how many.

    In few statements, a ledger row each; told of is nobody. Rule: handbook 10.3; key duty.confirm_days.
    """
    last = on - timedelta(days=value(CONFIRM_DAYS, on=on))
    rows = DutyRecord.objects.filter(state=RecordState.GENERATED, recorded_at__date__lte=last)
    rows = rows.exclude(year__in=hold_years())
    old = list(rows.select_for_update(of=("self",)).order_by("id"))
    DutyRecord.objects.filter(pk__in=[row.pk for row in old]).update(state=RecordState.CONFIRMED)
    ledger.record_all(
        ledger.draft(table.CONFIRM.name, row, by=SYSTEM, at=at, from_state=row.state, to_state=RecordState.CONFIRMED)
        for row in old
    )
    return len(old)


@transaction.atomic
def void(*, record: DutyRecord, reason: str, by: Actor, at: datetime) -> DutyRecord:
    """
    Let a record count no more (作废); no event brings it back.

    Raises: PermissionDenied for the own one; Refused `stale`, `no_reason`, `frozen`; nothing is changed then.
    """
    refuse_frozen(record.year)
    return _void(record, reason, by=by, at=at, is_final=True)


def _void(record: DutyRecord, reason: str, *, by: Actor, at: datetime, is_final: bool = False) -> DutyRecord:
    return saying.act(table.VOID, record, by=by, at=at, reason=reason, changes={"is_final": is_final})


def _keep(
    deeds: Sequence[Deed], kind: str, pk: int | None, source: str, state: str, *, by: Actor, at: datetime
) -> list[DutyRecord]:
    """Write records that are not there yet, with a ledger row each; two at once write one."""
    if not deeds:
        return []
    years = queries.years()
    rows = [
        DutyRecord(
            membership_id=each.membership_id, year=years.of(each.on), on=each.on, kind=DutyKind(each.kind),
            role=DutyRole(each.role), deed=each.deed, title=each.title, quantity=each.quantity, parts=each.parts,
            subject_kind=kind, subject_id=pk, source=source, state=state, recorded_at=at, service=each.service,
        )
        for each in deeds
    ]  # fmt: skip
    DutyRecord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    kept = list(
        DutyRecord.objects.filter(public_id__in=[row.public_id for row in rows])
        .select_related("membership__person")
        .order_by("id")
    )
    act, act_id = "record_duty", uuid.uuid4()
    ledger.record_all(
        ledger.draft(
            act, row, by=by, at=at, to_state=row.state, act_id=act_id, fields={"kind": row.kind, "role": row.role}
        )
        for row in kept
    )
    return kept


def tell(record: DutyRecord, act: str, *, by: Actor, at: datetime) -> None:
    """Let the house hear of a record a person made."""
    events.publish(workflow.Moved("duty_record", record, act, "", record.state, by, at))
