"""The job that puts an export together: drawn by the dozen, progress shown between, safe to run twice."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import DatabaseError
from django.utils import timezone

from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee

from .models import ExportRun
from .models.exports import ExportState
from .papers.exports import CONTENTS, wanted_by
from .services import exporting as services

DOZEN = 12
UNEXPECTED = "整理时遇到没有料到的情况，没有做成。请缩小范围再试；还是不行，请联系管理员。"
log = logging.getLogger("yizheng.proposal")


def put_together(*, committee_id: int, run_id: int) -> None:
    """
    Draw the papers of an export as its asker may see them now, and keep them as one zip.

    A job that comes twice does nothing the second time. Whatever goes wrong, the asker gets a sentence.
    """
    committee = Committee.objects.get(pk=committee_id)
    with tenancy.scope(committee):
        run = ExportRun.objects.select_related("asked_by").filter(pk=run_id, state=ExportState.WAITING).first()
    if run is None:
        return
    try:
        _Work(committee, run).run()
    except DatabaseError:
        raise
    except Refused as refusal:
        _fail(committee, run, refusal.message)
    except PermissionDenied:
        _fail(committee, run, services.HAT_GONE)
    except Exception:
        log.exception("export %s could not be put together", run_id)
        _fail(committee, run, UNEXPECTED)


def _fail(committee: Committee, run: ExportRun, why: str) -> None:
    with tenancy.scope(committee):
        services.fail(run=run, why=why, at=timezone.now())


class _Work:
    """One run of the job."""

    def __init__(self, committee: Committee, run: ExportRun) -> None:
        self._committee, self._run = committee, run
        self._holds: set[int] = set()
        self._names: dict[str, int] = {}

    def run(self) -> None:
        """Draw, zip, hand over. Raises: Refused, PermissionDenied."""
        today, contents = timezone.localdate(), CONTENTS[self._run.kind]
        with tenancy.scope(self._committee):
            actor = services.actor_of(self._run, on=today)
            ids = contents.find(wanted_by(self._run.query, actor, on=today), actor)
        if not ids:
            raise Refused("nothing", services.NOTHING)
        with TemporaryFile() as spool:
            self._zip(spool, ids, actor)
            with tenancy.scope(self._committee, actor.user_id):
                services.finish(
                    run=self._run, file=File(spool), holds=self._holds, by=actor, at=timezone.now()
                )  # fmt: skip

    def _zip(self, spool: IO[bytes], ids: list[int], actor: Actor) -> None:
        done = 0
        with ZipFile(spool, "w", ZIP_DEFLATED) as book:
            for start in range(0, len(ids), DOZEN):
                some = ids[start : start + DOZEN]
                with tenancy.scope(self._committee):
                    self._draw(book, some, actor)
                    done += len(some)
                    services.show_progress(run=self._run, done=done, total=len(ids))
        spool.seek(0)

    def _draw(self, book: ZipFile, ids: Sequence[int], actor: Actor) -> None:
        proposals = wanted_by(self._run.query, actor, on=timezone.localdate())
        for drawn in CONTENTS[self._run.kind].draw(ids, proposals, actor):
            book.writestr(self._own_name(drawn.name), drawn.content)
            self._holds.update(drawn.proposals)

    def _own_name(self, name: str) -> str:
        """Two files of one name: the second gets a number."""
        self._names[name] = self._names.get(name, 0) + 1
        stem, dot, ending = name.rpartition(".")
        return name if self._names[name] == 1 else f"{stem}（{self._names[name]}）{dot}{ending}"
