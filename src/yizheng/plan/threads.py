"""来龙去脉 of items and tasks: the plan it came from, what came of it, the end that is still open."""

from __future__ import annotations

from collections.abc import Sequence

from yizheng.kernel import subjects, thread
from yizheng.kernel.acting import Actor
from yizheng.kernel.thread import End
from yizheng.ui.shapes import ThreadBox

from . import phrases
from .enums import TaskState
from .models import PlanItem, PlanTask, PlanTopic, TaskEvidence, WorkPlan

MOST_TASK_BOXES = 3
"""More tasks than this are drawn as one box that opens their list."""


def item_boxes(
    item: PlanItem, tasks: Sequence[PlanTask], topics: Sequence[PlanTopic], actor: Actor, *, list_url: str
) -> list[ThreadBox]:
    """Walk from the plan over the item to its tasks and topics, what shows them done, and what is still open."""
    origins, outcomes = thread.around(item, actor, without=("work_plan", "plan_task", "plan_topic"))
    evidence = sum(len(task.evidence.all()) for task in tasks)
    return [
        _plan_box(item.plan),
        *(_box(end) for end in origins),
        ThreadBox(f"要点 {item.label}", item.heading, here=True),
        *_task_boxes(tasks, list_url),
        *map(_topic_box, topics),
        *(_box(end) for end in outcomes),
        *([ThreadBox("完成依据", f"{evidence} 件", f"{list_url}&state=confirmed")] if evidence else []),
        *_open_end(tasks),
    ]


def task_boxes(task: PlanTask, evidence: Sequence[TaskEvidence], actor: Actor) -> list[ThreadBox]:
    """Walk from the plan and the item to the task, what shows it done, and what else came of it."""
    came_from, led_to = thread.around(task, actor, without=("work_plan", "plan_item", "task_evidence"))
    origins = [_plan_box(task.plan)]
    if task.item is not None:
        url = subjects.of(task.item).url(task.item)
        origins.append(ThreadBox(f"要点 {task.item.label}", task.item.heading, url))
    else:
        origins.append(ThreadBox("要点", "还没有归到哪一项", open=True))
    here = ThreadBox(f"任务 {phrases.months_word(task)}", task.content, here=True)
    shown = [
        ThreadBox(f"完成依据 {row.get_kind_display()}", str(row), f"#evidence-{row.public_id}") for row in evidence
    ]
    others = [_box(end) for end in led_to]
    return [*origins, *(_box(end) for end in came_from), here, *shown, *others, *_expected(task)]


def _evidence_box(row: TaskEvidence) -> ThreadBox:
    return ThreadBox(f"完成依据 {row.get_kind_display()}", str(row), f"#evidence-{row.public_id}")


def _plan_box(plan: WorkPlan) -> ThreadBox:
    return ThreadBox(f"{plan.year}年工作要点", plan.title, subjects.of(plan).url(plan))


def _topic_box(topic: PlanTopic) -> ThreadBox:
    subject = subjects.of(topic)
    return ThreadBox(f"{subject.label} {subject.caption(topic)}".strip(), topic.title, subject.url(topic))


def _task_boxes(tasks: Sequence[PlanTask], list_url: str) -> list[ThreadBox]:
    if not tasks:
        return [ThreadBox("任务", "还没有任务落到这一项", open=True)]
    if len(tasks) > MOST_TASK_BOXES:
        confirmed = sum(task.state == TaskState.CONFIRMED for task in tasks)
        return [ThreadBox("任务", f"{len(tasks)} 项，{confirmed} 项已销号", list_url)]
    return [_task_box(task) for task in tasks]


def _task_box(task: PlanTask) -> ThreadBox:
    url = subjects.of(task).url(task)
    label = f"任务 {phrases.months_word(task)} {phrases.STATE_WORDS[task.state]}"
    return ThreadBox(label, task.content, url, open=task.state in (TaskState.PLANNED, TaskState.IN_PROGRESS))


def _open_end(tasks: Sequence[PlanTask]) -> list[ThreadBox]:
    waiting = sum(task.state == TaskState.DONE for task in tasks)
    moving = sum(task.state in (TaskState.PLANNED, TaskState.IN_PROGRESS) for task in tasks)
    parts = [f"{moving} 项没做完" if moving else "", f"{waiting} 项待核对" if waiting else ""]
    words = "，".join(part for part in parts if part)
    return [ThreadBox("还没有了结", words, open=True)] if words and len(tasks) > 1 else []


def _expected(task: PlanTask) -> list[ThreadBox]:
    if task.state in (TaskState.PLANNED, TaskState.IN_PROGRESS):
        return [ThreadBox("完成依据", "等责任部门报完成", open=True)]
    if task.state == TaskState.DONE:
        return [ThreadBox("销号", "等办公室核对", open=True)]
    return []


def _box(end: End) -> ThreadBox:
    return ThreadBox(f"{end.label} {end.caption}".strip(), end.title, end.url)
