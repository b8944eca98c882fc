"""What the plan room shows on desks: how far the year is, what this month asks, what is late and whose."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.todo.desk import ASIDE, MAIN, DeskCard, offer
from yizheng.ui.shapes import ThreadBox

from . import figures, history, phrases, queries
from .desk_year import YearOnDesk, carriers, read_year, reads_newest, reads_rates, still_open
from .enums import TaskState
from .filters import OPEN_STATES, TaskFilter
from .models import PlanTask, WorkPlan

MOST_TASKS = 8
MOST_LATE = 6


def year_progress(year: YearOnDesk) -> dict[str, Any] | None:
    """Return the plan's bar and one walked thread; None for hats that do not read rates."""
    if not _reads_rates(year):
        return None
    counts = year.progress()
    return {
        "plan": year.plan,
        "url": address("plan:board"),
        "total": counts.total,
        "segments": figures.segments(counts, year.plan),
        "thread": _walked(year),
    }


def this_month(year: YearOnDesk) -> dict[str, Any] | None:
    """Return what the plan asks in this month."""
    if not _reads_rates(year) or year.plan.year != year.on.year:
        return None
    rows = year.of_month(year.on.month)
    return {
        "title": f"{year.on.month}月的任务",
        "tasks": [_row(task) for task in rows[:MOST_TASKS]],
        "more": len(rows) > MOST_TASKS,
        "url": f"{address('plan:tasks')}?month={year.on.month}",
    }


def carried(year: YearOnDesk) -> dict[str, Any] | None:
    """Return the tasks that the worn hat's department or unit carries this year, open ones first."""
    hat = year.actor.hat
    if hat.scope_kind not in ("body", "org_unit") or year.actor.wears(Role.OFFICE_CLERK):
        return None
    tasks = year.carried(hat.scope_kind, hat.scope_id)
    counts = year.progress(tasks)
    words = f"{hat.label}今年承担 {counts.total} 项，已销号 {counts.confirmed} 项"
    return {"title": words, "tasks": [_row(task) for task in still_open(tasks)[:MOST_TASKS]]}


def late_and_whose(year: YearOnDesk) -> dict[str, Any] | None:
    """Return which departments have late tasks, for the office and the leaders."""
    if not year.actor.wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.LEADER) or not _reads_rates(year):
        return None
    leading = [party.body for task in year.late() for party in carriers(task) if party.order == 0 and party.body]
    counts = Counter((body.short_name, body.public_id) for body in leading)
    rows = [(name, count, _late_list(year.plan, body)) for (name, body), count in counts.most_common(MOST_LATE)]
    return {"departments": rows, "url": address("plan:late")}


def recent(year: YearOnDesk) -> dict[str, Any] | None:
    """Return what was done last on this plan's tasks, by whom and in which hat; for those who run the plan."""
    if not reads_newest(year.actor):
        return None
    return {"entries": history.naming_tasks(year.newest, {task.pk: task for task in year.tasks})}


def offer_cards() -> None:
    """Put the cards on the desks."""
    offer(
        DeskCard("plan-carried", MAIN, "plan/desk/carried.html", read_year, carried),
        DeskCard("plan-progress", MAIN, "plan/desk/progress.html", read_year, year_progress),
        DeskCard("plan-recent", MAIN, "plan/desk/recent.html", read_year, recent),
        DeskCard("plan-month", ASIDE, "plan/desk/month.html", read_year, this_month),
        DeskCard("plan-late", ASIDE, "plan/desk/late.html", read_year, late_and_whose),
    )


def _reads_rates(year: YearOnDesk) -> bool:
    return reads_rates(year.actor)


def _late_list(plan: WorkPlan, body: UUID) -> str:
    return figures.list_url(plan, TaskFilter(department=body, late=True))


def _row(task: PlanTask) -> dict[str, Any]:
    return {
        "text": task.content,
        "url": address("plan:task", public_id=task.public_id),
        "state": task.get_state_display(),
        "meaning": queries.MEANING[task.state],
        "who": "、".join(task.departments_text),
        "when": f"{phrases.months_word(task)} · ",
    }


def _walked(year: YearOnDesk) -> list[ThreadBox]:
    """Walk one item that has come furthest: item, task, evidence, and the end that is still open."""
    confirmed = [task for task in year.tasks if task.confirmed_on and task.state == TaskState.CONFIRMED and task.item]
    evidence = year.evidence
    if evidence is None:
        return []
    task = next(task for task in confirmed if task.pk == evidence.task_id)
    item = task.item
    assert item is not None, "chosen among the tasks that serve an item"
    open_tasks = [each for each in still_open(year.tasks) if each.item_id == item.pk and each.state in OPEN_STATES]
    return [
        ThreadBox(f"要点 {item.label}", item.heading, address("plan:item", public_id=item.public_id)),
        ThreadBox(
            f"任务 {task.confirmed_on:%-m}月销号",
            task.content,
            address("plan:task", public_id=task.public_id),
        ),
        ThreadBox(evidence.get_kind_display(), str(evidence)),
        *([_open_end(open_tasks[0])] if open_tasks else []),
    ]


def _open_end(task: PlanTask) -> ThreadBox:
    when = f"{task.month_end}月" if task.month_end else "时间未定"
    return ThreadBox(f"还没做完 · {when}", task.content, address("plan:task", public_id=task.public_id), open=True)
