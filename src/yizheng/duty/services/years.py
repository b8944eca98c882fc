"""Writes: a year is closed: records and sheets are frozen (handbook 10.3, 10.7; 18.3 case 14)."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.meeting.services import destroy_decided_proofs_between
from yizheng.org.duty_years import Days, DutyYears

from .. import queries
from .. import workflow as table
from ..enums import RecordState, SheetState, YearState
from ..models import ContactVisit, DutyRecord, DutyYear, ScoreSheet
from .holding import hold_alone, hold_years

R = TypeVar("R", DutyRecord, ContactVisit)
OPEN_RECORDS = (RecordState.CLAIMED, RecordState.DISPUTED)


@transaction.atomic
def close(*, year: int, by: Actor, at: datetime) -> DutyYear:
    """
    Close a duty year (关闭年度): every record and published sheet is frozen, in one act.

    Raises: PermissionDenied; Refused `stale`, `not_over` before its last day has passed, `open_records` while claims
    or disputes wait, `open_sheets` while a sheet is not published, `no_sheets`; nothing is changed then.
    """
    require("duty.freeze", by)
    row = hold_alone(year)
    today, (first, last) = timezone.localdate(at), _days_that_are_over(year, timezone.localdate(at))
    if row.state == YearState.OPEN:
        rebook(at=at)
        _check_open(year)
    act_id = uuid.uuid4()
    changes = {"frozen_on": today, "frozen_by_name": by.name, "first_day": first, "last_day": last}
    moved = workflow.apply(table.CLOSE_YEAR, row, by=by, at=at, changes=changes, act_id=act_id)
    _freeze_records(year, by=by, at=at, act_id=act_id)
    _freeze_sheets(year, today, by=by, at=at, act_id=act_id)
    return moved


def _days_that_are_over(year: int, today: date) -> Days:
    """Return from when to when a year ran. Raises: Refused `not_over`."""
    years = queries.years()
    last = years.last(year)
    if last is None:
        raise Refused("not_over", f"{year}年度到下次全体会议前一天为止，下次会议的日期还没有录入，现在不能关闭。")
    if today <= last:
        raise Refused("not_over", f"{year}年还没有结束，{last:%Y年%-m月%-d日}以后再关闭。")
    return years.days(year)


@transaction.atomic
def destroy_late_proofs(*, at: datetime) -> int:
    """Destroy what proved leave that was asked after its year had closed (销毁证明材料). Rule: office-practice 5."""
    closed = DutyYear.objects.filter(state=YearState.FROZEN).order_by("year")
    return sum(destroy_decided_proofs_between(*days_of(each), by=SYSTEM, at=at) for each in closed)


def days_of(year: DutyYear) -> Days:
    """Return the first and the last day of a year that is closed; what was closed without them was a calendar year."""
    return year.first_day or date(year.year, 1, 1), year.last_day or date(year.year, 12, 31)


@transaction.atomic
def rebook(*, at: datetime) -> int:
    """
    Put what lies in open years into the year its day belongs to (归入年度); return how much was moved.

    Where the date of a plenary is entered late or put off, days change their year. What is closed stays, and nothing
    is put into a closed year.
    """
    frozen, years = hold_years(), queries.years()
    return _rebook(DutyRecord, years, frozen, at) + _rebook(ContactVisit, years, frozen, at)


def _rebook(model: type[R], years: DutyYears, frozen: set[int], at: datetime) -> int:
    moved: list[R] = []
    for year in set(model._default_manager.order_by().values_list("year", flat=True).distinct()) - frozen:
        for row in model._default_manager.filter(year=year).exclude(on__range=years.days(year)).order_by("id"):
            belongs = years.of(row.on)
            if belongs not in {year, *frozen}:
                row.year = belongs
                moved.append(row)
    model._default_manager.bulk_update(moved, ["year"], batch_size=500)
    act_id = uuid.uuid4()
    ledger.record_all(
        ledger.draft("rebook_duty", row, by=SYSTEM, at=at, fields={"year": row.year}, act_id=act_id) for row in moved
    )
    return len(moved)


def _freeze_sheets(year: int, today: date, *, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    """Freeze the published sheets in few statements, with a ledger row each."""
    rows = ScoreSheet.objects.filter(year=year, state=SheetState.PUBLISHED)
    sheets = list(rows.select_for_update(of=("self",)).order_by("id"))
    ScoreSheet.objects.filter(pk__in=[row.pk for row in sheets]).update(state=SheetState.FROZEN, frozen_on=today)
    row = table.FREEZE_SHEET
    ledger.record_all(
        ledger.draft(
            row.name, each, by=by, at=at, from_state=each.state, to_state=SheetState.FROZEN,
            fields={"frozen_on": today}, act_id=act_id,
        )
        for each in sheets
    )  # fmt: skip


def _check_open(year: int) -> None:
    waiting = DutyRecord.objects.filter(year=year, state__in=OPEN_RECORDS).count()
    if waiting:
        raise Refused("open_records", f"还有{waiting}条申报或异议没有办完，办完再关闭。")
    sheets = ScoreSheet.objects.filter(year=year)
    unfinished = sheets.exclude(state__in=[SheetState.PUBLISHED, SheetState.FROZEN]).count()
    if unfinished:
        raise Refused("open_sheets", f"还有{unfinished}张考核表没有公布，公布后再关闭。")
    if not sheets.exists() and queries.members_in(year).exists():
        raise Refused("no_sheets", "这一年还没有生成考核表，先生成、审定、公布，再关闭。")


def _freeze_records(year: int, *, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    """Freeze what counts in few statements: a year has tens of thousands of records; each has its ledger row."""
    rows = DutyRecord.objects.filter(year=year, state__in=table.FREEZE.sources)
    frozen = list(rows.select_for_update(of=("self",)).order_by("id"))
    DutyRecord.objects.filter(pk__in=[row.pk for row in frozen]).update(state=RecordState.FROZEN)
    ledger.record_all(
        ledger.draft(
            table.FREEZE.name, row, by=by, at=at, from_state=row.state, to_state=RecordState.FROZEN, act_id=act_id
        )
        for row in frozen
    )
