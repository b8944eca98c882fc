"""The acts of a plan's import (导入工作要点): receive, correct, confirm."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.files.base import File
from django.db import transaction

from yizheng.attachment import services as attachment
from yizheng.intake import services as intake
from yizheng.intake.models import ImportBatch
from yizheng.kernel import events, ledger, thread
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.sequences import next_number
from yizheng.kernel.workflow import Moved
from yizheng.org.queries import name_candidates

from ..events import PlanBecameLive
from ..importing import corrections
from ..importing.attention import blockers
from ..importing.directory import NamesOfYear
from ..importing.draft import Draft, Json
from ..imports import PLAN_IMPORT
from ..models import WorkPlan
from ..queries import LIVE_PLAN_STATES
from .from_draft import Written, write

YEAR_TAKEN = "{year}年的要点《{title}》已经在用，不能再导入一份。如果要换，请先把那一份归档。"
NOT_READY = "还不能导入：{why}"


def receive_plan(*, upload: File[Any], by: Actor, at: datetime) -> ImportBatch:
    """
    Take a plan's file in; a job reads it. Raises: Refused `empty`, `too_large`; nothing is kept then.

    Rule: features F028, F031, F036.
    """
    return intake.receive(upload=upload, purpose=PLAN_IMPORT.name, by=by, at=at)


def correct_import(
    *,
    batch: ImportBatch,
    edition: int,
    correction: str,
    fields: Mapping[str, list[str]],
    by: Actor,
    at: datetime,
) -> ImportBatch:
    """
    Make one correction by its name; `fields` are those of its form.

    Raises: PermissionDenied; Refused `corrected_meanwhile` when a colleague was faster, `not_open`, or the
    correction's own sentence; the tree stays as it was then.
    """

    def change(tree: Json) -> Json:
        year = tree["head"]["year"] or at.year
        posted = corrections.Posted(dict(fields), NamesOfYear(year, name_candidates))
        return corrections.correct(tree, correction, posted)

    return intake.correct(batch=batch, edition=edition, change=change, by=by, at=at)


@transaction.atomic
def confirm_import(*, batch: ImportBatch, edition: int, by: Actor, at: datetime) -> WorkPlan:
    """
    Write the plan that the import stands for, all of it or nothing (确认导入).

    The display texts of the table are kept as printed beside the resolved names; a task is due at the end of
    its last month; all tasks are the annual base. An adopted plan is live at once.
    Rule: handbook 3.3, 3.4; a second plan of a year only beside a draft or an archived one (our decision).
    Raises: PermissionDenied; Refused `stale`, `corrected_meanwhile`, `not_ready`, `year_taken`.
    """
    made: list[Written] = []
    make = partial(_make, made, by, at)
    intake.confirm(batch=batch, edition=edition, make=make, by=by, at=at)
    written = made[0]
    _tell(written, by, at)
    return written.plan


def _make(made: list[Written], by: Actor, at: datetime, batch: ImportBatch) -> WorkPlan:
    draft = Draft.from_json(batch.tree)
    _check_ready(draft)
    assert draft.head.year is not None, "checked just before"
    _check_year_free(draft.head.year)
    written = write(draft, batch.file)
    attachment.attach(file=batch.file, subject=written.plan)
    _record(written, by, at)
    _link(written, at)
    made.append(written)
    return written.plan


def _check_ready(draft: Draft) -> None:
    first = next(iter(blockers(draft)), None)
    if first is not None:
        raise Refused("not_ready", NOT_READY.format(why=first.message))


def _check_year_free(year: int) -> None:
    """Two imports of one year confirmed at once wait for each other at the year's number."""
    next_number(f"plan-of-{year}")
    other = live_plan_of(year)
    if other is not None:
        raise Refused("year_taken", YEAR_TAKEN.format(year=year, title=other.title))


def live_plan_of(year: int) -> WorkPlan | None:
    """Return the plan of a year that is in use; drafts and archived plans leave the year free."""
    return WorkPlan.objects.filter(year=year, state__in=LIVE_PLAN_STATES).first()


def _record(written: Written, by: Actor, at: datetime) -> None:
    """One ledger row for the plan and one a task, all of one act."""
    act_id = uuid.uuid4()
    plan = written.plan
    told: dict[str, int | str | date] = {
        "year": plan.year, "title": plan.title, "items": len(written.items), "tasks": len(written.tasks),
    }  # fmt: skip
    ledger.record("import_plan", plan, by=by, at=at, to_state=plan.state, fields=told, act_id=act_id)
    for task in written.tasks:
        ledger.record("import_task", task, by=by, at=at, to_state=task.state, act_id=act_id)


def _link(written: Written, at: datetime) -> None:
    items = [(written.plan, item, "item") for item in written.items]
    tasks = [(task.item, task, "task") for task in written.tasks if task.item]
    topics = [(topic.item, topic, "topic") for topic in written.topics if topic.item]
    thread.link_all([*items, *tasks, *topics], at=at)


def _tell(written: Written, by: Actor, at: datetime) -> None:
    """To-dos follow each task; a live plan is told of once."""
    for task in written.tasks:
        events.publish(Moved("plan_task", task, "import_task", "", task.state, by, at))
    if written.plan.state in LIVE_PLAN_STATES:
        events.publish(PlanBecameLive(plan=written.plan, by=by, at=at))
