"""Writes: a member reports a deed outside; the office checks it; a member disputes, two persons decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import add_workdays
from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value

from .. import queries
from .. import workflow as table
from ..enums import CLAIMED, DutyKind, DutyRole, DutySource, RecordState, ServiceKind
from ..keys import CLAIM_DAYS, DISPUTE_WORKDAYS
from ..models import DutyRecord
from . import saying
from .holding import refuse_frozen
from .recording import sheet_deed, tell

MOST_WORDS = 500


@dataclass(frozen=True)
class Claim:
    """What a member says they did: kind, day, what it was, what shows it; of social service also of which kind."""

    kind: str
    on: date
    title: str
    evidence: str = ""
    quantity: int = 100
    file: StoredFile | None = None
    service: str = ""


@transaction.atomic
def claim(*, given: Claim, by: Actor, at: datetime) -> DutyRecord:
    """
    Report a deed that no room knows of (自主申报); it counts once the office has checked it.

    Rule: handbook 10.3, key duty.claim_days. Raises: PermissionDenied; Refused `frozen`, `kind`, `future`, `late`,
    `no_text`, `no_evidence`, `twice`, `no_seat`; nothing is written then.
    """
    require("duty.claim", by)
    today = timezone.localdate(at)
    seat = queries.own_membership(by, given.on)
    if seat is None:
        raise Refused("no_seat", "那一天您还不是本届委员，不能申报。")
    _check_claim(given, today)
    year = queries.year_of(given.on)
    refuse_frozen(year)
    try:
        with transaction.atomic():
            made = DutyRecord.objects.create(
                membership=seat, year=year, on=given.on, kind=given.kind, role=DutyRole.NONE,
                deed=sheet_deed(given.kind, given.on.isoformat(), given.title), title=given.title.strip(),
                evidence=given.evidence.strip(), quantity=given.quantity, source=DutySource.SELF,
                state=RecordState.CLAIMED, recorded_at=at, service=service_of(given.kind, given.service),
            )  # fmt: skip
    except IntegrityError:
        raise Refused("twice", "这件事已经有记录了，不用再报。") from None
    if given.file is not None:
        files.attach(file=given.file, subject=made)
    ledger.record("claim_duty", made, by=by, at=at, to_state=made.state, fields={"kind": given.kind})
    tell(made, "claim_duty", by=by, at=at)
    return made


def service_of(kind: str, service: str) -> str:
    """Return the kind of a social service, 其他 where nobody said; nothing for any other deed."""
    return "" if kind != DutyKind.SOCIAL_SERVICE else service or ServiceKind.OTHER


def _check_claim(given: Claim, today: date) -> None:
    days = value(CLAIM_DAYS, on=today)
    if given.kind not in CLAIMED:
        raise Refused("kind", "这类履职由系统自动记录，不用申报。没有记上的，请联系办公室。")
    if given.on > today:
        raise Refused("future", "日期还没有到。请在事情做完以后再报。")
    if (today - given.on).days > days:
        raise Refused("late", f"要在事后{days}天内申报，这件事已经过了{(today - given.on).days}天。")
    if not given.title.strip():
        raise Refused("no_text", "请写明做了什么。")
    if not given.evidence.strip() and given.file is None:
        raise Refused("no_evidence", "请写明谁可以证明，或者传一份材料。")


@transaction.atomic
def accept(*, record: DutyRecord, by: Actor, at: datetime) -> DutyRecord:
    """Accept a claim after checking it (采纳申报). Raises: PermissionDenied for the own one; Refused `stale`."""
    refuse_frozen(record.year)
    return workflow.apply(table.ACCEPT, record, by=by, at=at)


@transaction.atomic
def reject(*, record: DutyRecord, reason: str, by: Actor, at: datetime) -> DutyRecord:
    """Not accept a claim, with the reason (不采纳). Raises: PermissionDenied; Refused `stale`, `no_reason`."""
    refuse_frozen(record.year)
    return saying.act(table.REJECT, record, by=by, at=at, reason=reason)


@transaction.atomic
def dispute(*, record: DutyRecord, reason: str, by: Actor, at: datetime) -> DutyRecord:
    """
    Say that the own record is wrong (提出异议), within the working days after it was made.

    Rule: handbook 10.3, key duty.dispute_workdays. Raises: PermissionDenied; Refused `late`, `frozen`, `stale`,
    `no_reason`; nothing is changed then.
    """
    refuse_frozen(record.year)
    today = timezone.localdate(at)
    last = last_day(timezone.localdate(record.recorded_at), today)
    if today > last:
        raise Refused("late", f"异议要在{last.month}月{last.day}日前提出，现在已经过期。确有错误的，请联系办公室。")
    changes = {
        "dispute_words": reason.strip()[:MOST_WORDS], "disputed_on": today, "proposed_by": None, "proposed_words": "",
    }  # fmt: skip
    return saying.act(table.DISPUTE, record, by=by, at=at, reason=reason, changes=changes)


def last_day(begin: date, today: date) -> date:
    """Return the last day on which the own record or sheet of a day may be contested."""
    days = value(DISPUTE_WORKDAYS, on=today)
    return add_workdays(begin, days, work_calendar()).due_on


@dataclass(frozen=True)
class Answer:
    """What the first person proposes: another role, another quantity in hundredths; neither means: as it stands."""

    role: str = ""
    quantity: int | None = None

    @property
    def changes_something(self) -> bool:
        """Tell whether the record shall be corrected."""
        return bool(self.role) or self.quantity is not None


@transaction.atomic
def propose(*, record: DutyRecord, answer: Answer, reason: str, by: Actor, at: datetime) -> DutyRecord:
    """
    Propose how to answer a dispute (提处理意见): the first of two persons.

    Raises: PermissionDenied for the own record; Refused `stale`, `no_reason`, `frozen`, `quantity`.
    """
    refuse_frozen(record.year)
    if answer.quantity is not None and answer.quantity <= 0:
        raise Refused("quantity", "数量要大于0；不该有的记录，请作废。")
    changes = {
        "proposed_role": answer.role, "proposed_quantity": answer.quantity, "proposed_by_id": by.user_id,
        "proposed_words": reason.strip()[:MOST_WORDS],
    }  # fmt: skip
    return saying.act(table.PROPOSE, record, by=by, at=at, reason=reason, changes=changes)


@transaction.atomic
def decide(*, record: DutyRecord, reason: str, by: Actor, at: datetime, corrects: bool | None = None) -> DutyRecord:
    """
    Decide a dispute as it was proposed (复核): the second of two persons; the member is told.

    `corrects`: what the person means to do, where they said so; a proposal that was changed since is not decided.
    Raises: PermissionDenied for the one who proposed and for the own record; Refused `stale`, `no_reason`, `frozen`.
    """
    refuse_frozen(record.year)
    locked = DutyRecord.objects.select_for_update(of=("self",)).select_related("membership__person").get(pk=record.pk)
    answer = Answer(locked.proposed_role, locked.proposed_quantity)
    if corrects is not None and corrects != answer.changes_something:
        raise Refused("stale", "处理意见已经改过，什么都没有改动。请刷新后再复核。")
    if not answer.changes_something:
        return saying.act(table.UPHOLD, locked, by=by, at=at, reason=reason)
    changes = {"role": answer.role or locked.role, "quantity": answer.quantity or locked.quantity}
    return saying.act(table.CORRECT, locked, by=by, at=at, reason=reason, changes=changes)
