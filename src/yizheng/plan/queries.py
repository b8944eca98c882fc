"""Reads of the plan room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

from yizheng.kernel.acting import Actor
from yizheng.org.models import PostHolding

from .enums import DRAFT_PLAN_STATES, ISSUED_PLAN_STATES, PartyRole, SectionKind, TaskState
from .enums import LIVE_PLAN_STATES as LIVE_PLAN_STATES
from .models import PlanItem, PlanSection, PlanTask, PlanTopic, TaskParty, WorkPlan
from .permissions import DRAFT_READERS, READERS

TOPIC_FIELDS = ("public_id", "title", "lead_text", "department_text", "due_month")
MOST_OTHERS = 6

MEANING: dict[str, str] = {
    TaskState.PLANNED: "neutral",
    TaskState.IN_PROGRESS: "busy",
    TaskState.DONE: "busy",
    TaskState.CONFIRMED: "ok",
    TaskState.CANCELLED: "warn",
}
"""What the colour of a task's state says; `ui` owns the colours."""


def plans_visible_to(actor: Actor) -> QuerySet[WorkPlan]:
    """Return the plans this hat may read: drafts only for those who write and approve them."""
    if actor.wears(*DRAFT_READERS):
        return WorkPlan.objects.all()
    adopted = WorkPlan.objects.exclude(state__in=DRAFT_PLAN_STATES)
    if actor.wears(*READERS):
        return adopted
    if actor.hat.scope_kind == "org_unit":
        return adopted.filter(tasks__parties__unit_id=actor.hat.scope_id).distinct()
    return WorkPlan.objects.none()


def items_visible_to(actor: Actor) -> QuerySet[PlanItem]:
    """Return the items of visible plans; a unit sees those whose tasks name it."""
    items = PlanItem.objects.filter(plan__in=plans_visible_to(actor)).select_related("plan", "section")
    if actor.hat.scope_kind == "org_unit":
        return items.filter(tasks__parties__unit_id=actor.hat.scope_id).distinct()
    return items


def items_in_place(actor: Actor) -> QuerySet[PlanItem]:
    """
    Return the visible items as their page needs them, in one query.

    `before` and `after` are the neighbours in the document (None at the ends), `topic_rows` the research topics.
    """
    shown = JSONObject(public_id="public_id", number="number", order="order")
    others = PlanItem.objects.filter(plan=OuterRef("plan")).annotate(shown=shown)
    before = others.filter(order__lt=OuterRef("order")).order_by("-order").values("shown")[:1]
    after = others.filter(order__gt=OuterRef("order")).order_by("order").values("shown")[:1]
    topic = JSONObject(**{name: name for name in TOPIC_FIELDS})
    topics = PlanTopic.objects.filter(item=OuterRef("pk")).order_by("order").values(row=topic)
    return items_visible_to(actor).annotate(
        before=Subquery(before), after=Subquery(after), topic_rows=ArraySubquery(topics)
    )


def plans_beside_others(actor: Actor) -> QuerySet[WorkPlan]:
    """Return the visible plans with their file, each with the `others` one can turn to, the newest first."""
    shown = JSONObject(public_id="public_id", year="year", state="state")
    others = plans_visible_to(actor).exclude(pk=OuterRef("pk")).order_by("-year", "-id")
    plans = plans_visible_to(actor).select_related("source_file")
    return plans.annotate(others=ArraySubquery(others.values(shown=shown)[:MOST_OTHERS]))


def tasks_visible_to(actor: Actor) -> QuerySet[PlanTask]:
    """Return the tasks of visible plans; a unit sees those that name it."""
    tasks = PlanTask.objects.filter(plan__in=plans_visible_to(actor)).select_related("plan", "item")
    if actor.hat.scope_kind == "org_unit":
        return tasks.filter(parties__unit_id=actor.hat.scope_id).distinct()
    return tasks


def with_parties(tasks: QuerySet[PlanTask]) -> QuerySet[PlanTask]:
    """Return the tasks with their leaders and departments read along, in the order of the cell."""
    parties = TaskParty.objects.select_related("person", "body", "unit").order_by("order", "id")
    return tasks.prefetch_related(Prefetch("parties", queryset=parties))


def current_plan(actor: Actor, *, on: date) -> WorkPlan | None:
    """Return this year's plan, else the newest one the actor may read."""
    return current_first(actor, on=on).first()


def current_first(actor: Actor, *, on: date) -> QuerySet[WorkPlan]:
    """Return the plans the actor may read, this year's first, then the newest."""
    is_other = Case(When(year=on.year, then=False), default=True)
    return plans_visible_to(actor).annotate(is_other=is_other).order_by("is_other", "-year", "-id")


def overdue(tasks: QuerySet[PlanTask], *, on: date) -> QuerySet[PlanTask]:
    """Return what is late: due before this day and neither done nor closed."""
    return tasks.filter(due_on__lt=on, state__in=(TaskState.PLANNED, TaskState.IN_PROGRESS))


def owes_reason(task: PlanTask) -> bool:
    """Tell whether a late task still owes its reason: a reason given moves the due date past the noted day."""
    return task.delayed_on is not None and task.due_on is not None and task.due_on <= task.delayed_on


def is_past_due(task: PlanTask, *, on: date) -> bool:
    """Tell whether a task's time passed before this day without the house having noted it yet, as it does by night."""
    return task.due_on is not None and task.due_on < on and (task.delayed_on is None or task.delayed_on <= task.due_on)


def carried_by(tasks: QuerySet[PlanTask], body_id: int) -> QuerySet[PlanTask]:
    """Return the tasks a department carries."""
    return tasks.filter(parties__role=PartyRole.DEPARTMENT, parties__body_id=body_id).distinct()


def led_by(tasks: QuerySet[PlanTask], person_id: int) -> QuerySet[PlanTask]:
    """Return the tasks a leader is in charge of."""
    return tasks.filter(parties__role=PartyRole.LEADER, parties__person_id=person_id).distinct()


def in_month(tasks: Iterable[PlanTask], month: int) -> list[PlanTask]:
    """Return the tasks that stand on this month's board: a range stands on each of its months."""
    return [t for t in tasks if t.month_start and t.month_end and t.month_start <= month <= t.month_end]


@dataclass(frozen=True)
class Progress:
    """
    Counts of a plan's tasks (handbook 3.5).

    Completion rate = confirmed ÷ (tasks - cancelled); on-time rate = confirmed without delay ÷ confirmed.
    Added tasks are counted beside the annual base, never in it.
    """

    base: int
    added: int
    planned: int
    in_progress: int
    done: int
    confirmed: int
    cancelled: int
    delayed: int
    late: int
    confirmed_on_time: int

    @property
    def total(self) -> int:
        """Return all tasks, added ones too."""
        return self.base + self.added

    @property
    def counted(self) -> int:
        """Return the tasks of the completion rate: all but the cancelled."""
        return self.total - self.cancelled


def progress(tasks: QuerySet[PlanTask], *, on: date) -> Progress:
    """Count a plan's tasks in one query."""
    closed = Q(state=TaskState.CONFIRMED)
    moving = Q(state__in=(TaskState.PLANNED, TaskState.IN_PROGRESS))
    counts = tasks.aggregate(
        base=Count("id", filter=Q(is_added=False)),
        added=Count("id", filter=Q(is_added=True)),
        planned=Count("id", filter=Q(state=TaskState.PLANNED)),
        in_progress=Count("id", filter=Q(state=TaskState.IN_PROGRESS)),
        done=Count("id", filter=Q(state=TaskState.DONE)),
        confirmed=Count("id", filter=closed),
        cancelled=Count("id", filter=Q(state=TaskState.CANCELLED)),
        delayed=Count("id", filter=Q(delayed_on__isnull=False) & moving),
        late=Count("id", filter=Q(due_on__lt=on) & moving),
        confirmed_on_time=Count("id", filter=closed & Q(delayed_on__isnull=True)),
    )
    return Progress(**counts)


Owner = tuple[str, str, tuple[int, int]]
"""A leader or department: public id, name, place in the official order (rank or order, then id)."""


def owner_pairs(task_ids: Iterable[int], kind: str) -> list[tuple[Owner, int]]:
    """Return who is in charge of (`leader`) or carries (`department`) each task."""
    role = PartyRole.LEADER if kind == "leader" else PartyRole.DEPARTMENT
    parties = TaskParty.objects.filter(task__in=list(task_ids), role=role)
    parties = parties.filter(person__isnull=role is not PartyRole.LEADER)
    rows = parties.annotate(rank=Min("person__posts__rank")).select_related("person", "body", "unit")
    return [(_owner_of(row), row.task_id) for row in rows]


def _as_owner(who: Any, rank: int | None, outside: bool = False) -> Owner:
    """Outside units stand after the committee's own departments."""
    return (str(who.public_id), str(who), ((rank if rank is not None else 999) + 1000 * outside, who.pk))


def public_plans() -> QuerySet[WorkPlan]:
    """Return the plans that were issued and opened to the public, the newest first."""
    return WorkPlan.objects.filter(is_public=True, state__in=ISSUED_PLAN_STATES).order_by("-year", "-id")


def public_sections(plan_id: int) -> QuerySet[PlanSection]:
    """Return the sections of a public plan with their items, in document order; reviews stay inside."""
    sections = PlanSection.objects.filter(plan__in=public_plans(), plan_id=plan_id, kind=SectionKind.PLAN)
    items = PlanItem.objects.order_by("order").only("id", "section_id", "number", "order", "heading")
    return sections.order_by("order").prefetch_related(Prefetch("items", queryset=items))


def named_in(plan: WorkPlan) -> dict[PartyRole, list[tuple[str, str]]]:
    """Return whom a plan's tasks name, as (public id, name) in official order, leaders and departments apart."""
    each_once = ("role", "person", "body", "unit")
    highest = PostHolding.objects.filter(person=OuterRef("person")).order_by("rank").values("rank")[:1]
    rows = TaskParty.objects.filter(task__plan=plan).order_by(*each_once).distinct(*each_once)
    rows = rows.annotate(rank=Subquery(highest)).select_related("person", "body", "unit")
    found = {(PartyRole(row.role), _owner_of(row)) for row in rows}
    return {
        role: [(owner[0], owner[1]) for each, owner in sorted(found, key=lambda pair: pair[1][2]) if each is role]
        for role in PartyRole
    }


def _owner_of(row: Any) -> Owner:
    if row.person is not None:
        return _as_owner(row.person, row.rank)
    return _as_owner(row.body or row.unit, (row.body or row.unit).order, outside=row.unit is not None)
