"""The rows of a plan from a confirmed import: plan, sections, items, tasks with their parties, topics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.utils import timezone

from yizheng.attachment.models import StoredFile
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import Reckoned

from ..enums import PartyRole, PlanState
from ..importing.draft import Draft, Item, Json, Name, Part, Row, Section, Topic
from ..importing.preparing import number_of
from ..models import PlanItem, PlanSection, PlanTask, PlanTopic, TaskParty, WorkPlan
from ..reissue import is_reissue
from .tasks import reckon_due

Due = Callable[[int], Reckoned]


@dataclass(frozen=True)
class Written:
    """What one import became."""

    plan: WorkPlan
    items: list[PlanItem]
    tasks: list[PlanTask]
    topics: list[PlanTopic]


def write(draft: Draft, source: StoredFile) -> Written:
    """Write every row of a plan. The caller has checked that the draft can be written."""
    plan = _plan(draft, source)
    items = _items(draft, plan, _sections(draft, plan))
    tasks = _tasks(draft.taken_tasks(), plan, items)
    topics = _topics(draft.taken_topics(), plan, items)
    return Written(plan, list(items.values()), tasks, topics)


def state_of(draft: Draft) -> PlanState:
    """
    Return where the plan stands by its own words.

    Rule: our decision. A day of adoption makes it adopted; with a document number or a cover notice it is issued; a
    notice by which another organ issued it again (批转) makes it re-issued (F030).
    """
    if not draft.head.adopted_on:
        return PlanState.DRAFT
    if is_reissue(draft.notice):
        return PlanState.REISSUED
    return PlanState.ISSUED if draft.head.doc_number or draft.notice else PlanState.ADOPTED


def _plan(draft: Draft, source: StoredFile) -> WorkPlan:
    head = draft.head
    assert head.year is not None, "a draft without year is refused before"
    return WorkPlan.objects.create(
        year=head.year,
        title=head.title,
        issuing_body=head.issuing_body,
        adopted_on=head.adopted_day,
        adopted_meeting=head.adopted_meeting,
        doc_number=head.doc_number,
        preamble=head.preamble,
        note=head.remark,
        attachments=draft.attachments,
        annexes=draft.annexes,
        parts=_parts(draft),
        reissue=draft.notice,
        imprint=_imprint(draft),
        removed_lines=draft.removed,
        state=state_of(draft),
        source_file=source,
    )


def _parts(draft: Draft) -> list[Json]:
    """One plain plan needs no record of its parts."""
    if len(draft.parts) == 1 and not draft.parts[0].title and not draft.parts[0].text:
        return []
    return [{"kind": p.kind, "year": p.year, "title": p.title, "text": p.text} for p in draft.parts]


def _imprint(draft: Draft) -> Json | None:
    if draft.imprint is None and draft.signature is None:
        return None
    return {"imprint": draft.imprint, "signature": draft.signature}


def _sections(draft: Draft, plan: WorkPlan) -> dict[str, PlanSection]:
    placed = [(part, section) for part in draft.parts for section in part.sections]
    rows = [_section(plan, order, *each) for order, each in enumerate(placed, start=1)]
    made = PlanSection.objects.bulk_create(rows)
    return {section.id: row for (_, section), row in zip(placed, made, strict=True)}


def _section(plan: WorkPlan, order: int, part: Part, section: Section) -> PlanSection:
    return PlanSection(
        plan=plan, order=order, number=section.number, title=section.title, text=section.text,
        kind=part.kind, year=part.year or plan.year,
    )  # fmt: skip


def _items(draft: Draft, plan: WorkPlan, sections: Mapping[str, PlanSection]) -> dict[str, PlanItem]:
    placed = [(sections[section.id], item) for section in draft.sections() for item in section.items]
    rows = [_item(plan, order, *each) for order, each in enumerate(placed, start=1)]
    made = PlanItem.objects.bulk_create(rows)
    return {item.id: row for (_, item), row in zip(placed, made, strict=True)}


def _item(plan: WorkPlan, order: int, section: PlanSection, item: Item) -> PlanItem:
    return PlanItem(
        plan=plan, section=section, order=order, number=number_of(item.number_raw),
        number_raw=item.number_raw, heading=item.heading, group=item.group, text=item.text,
    )  # fmt: skip


def _tasks(rows: list[Row], plan: WorkPlan, items: Mapping[str, PlanItem]) -> list[PlanTask]:
    places, made_on = _places_in_month(rows), timezone.localdate(plan.created_at)
    due = partial(reckon_due, plan.year, calendar=work_calendar(), set_on=made_on)
    tasks = [_task(row, place, plan, items, due) for row, place in zip(rows, places, strict=True)]
    made = PlanTask.objects.bulk_create(tasks)
    pairs = zip(rows, made, strict=True)
    TaskParty.objects.bulk_create(party for row, task in pairs for party in _parties(row, task))
    return made


def _places_in_month(rows: list[Row]) -> list[int]:
    """Return each row's place among those of its month, from 1."""
    counted: dict[int | None, int] = {}
    places = []
    for row in rows:
        counted[row.month] = counted.get(row.month, 0) + 1
        places.append(counted[row.month])
    return places


def _task(row: Row, place: int, plan: WorkPlan, items: Mapping[str, PlanItem], due: Due) -> PlanTask:
    months = row.months
    return PlanTask(
        plan=plan,
        item=items.get(row.item),
        item_reason=row.item_reason[:200],
        month=row.month,
        seq_in_month=place,
        month_start=months.first,
        month_end=months.last,
        all_year=months.all_year,
        content=row.full_content,
        leaders_text=[name.text for name in row.leaders],
        departments_text=[name.text for name in row.departments],
        due_on=due(months.last).due_on if months.last else None,
        source_sentence=row.source,
    )


def _parties(row: Row, task: PlanTask) -> list[TaskParty]:
    return [
        *_column(task, PartyRole.LEADER, row.leaders),
        *_column(task, PartyRole.DEPARTMENT, row.departments),
    ]


def _column(task: PlanTask, role: PartyRole, names: list[Name]) -> list[TaskParty]:
    """The place of the name in its cell is the order: the first department leads."""
    return [
        TaskParty(task=task, role=role, display_text=name.text, order=order, **{f"{target.kind}_id": target.id})
        for order, name in enumerate(names)
        for target in (name.targets if name.settled else [])
    ]


def _topics(topics: list[Topic], plan: WorkPlan, items: Mapping[str, PlanItem]) -> list[PlanTopic]:
    rows = [_topic(plan, order, topic, items) for order, topic in enumerate(topics, start=1)]
    return PlanTopic.objects.bulk_create(rows)


def _topic(plan: WorkPlan, order: int, topic: Topic, items: Mapping[str, PlanItem]) -> PlanTopic:
    return PlanTopic(
        plan=plan, order=order, number=topic.number, title=topic.title, lead_text=topic.lead,
        department_text=topic.department, members_text=topic.members,
        plus_other_members=topic.plus_other_members, due_month=topic.due_month, item=items.get(topic.item),
    )  # fmt: skip
