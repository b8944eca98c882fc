"""The running year: which task stands where today, so that something is always due, late, returned and done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from yizheng.plan import services as plans
from yizheng.plan.enums import PartyRole
from yizheng.plan.models import TaskParty, WorkPlan
from yizheng.plan.schedule import Months

from .bodies import JOINT, OFFICE, PROPOSALS
from .house import House
from .story import (
    Step,
    Told,
    cancelled,
    confirmed,
    marked_late,
    play,
    reason_given,
    reported,
    sent_back,
    started,
    tell,
)
from .task_rows import THIS_YEAR

CANCELLED = "组织委员视察博物馆研学活动"
ADDED = "承办全市政协提案工作现场交流会"
CANCEL_REASON = "区博物馆展厅改造闭馆，今年不具备视察条件"
RETURN_REASON = "依据只有简要说明，请附会议记录或书面材料后再报"
DELAY_REASON = "原定时间与区里重要会议冲突，参加人员未能到齐，改到下月办理"
NEVER_LATE = ("会议", "常委会")
"""Meetings of the committee are held in their month: a demo where the plenary is late would teach nonsense."""

LATE, WAITING, REASONED = "late", "waiting", "reasoned"
ROLES_OF_THE_PAST = (LATE, WAITING, REASONED)
"""What the newest of the past tasks are, the last first; all before them were closed."""
RETURNED, EARLY = "returned", "early"


def carry_out(house: House, plan: WorkPlan) -> None:
    """Bring the plan of the year to where it stands today."""
    told = tell(house, plan, THIS_YEAR)
    roles = _roles(house, told)
    steps = [step for one in told for step in _life(house, one, roles.get(one.row.content, ""))]
    play(house, [*steps, *_addition(house, plan)])


def _roles(house: House, told: list[Told]) -> dict[str, str]:
    """Give the special roles to the newest past tasks and to the running ones."""
    usable = [one for one in told if one.row.content != CANCELLED and not _is_meeting(one)]
    past = sorted((one for one in usable if house.days.is_past(one.due_on)), key=lambda one: one.due_on, reverse=True)
    roles = {one.row.content: role for one, role in zip(past, ROLES_OF_THE_PAST, strict=False)}
    a_week_ago = house.days.today - timedelta(days=7)
    running = [one for one in usable if one.starts_on < a_week_ago and one.due_on >= house.days.today]
    doable = sorted(
        (one for one in running if not one.task.all_year), key=lambda one: (one.single_month, one.row.month)
    )
    return roles | {one.row.content: role for one, role in zip(reversed(doable), (RETURNED, EARLY), strict=False)}


def _is_meeting(one: Told) -> bool:
    return one.row.content.startswith("召开") or any(word in one.row.content for word in NEVER_LATE)


def _life(house: House, one: Told, role: str) -> Iterator[Step]:
    """Return every step of one task's year, those to come as well."""
    if one.row.content == CANCELLED:
        yield _cancellation(house, one)
        return
    yield started(one)
    if role in (LATE, REASONED):
        yield from _late(house, one, role)
    elif role == RETURNED:
        yield from _returned(house, one)
    elif role == EARLY:
        yield reported(one, house.days.workday(house.days.today - timedelta(days=2)))
    else:
        # What waits for its check was reported on its last day.
        yield reported(one, house.days.workday(one.due_on) if role == WAITING else None)
        if role != WAITING:
            yield confirmed(house, one)


def _late(house: House, one: Told, role: str) -> Iterator[Step]:
    yield marked_late(one)
    if role == REASONED:
        yesterday = house.days.today - timedelta(days=1)
        said_on = max(house.days.workday(yesterday), one.due_on + timedelta(days=1))
        yield reason_given(one, said_on, min(12, said_on.month + 1), DELAY_REASON)


def _returned(house: House, one: Told) -> Iterator[Step]:
    days = house.days
    said_on = days.workday(days.today - timedelta(days=4))
    yield reported(one, said_on, "已按计划完成")
    yield sent_back(one, max(said_on, days.workday(days.today - timedelta(days=2))), RETURN_REASON)


def _cancellation(house: House, one: Told) -> Step:
    yesterday = house.days.workday(house.days.today - timedelta(days=1))
    return cancelled(one, min(date(house.days.year, 7, 2), yesterday), CANCEL_REASON, house.actor("demo-secretary"))


def _addition(house: House, plan: WorkPlan) -> Iterator[Step]:
    """A task nobody foresaw: marked 新增, outside the annual base."""
    days = house.days
    on = days.workday(days.today - timedelta(days=3))
    if on.year < days.year:
        return
    month, office = days.today.month, house.actor(house.office_login)
    item = plan.items.get(number=10)
    yield Step(
        on,
        5,
        lambda at: plans.add_task(
            plan=plan,
            content=ADDED,
            months=Months(month, month),
            parties=_parties(house, on),
            item=item,
            by=office,
            at=at,
        ),
    )


def _parties(house: House, on: date) -> list[TaskParty]:
    proposals = JOINT if on < house.days.split_on else PROPOSALS
    leader = TaskParty(role=PartyRole.LEADER, display_text="沈若松", person=house.people["沈若松"])
    departments = [
        TaskParty(role=PartyRole.DEPARTMENT, display_text=name, order=order, body=house.bodies[name])
        for order, name in enumerate((proposals, OFFICE))
    ]
    return [leader, *departments]
