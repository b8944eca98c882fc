"""The three ways to look at a plan's year: board, timeline, plan against actual; one plan stays chosen."""

from __future__ import annotations

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.ui.shapes import Tab

from .models import WorkPlan

BOARD, TIMELINE, PROGRESS = "board", "timeline", "progress"
_VIEWS = (
    (BOARD, "看板", "plan.read"), (TIMELINE, "时间轴", "plan.read"), (PROGRESS, "对照", "plan.read_rates"),
)  # fmt: skip


def year_views(plan: WorkPlan, current: str, actor: Actor) -> list[Tab]:
    """Return the views this hat may open."""
    return [
        Tab(label, f"{address(f'plan:{name}')}?year={plan.year}", current=name == current)
        for name, label, permission in _VIEWS
        if may(permission, actor)
    ]
