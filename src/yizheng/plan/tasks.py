"""Jobs of the plan room: ids only as arguments, safe to run twice."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yizheng.attachment.queries import path_of
from yizheng.document.reading import read
from yizheng.intake import phrases as intake_phrases
from yizheng.intake import services as intake
from yizheng.intake.models import ImportBatch
from yizheng.kernel import tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee
from yizheng.org.enums import BodyKind
from yizheng.org.queries import bodies_in_force, name_candidates

from . import daily as daily  # registers the night's round
from .importing.directory import NamesOfYear
from .importing.draft import Draft, Json
from .importing.preparing import prepare
from .imports import PLAN_IMPORT
from .parsing import understand

CARRIERS = (BodyKind.OFFICE, BodyKind.RESEARCH_OFFICE, BodyKind.SPECIAL_COMMITTEE)
"""The bodies that proposed rows may be given to."""

log = logging.getLogger("yizheng.plan")


@dataclass(frozen=True)
class Understood:
    """A file as read, and the plan in it as parsed."""

    reading: Json
    parsed: Json


# A lost connection to the database is tried again; what is wrong with the file is said once, by `_read`.
@app.task(name=PLAN_IMPORT.job, retry=RetryStrategy(max_attempts=6, exponential_wait=2))
def read_import(committee_id: int, batch_id: int) -> None:
    """Read an import in a worker's thread, on a connection that still lives."""
    close_old_connections()
    try:
        prepare_import(committee_id=committee_id, batch_id=batch_id)
    finally:
        close_old_connections()


def prepare_import(*, committee_id: int, batch_id: int) -> None:
    """
    Read the file of an import and prepare its tree.

    Reading runs outside any transaction. A job that comes twice, or after the import was discarded, does
    nothing; a worker killed in between leaves the import waiting, and the job is taken up again.
    """
    committee = Committee.objects.get(pk=committee_id)
    with tenancy.scope(committee):
        batch = intake.start_reading(batch_id=batch_id)
        path = path_of(batch.file) if batch else None
    if batch is None or path is None:
        return
    try:
        understood = _understand(path, batch.file.name)
        with tenancy.scope(committee):
            intake.show_progress(batch=batch, percent=60)
        with tenancy.scope(committee):
            _keep(batch, understood)
    except DatabaseError:
        raise
    except Refused as refusal:
        _fail(committee, batch, refusal.message)
    except Exception:
        # Whatever the file holds, an import never stays waiting for ever: the clerk gets a sentence.
        log.exception("import %s could not be read", batch_id)
        _fail(committee, batch, intake_phrases.UNEXPECTED)


def _understand(path: Path, name: str) -> Understood:
    document = read(path.read_bytes(), name)
    lines = [[number, text] for number, text in document.shown_lines()]
    reading = {"kind": document.kind, "encoding": document.encoding, "lines": lines}
    return Understood(reading, understand(document).to_json())


def _keep(batch: ImportBatch, understood: Understood) -> None:
    draft = _prepared(understood.parsed)
    at = timezone.now()
    intake.reading_done(batch=batch, reading=understood.reading, tree=draft.to_json(), by=SYSTEM, at=at)


def _prepared(parsed: Json) -> Draft:
    year = parsed.get("year") or timezone.localdate().year
    first_day = timezone.localdate().replace(year=year, month=1, day=1)
    departments = [body.short_name for body in bodies_in_force(first_day, *CARRIERS)]
    return prepare(parsed, look_up=NamesOfYear(year, name_candidates).look_up, departments=departments)


def _fail(committee: Committee, batch: ImportBatch, why: str) -> None:
    with tenancy.scope(committee):
        if intake.start_reading(batch_id=batch.pk) is not None:
            intake.reading_failed(batch=batch, why=why, by=SYSTEM, at=timezone.now())
