"""Where the content of plans, items, tasks, topics and evidence lies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from yizheng.intake.models import ImportBatch
from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import PlanItem, PlanSection, PlanTask, PlanTopic, TaskEvidence, WorkPlan

PLAN = (
    "title", "issuing_body", "adopted_meeting", "preamble", "note", "attachments", "annexes", "parts", "reissue",
    "imprint", "removed_lines",
)  # fmt: skip
SECTION = ("title", "text")
ITEM = ("heading", "group", "text")
TASK = ("content", "leaders_text", "departments_text", "source_sentence", "item_reason")
TOPIC = ("title", "lead_text", "department_text", "members_text")
EVIDENCE = ("note",)
CHANGE = ("old", "new", "reason")
PARTY = ("display_text",)


def _of_task(task: PlanTask) -> Iterator[Part]:
    yield from (Part(row, EVIDENCE) for row in task.evidence.all())
    yield from (Part(row, CHANGE) for row in task.changes.all())
    yield from (Part(row, PARTY) for row in task.parties.all())
    yield from (part for row in task.evidence.all() for part in _of_evidence(row))


def _of_evidence(row: TaskEvidence) -> Iterator[Part]:
    if row.file is not None:
        yield Part(row.file, ("name", "kind", "object_id"))


def _of_plan(plan: WorkPlan) -> Iterator[Part]:
    yield from (Part(row, SECTION) for row in PlanSection.objects.filter(plan=plan))
    yield from (Part(row, ITEM) for row in PlanItem.objects.filter(plan=plan))
    yield from (Part(row, TOPIC) for row in PlanTopic.objects.filter(plan=plan))
    tasks = PlanTask.objects.filter(plan=plan)
    yield from chain.from_iterable([Part(task, TASK), *_of_task(task)] for task in tasks)
    if plan.source_file is not None:
        yield Part(plan.source_file, ("name", "kind", "object_id"))
    for batch in ImportBatch.objects.filter(result_kind="work_plan", result_id=plan.pk):
        yield Part(batch, purging_kinds.fields_of("import"))
        yield Part(batch.file, ("name", "kind", "object_id"))


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.register(
        Content("work_plan", PLAN, _of_plan),
        Content("plan_item", ITEM),
        Content("plan_task", TASK, _of_task),
        Content("plan_topic", TOPIC),
        Content("task_evidence", EVIDENCE, _of_evidence),
    )
