"""Who of the plan's people is told what after which act (handbook 3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yizheng.accounts import queries as accounts
from yizheng.accounts.enums import Role
from yizheng.kernel import subjects
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify

from .enums import PartyRole
from .events import PlanBecameLive
from .models import PlanTask, TaskParty


def tell_departments(event: PlanBecameLive) -> None:
    """Tell each department once how many tasks of the plan it carries."""
    parties = TaskParty.objects.filter(task__plan=event.plan, role=PartyRole.DEPARTMENT, body__isnull=False)
    counts: dict[int, set[int]] = {}
    for body_id, task_id in parties.values_list("body_id", "task_id"):
        counts.setdefault(body_id or 0, set()).add(task_id)
    subject = subjects.of(event.plan)
    for body_id, tasks in counts.items():
        notify.tell(
            recipients=_clerks_of([("body", body_id)], event.at.date()),
            text=f"《{event.plan.title}》已通过，贵部门承担 {len(tasks)} 项任务。",
            url=subject.url(event.plan),
            key=f"plan-live-{event.plan.pk}-{body_id}",
            at=event.at,
        )


def tell_of_task(moved: Moved) -> None:
    """Tell the people whom an act on a task concerns; acts on other kinds concern nobody here."""
    if not isinstance(moved.obj, PlanTask) or moved.act not in _WORDS:
        return
    task, (words, audience) = moved.obj, _WORDS[moved.act]
    notify.tell(
        recipients=[user for user in audience(task, moved) if user != moved.by.user_id],
        text=words.format(task=task.content, who=moved.by.name)[:300],
        url=subjects.of(task).url(task),
        key=f"{moved.act}-{task.pk}-{moved.at.isoformat()}",
        at=moved.at,
    )


def _clerks_of(scopes: Iterable[tuple[str, int]], on: date) -> list[int]:
    return sorted({user for kind, pk in scopes for user in accounts.holders_in(kind, pk, on=on)})


def _departments(task: PlanTask, moved: Moved) -> list[int]:
    rows = task.parties.filter(role=PartyRole.DEPARTMENT, body__isnull=False)
    return _clerks_of([("body", pk) for pk in rows.values_list("body_id", flat=True) if pk], moved.at.date())


def _office(task: PlanTask, moved: Moved) -> list[int]:
    return accounts.holders(Role.OFFICE_CLERK, "", None, on=moved.at.date())


def _leaders_and_office(task: PlanTask, moved: Moved) -> list[int]:
    people = task.parties.filter(role=PartyRole.LEADER, person__user__isnull=False)
    leaders = [user for user in people.values_list("person__user_id", flat=True) if user]
    return sorted({*leaders, *_office(task, moved)})


_WORDS = {
    "report_task": ("{who}报来：{task} 已完成，请核对。", _office),
    "return_task": ("{task} 的完成依据被退回，请补充后再报。", _departments),
    "confirm_task": ("{task} 已销号。", _departments),
    "mark_delayed": ("{task} 到期未完成，责任部门须说明原因和新的月份。", _leaders_and_office),
    "give_delay_reason": ("{who}说明了延期：{task}。", _leaders_and_office),
    "reschedule_task": ("{task} 改了月份，请看新的期限。", _departments),
    "record_cancellation": ("{task} 已取消。", _departments),
    "cancel_task": ("{task} 已取消。", _departments),
}
