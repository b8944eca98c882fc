"""What the search knows of plans, items, tasks and research topics, and who may find them."""

from __future__ import annotations

from datetime import date

from yizheng.kernel.subjects import Indexed
from yizheng.search.audience import role, scoped

from .enums import DRAFT_PLAN_STATES
from .models import PlanItem, PlanTask, PlanTopic, TaskParty, WorkPlan
from .permissions import DRAFT_READERS, READERS


def item_indexed(item: PlanItem) -> Indexed:
    """Tell of an item of the plan."""
    named = TaskParty.objects.filter(task__item=item, unit__isnull=False).values_list("unit_id", flat=True)
    return Indexed(
        item.heading, body="\n".join([item.group, item.text]), numbers=(item.number_raw,) if item.number_raw else (),
        happened_on=_of_year(item.plan), audience=_readers(item.plan, set(named)),
    )  # fmt: skip


def task_indexed(task: PlanTask) -> Indexed:
    """Tell of a task."""
    parties = list(task.parties.select_related("unit"))
    return Indexed(
        task.content, people=tuple(map(str, task.leaders_text)), units=tuple(map(str, task.departments_text)),
        status=task.get_state_display(), happened_on=task.due_on or _of_year(task.plan),
        audience=_readers(task.plan, {each.unit_id for each in parties}),
    )  # fmt: skip


def topic_indexed(topic: PlanTopic) -> Indexed:
    """Tell of a research topic of the annex."""
    units = TaskParty.objects.filter(task__plan=topic.plan, unit__isnull=False).values_list("unit_id", flat=True)
    return Indexed(
        topic.title, people=tuple(filter(None, [topic.lead_text, *map(str, topic.members_text)])),
        units=tuple(filter(None, [topic.department_text])), happened_on=_of_year(topic.plan),
        audience=_readers(topic.plan, set(units)),
    )  # fmt: skip


def of_plan(plan: WorkPlan) -> list[tuple[str, int]]:
    """Return what is found by other people when a plan is adopted."""
    found = [("plan_item", pk) for pk in plan.items.values_list("pk", flat=True)]
    found += [("plan_task", pk) for pk in plan.tasks.values_list("pk", flat=True)]
    return found + [("plan_topic", pk) for pk in plan.topics.values_list("pk", flat=True)]


def _readers(plan: WorkPlan, units: set[int | None]) -> frozenset[str]:
    drafts = frozenset(map(role, DRAFT_READERS))
    if plan.state in DRAFT_PLAN_STATES:
        return drafts
    return drafts | set(map(role, READERS)) | {scoped("org_unit", unit) for unit in units if unit is not None}


def _of_year(plan: WorkPlan) -> date:
    return plan.adopted_on or date(plan.year, 1, 1)
