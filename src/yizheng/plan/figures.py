"""Counts and rates of a plan as bars and figures; each number opens its list."""

from __future__ import annotations

from dataclasses import replace

from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Figure, Meaning, Segment

from . import phrases
from .filters import MOVING, TaskFilter
from .models import WorkPlan
from .queries import Progress

EVERYTHING = TaskFilter()


def list_url(plan: WorkPlan, wanted: TaskFilter) -> str:
    """Return the address of a list of a plan's tasks."""
    query = wanted.query()
    return f"{address('plan:tasks')}?year={plan.year}{f'&{query}' if query else ''}"


def segments(counts: Progress, plan: WorkPlan, within: TaskFilter = EVERYTHING) -> list[Segment]:
    """Return the parts of the bar: closed, under way, late, not begun, cancelled."""
    moving = counts.in_progress + counts.done
    parts = [
        Segment(counts.confirmed, "已销号", Meaning.OK, list_url(plan, replace(within, state="confirmed"))),
        Segment(moving, "进行中", Meaning.BUSY, list_url(plan, replace(within, state=MOVING))),
        Segment(counts.planned, "未启动", Meaning.NEUTRAL, list_url(plan, replace(within, state="planned"))),
        Segment(counts.cancelled, "已取消", Meaning.WARN, list_url(plan, replace(within, state="cancelled"))),
    ]
    return [part for part in parts if part.count]


def rate_urls(plan: WorkPlan) -> dict[str, str]:
    """Return the lists behind each number that the rates are made of."""
    wanted = {
        "total": EVERYTHING,
        "counted": TaskFilter(counted=True),
        "confirmed": TaskFilter(state="confirmed"),
        "on_time": TaskFilter(on_time=True),
        "cancelled": TaskFilter(state="cancelled"),
        "base": TaskFilter(base=True),
        "added": TaskFilter(added=True),
        "late": TaskFilter(late=True),
    }
    return {name: list_url(plan, each) for name, each in wanted.items()}


def rate_figures(counts: Progress, plan: WorkPlan, within: TaskFilter = EVERYTHING) -> list[Figure]:
    """Return completion and on-time rate with n/m beside, late and added tasks (handbook 3.5)."""
    over = Meaning.OVER if counts.late else Meaning.NEUTRAL
    return [
        Figure(
            phrases.rate(counts.confirmed, counts.counted), "完成率",
            list_url(plan, replace(within, state="confirmed")), note=f"{counts.confirmed}/{counts.counted}",
        ),
        Figure(
            phrases.rate(counts.confirmed_on_time, counts.confirmed), "按期率",
            list_url(plan, replace(within, on_time=True)), note=f"{counts.confirmed_on_time}/{counts.confirmed}",
        ),
        Figure(counts.late, "逾期", list_url(plan, replace(within, late=True)), "项", meaning=over),
        Figure(counts.added, "新增", list_url(plan, replace(within, added=True)), "项", note=f"原定 {counts.base} 项"),
    ]  # fmt: skip
