"""Writes: a year is closed: records and sheets are frozen (handbook 10.3, 10.7; 18.3 case 14)."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import queries
from .. import workflow as table
from ..enums import RecordState, SheetState
from ..models import DutyRecord, DutyYear, ScoreSheet
from .recording import hold_year

OPEN_RECORDS = (RecordState.CLAIMED, RecordState.DISPUTED)


@transaction.atomic
def close(*, year: int, by: Actor, at: datetime) -> DutyYear:
    """
    Close a duty year (关闭年度): every record and published sheet is frozen, in one act.

    Raises: PermissionDenied; Refused `stale`, `not_over` before its last day has passed, `open_records` while claims
    or disputes wait, `open_sheets` while a sheet is not published, `no_sheets`; nothing is changed then.
    """
    require("duty.freeze", by)
    row = hold_year(year)
    today = timezone.localdate(at)
    if today.year <= year:
        raise Refused("not_over", f"{year}年还没有结束，请在次年关闭。")
    if row.state == "open":
        _check_open(year)
    act_id = uuid.uuid4()
    moved = workflow.apply(
        table.CLOSE_YEAR, row, by=by, at=at, changes={"frozen_on": today, "frozen_by_name": by.name}, act_id=act_id
    )
    _freeze_records(year, by=by, at=at, act_id=act_id)
    _freeze_sheets(year, today, by=by, at=at, act_id=act_id)
    return moved


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
