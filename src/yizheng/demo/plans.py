"""The plans of the demo: documents that go through the real reading and the real import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.core.files.base import ContentFile

from yizheng.document.reading import Document, read
from yizheng.intake import services as intake
from yizheng.intake.models import ImportBatch
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.org.queries import name_candidates
from yizheng.plan import services as plans
from yizheng.plan.importing.directory import NamesOfYear
from yizheng.plan.importing.draft import Draft
from yizheng.plan.importing.preparing import prepare
from yizheng.plan.models import PlanItem, PlanTask, WorkPlan
from yizheng.plan.parsing import understand
from yizheng.plan.services import importing

from .house import House
from .task_rows import TaskRow, as_table
from .today import chinese_date, moment

TEXTS = Path(__file__).parent / "texts"
CONFIRMED_REASON = "办公室核对要点内容后确定"


def import_plan(
    house: House,
    text: str,
    year: int,
    rows: tuple[TaskRow, ...],
    names: Mapping[str, str] | None = None,
    day: date | None = None,
) -> WorkPlan:
    """Read, import and confirm the plan of a year, on the day of its adoption unless told; link its tasks."""
    document = _document(house, text, year, rows, names or {})
    office, day = house.actor(house.office_login), day or house.days.adopted_on(year)
    batch = _received(document, f"{year}年工作要点.txt", year, office, day)
    plan = importing.confirm_import(batch=batch, edition=batch.edition, by=office, at=moment(day, 16, 30))
    _link(plan, rows, office, day)
    return plan


def publish(house: House, plan: WorkPlan) -> None:
    """Show the headings of an issued plan on the public page, on the evening of its adoption."""
    at = moment(house.days.adopted_on(plan.year), 17, 30)
    plans.set_public(plan=plan, is_public=True, by=house.actor(house.office_login), at=at)


def _document(house: House, text: str, year: int, rows: tuple[TaskRow, ...], names: Mapping[str, str]) -> str:
    adopted_on = house.days.adopted_on(year)
    template = (TEXTS / f"{text}.txt").read_text(encoding="utf-8")
    return template.format(
        year=year, adopted_on=chinese_date(adopted_on), adopted_year=adopted_on.year, tasks=as_table(rows), **names
    )


def _received(document: str, name: str, year: int, office: Actor, day: date) -> ImportBatch:
    """Receive and read in one go what the job does in the running house."""
    content = document.encode()
    upload = ContentFile(content, name)
    batch = importing.receive_plan(upload=upload, by=office, at=moment(day, 16, 0))
    found = read(content, name)
    lines = [[number, text] for number, text in found.shown_lines()]
    reading = {"kind": found.kind, "encoding": found.encoding, "lines": lines}
    tree = _prepared(found, year).to_json()
    return intake.reading_done(batch=batch, reading=reading, tree=tree, by=SYSTEM, at=moment(day, 16, 1))


def _prepared(found: Document, year: int) -> Draft:
    known = name_candidates(date(year, 1, 1))
    return prepare(understand(found).to_json(), look_up=NamesOfYear(year, lambda _on: known).look_up)


def _link(plan: WorkPlan, rows: tuple[TaskRow, ...], office: Actor, day: date) -> None:
    """Confirm which item each task serves, where the suggestion said otherwise or nothing."""
    items = {item.number: item for item in PlanItem.objects.filter(plan=plan)}
    tasks = {task.content: task for task in PlanTask.objects.filter(plan=plan).select_related("plan", "item")}
    for minute, row in enumerate(rows):
        task, item = tasks[row.content], items[row.item]
        if task.item_id != item.pk:
            at = moment(day, 16, 31 + minute % 29)
            plans.link_item(task=task, item=item, reason=CONFIRMED_REASON, by=office, at=at)
