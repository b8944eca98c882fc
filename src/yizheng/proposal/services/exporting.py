"""Writes: an export is asked for, put together by a job, and goes after seven days (成批导出)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.accounts.models import User
from yizheng.accounts.queries import hats_of
from yizheng.attachment import services as attachment
from yizheng.attachment.purging import destroy_bytes
from yizheng.kernel import ledger, tenancy, workflow
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee
from yizheng.kernel.permissions import require

from ..filters import ProposalFilter
from ..models import ExportRun
from ..models.exports import ExportKind, ExportState
from ..papers.exports import CONTENTS, wanted_by
from ..workflow import exports as table

MOST_FILES = 1000
KEPT_DAYS = 7
GIVEN_UP_AFTER = timedelta(hours=1)
JOB = "proposal.put_together"
NOTHING = "这个条件下没有可以导出的。请换一个条件。"
TOO_MANY = "这个条件下有{count}份，一次最多{most}份。请按年度、状态或承办单位缩小范围，分几次导出。"
ONE_WAITING = "您有一份导出正在整理，等它做完再导下一份。"
GIVEN_UP = "一个小时还没有做成，已经放弃。请缩小范围再试；还是不行，请联系管理员。"
HAT_GONE = "提出导出时的身份已经停用，没有整理。请换一个身份重新提出。"


@transaction.atomic
def ask_for_export(*, kind: ExportKind, wanted: ProposalFilter, by: Actor, at: datetime) -> ExportRun:
    """
    Ask for many papers in one zip; a job puts it together with what this person may see then.

    Rule: our decision: 1,000 files at most, one at a time a person, kept for seven days.
    Raises: PermissionDenied; Refused `nothing`, `too_many`, `one_waiting`; nothing is kept then.
    """
    require("proposal.export", by)
    assert by.user_id is not None, "an export is for a person"
    query = wanted.query()
    count = len(CONTENTS[kind].find(wanted_by(query, by, on=timezone.localdate(at)), by))
    if not count:
        raise Refused("nothing", NOTHING)
    if count > MOST_FILES:
        raise Refused("too_many", TOO_MANY.format(count=count, most=MOST_FILES))
    User.objects.select_for_update(no_key=True).get(pk=by.user_id)
    _refuse_second(by.user_id, at)
    run = ExportRun.objects.create(
        asked_by_id=by.user_id, grant_id=by.hat.grant_id, kind=kind, query=query, asked_at=at, total=count
    )
    ledger.record("ask_for_export", run, by=by, at=at, to_state=run.state, fields={"kind": kind, "query": query})
    app.configure_task(JOB, allow_unknown=False).defer(committee_id=tenancy.current().committee_id, run_id=run.pk)
    return run


def _refuse_second(user_id: int, at: datetime) -> None:
    """One at a time; a job that is not done after an hour is given up, so that nobody waits for ever."""
    waiting = ExportRun.objects.filter(asked_by=user_id, state=ExportState.WAITING)
    for run in waiting.filter(asked_at__lt=at - GIVEN_UP_AFTER):
        fail(run=run, why=GIVEN_UP, at=at)
    if waiting.exists():
        raise Refused("one_waiting", ONE_WAITING)


def actor_of(run: ExportRun, *, on: date) -> Actor:
    """Return the person in the hat they asked in. Raises: Refused `hat_gone`."""
    committee = Committee.objects.get(pk=tenancy.current().committee_id)
    hats = hats_of(run.asked_by, committee, on=on)
    worn = next((hat for hat in hats if hat.grant_id == run.grant_id), None)
    if worn is None:
        raise Refused("hat_gone", HAT_GONE)
    actor = Actor(run.asked_by_id, run.asked_by.name, worn, hats)
    require("proposal.export", actor)
    return actor


def show_progress(*, run: ExportRun, done: int, total: int) -> None:
    """Say how far the job is. No act: it writes no ledger row."""
    run.done, run.total = done, total
    run.save(update_fields=["done", "total"])


@transaction.atomic
def finish(*, run: ExportRun, file: File[Any], holds: set[int], by: Actor, at: datetime) -> ExportRun:
    """
    Keep the zip for the person who asked. Raises: Refused `too_large`, `stale`; nothing is kept then.

    The file is the person's, the act is the house's.
    """
    name = f"{run}{timezone.localdate(run.asked_at):%Y%m%d}.zip"
    kept = attachment.keep(file=file, name=name, by=by, at=at, subject=run)
    changes = {"file": kept, "done": run.total}
    moved = workflow.apply(table.FINISH_EXPORT, run, by=SYSTEM, at=at, changes=changes)
    moved.holds = sorted(holds)
    moved.save(update_fields=["holds"])
    return moved


def fail(*, run: ExportRun, why: str, at: datetime) -> ExportRun:
    """Say in one sentence why there is no zip. Raises: Refused `stale`."""
    return workflow.apply(table.FAIL_EXPORT, run, by=SYSTEM, at=at, changes={"failure": why[:300]})


@transaction.atomic
def drop_old(*, at: datetime) -> int:
    """Destroy what is older than seven days, bytes and rows; return how many. The ledger keeps that it was asked."""
    old = ExportRun.objects.filter(asked_at__lt=at - timedelta(days=KEPT_DAYS)).select_related("file").order_by("id")
    rows = list(old.select_for_update(of=("self",)))
    for run in rows:
        file = run.file
        ledger.record("drop_export", run, by=SYSTEM, at=at, from_state=run.state)
        run.delete()
        if file is not None:
            destroy_bytes(file)
            file.delete()
    return len(rows)
