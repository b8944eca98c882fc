"""Last year's plan: carried out, closed and put to the archive; in January its last task is still open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yizheng.kernel.acting import Actor
from yizheng.plan import services as plans
from yizheng.plan.models import WorkPlan

from .house import House
from .story import Step, Told, cancelled, confirmed, marked_late, play, reported, started, tell
from .task_rows import LAST_YEAR

CANCELLED = "组织机关干部能力提升活动"
CANCEL_REASON = "与区直机关工委培训合并举办，不再单独组织"
ARCHIVED = (1, 20)
"""The day of January on which the plan goes to the archive (month, day)."""
STILL_OPEN_IN_JANUARY = "汇总委员全年履职情况"


def carry_out(house: House, plan: WorkPlan) -> None:
    """Bring last year's plan to its end."""
    told = tell(house, plan, LAST_YEAR)
    closed_on = house.days.workday(date(house.days.year, *ARCHIVED))
    archived = house.days.is_past(closed_on)
    still_open = "" if archived else STILL_OPEN_IN_JANUARY
    steps = [step for one in told for step in _life(house, one, is_open=one.row.content == still_open)]
    play(house, [*steps, *([_archive(house, plan, closed_on)] if archived else [])])


def _life(house: House, one: Told, *, is_open: bool) -> Iterator[Step]:
    if one.row.content == CANCELLED:
        yield cancelled(one, house.days.workday(date(one.task.plan.year, 7, 20)), CANCEL_REASON, _secretary(house))
        return
    if is_open:
        yield started(one)
        yield marked_late(one)
        return
    yield reported(one)
    yield confirmed(house, one)


def _secretary(house: House) -> Actor:
    return house.actor("demo-secretary")


def _archive(house: House, plan: WorkPlan, on: date) -> Step:
    office = house.actor(house.office_login)
    return Step(on, 9, lambda at: plans.close(plan=plan, by=office, at=at))
