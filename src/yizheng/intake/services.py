"""Writes: receive a file, keep what was read of it, correct, confirm, discard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.attachment import services as attachment
from yizheng.kernel import ledger, subjects, tenancy, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from . import phrases, purposes
from .models import ImportBatch, ImportState
from .workflow import CONFIRM, DISCARD, FAIL_READING, FINISH_READING, READ_AGAIN

Json = dict[str, Any]


@transaction.atomic
def receive(*, upload: File[Any], purpose: str, by: Actor, at: datetime) -> ImportBatch:
    """
    Keep a file and let a job read it; the job is queued in the same transaction (导入).

    Raises: PermissionDenied; Refused `empty` or `too_large`; nothing is kept then.
    """
    wanted = purposes.get(purpose)
    require(wanted.permission, by)
    if not upload.size:
        raise Refused("empty", phrases.EMPTY)
    file = attachment.keep(file=upload, name=upload.name or "", by=by, at=at)
    assert by.user_id is not None, "an import is made by a person"
    batch = ImportBatch.objects.create(purpose=purpose, file=file, made_by_id=by.user_id, made_at=at)
    attachment.attach(file=file, subject=batch)
    ledger.record("receive_import", batch, by=by, at=at, to_state=batch.state, fields={"sha256": file.sha256})
    _queue(wanted.job, batch)
    return batch


def _queue(job: str, batch: ImportBatch) -> None:
    """Through Django's connection: a rolled-back upload queues nothing."""
    committee_id = tenancy.current().committee_id
    app.configure_task(job, allow_unknown=False).defer(committee_id=committee_id, batch_id=batch.pk)


@transaction.atomic
def start_reading(*, batch_id: int) -> ImportBatch | None:
    """Return the import if it still waits to be read, None otherwise: a job may come twice."""
    batch = ImportBatch.objects.select_related("file").filter(pk=batch_id, state=ImportState.WAITING).first()
    if batch is not None:
        show_progress(batch=batch, percent=10)
    return batch


def show_progress(*, batch: ImportBatch, percent: int) -> None:
    """Say how far the reading is, 0-100. No act: it writes no ledger row."""
    batch.progress_percent = percent
    batch.save(update_fields=["progress_percent"])


def reading_done(*, batch: ImportBatch, reading: Json, tree: Json, by: Actor, at: datetime) -> ImportBatch:
    """
    Keep the document as read and the tree as understood; a person corrects and confirms it.

    Raises: Refused `stale` if the import was read or discarded meanwhile; nothing is changed then.
    """
    batch.reading, batch.tree, batch.progress_percent = reading, tree, 100
    return _finish(FINISH_READING, batch, ["reading", "tree", "progress_percent"], by=by, at=at)


def reading_failed(*, batch: ImportBatch, why: str, by: Actor, at: datetime) -> ImportBatch:
    """Say in one sentence why the file cannot be read. Raises: Refused `stale`."""
    batch.failure = why[:300]
    return _finish(FAIL_READING, batch, ["failure"], by=by, at=at)


@transaction.atomic
def _finish(
    transition: workflow.Transition, batch: ImportBatch, fields: list[str], *, by: Actor, at: datetime
) -> ImportBatch:
    """What was read is long: it stands in the row, not in the ledger."""
    moved = workflow.apply(transition, batch, by=by, at=at)
    for name in fields:
        setattr(moved, name, getattr(batch, name))
    moved.save(update_fields=fields)
    return moved


@transaction.atomic
def correct(
    *, batch: ImportBatch, edition: int, change: Callable[[Json], Json], by: Actor, at: datetime
) -> ImportBatch:
    """
    Replace the tree by what `change` makes of it, if nobody corrected it since `edition`.

    Raises: PermissionDenied; Refused `not_open`, `corrected_meanwhile`, and whatever `change` refuses;
    the tree stays as it was then.
    """
    current = _locked(batch)
    require("intake.correct", by, current)
    _check_open(current)
    _check_edition(current, edition)
    current.tree, current.edition = change(current.tree), edition + 1
    current.corrected_by_id, current.corrected_at = by.user_id, at
    current.save(update_fields=["tree", "edition", "corrected_by", "corrected_at"])
    return current


@transaction.atomic
def read_again(
    *, batch: ImportBatch, edition: int, change: Callable[[Json], Json], by: Actor, at: datetime
) -> ImportBatch:
    """
    Let the job read the file once more, with the tree that `change` makes: another sheet, other columns.

    Raises: PermissionDenied; Refused `stale`, `corrected_meanwhile`, and whatever `change` refuses; the tree
    stays as it was then.
    """
    corrected = correct(batch=batch, edition=edition, change=change, by=by, at=at)
    waiting = workflow.apply(READ_AGAIN, corrected, by=by, at=at)
    show_progress(batch=waiting, percent=0)
    _queue(purposes.get(waiting.purpose).job, waiting)
    return waiting


@transaction.atomic
def confirm(
    *, batch: ImportBatch, edition: int, make: Callable[[ImportBatch], Model], by: Actor, at: datetime
) -> ImportBatch:
    """
    Make the object that the import stands for and close the import, in one transaction.

    `make` writes everything and returns the object. Of two confirmations at once the second is refused.
    Raises: PermissionDenied; Refused `stale`, `corrected_meanwhile`, and whatever `make` refuses.
    """
    current = _locked(batch)
    require("intake.confirm", by, current)
    if current.state == ImportState.READ:
        _check_edition(current, edition)
    confirmed = workflow.apply(CONFIRM, current, by=by, at=at)
    made = make(confirmed)
    confirmed.result_kind, confirmed.result_id = subjects.kind_of(made), made.pk
    confirmed.save(update_fields=["result_kind", "result_id"])
    return confirmed


def discard(*, batch: ImportBatch, by: Actor, at: datetime) -> ImportBatch:
    """Give an import up (放弃); its file and its row stay. Raises: PermissionDenied; Refused `stale`."""
    return workflow.apply(DISCARD, batch, by=by, at=at)


def _locked(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_for_update(of=("self",)).select_related("file").get(pk=batch.pk)


def _check_open(batch: ImportBatch) -> None:
    if batch.state != ImportState.READ:
        raise Refused("not_open", phrases.NOT_OPEN.format(state=batch.get_state_display()))


def _check_edition(batch: ImportBatch, edition: int) -> None:
    if batch.edition == edition:
        return
    name = batch.corrected_by.name if batch.corrected_by else ""
    time = f"{timezone.localtime(batch.corrected_at):%H:%M}" if batch.corrected_at else ""
    raise Refused("corrected_meanwhile", phrases.CORRECTED_MEANWHILE.format(name=name, time=time))
