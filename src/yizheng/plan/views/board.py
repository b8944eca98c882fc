"""The month board (月度看板): what a month asks, by whom, and what of it is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.deadline.calendars import work_calendar
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Tab

from .. import board as shaping
from .. import phrases, queries
from ..figures import segments
from ..filters import TaskFilter
from ..forms import BoardFilterForm
from ..models import PlanTask, WorkPlan
from ..year_views import BOARD, year_views
from .asking import actor_of, number_in, plan_asked


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show one plan's months side by side, the chosen or current month first."""
    actor, today = actor_of(request), timezone.localdate()
    require("plan.read", actor)
    plan = plan_asked(request, on=today)
    if plan is None:
        return render(request, "plan/no_plan.html", {"may_import": may("plan.import", actor)})
    chosen = number_in(request, "month", 1, 12) or _first_month(plan, today)
    tasks = queries.tasks_visible_to(actor).filter(plan=plan)
    form = BoardFilterForm(request.GET, plan=plan)
    wanted = form.task_filter()
    rows = list(wanted.apply(tasks, on=today))
    return render(request, "plan/board.html", _page(actor, plan, form, wanted, rows, chosen, today))


def _page(
    actor: Actor,
    plan: WorkPlan,
    form: BoardFilterForm,
    wanted: TaskFilter,
    rows: Sequence[PlanTask],
    chosen: int,
    today: date,
) -> dict[str, object]:
    counts = shaping.count_months(rows, today)
    month = counts[chosen - 1]
    may_move = may("plan.reschedule_task", actor)
    return {
        "plan": plan,
        "views": year_views(plan, BOARD, actor),
        "form": form,
        "wanted": wanted,
        "chosen": month,
        "heading": phrases.board_heading(chosen, month.tasks, month.late),
        "list_url": f"{address('plan:tasks')}?{_query(plan, wanted, month=chosen)}",
        "late_url": f"{address('plan:tasks')}?{_query(plan, wanted, month=chosen, late=True)}",
        "months": [_tab(plan, wanted, count, chosen) for count in counts],
        "lanes": shaping.lanes(
            rows,
            chosen=chosen,
            on=today,
            calendar=work_calendar(),
            addresses=_addresses(may_move, f"{address('plan:board')}?{_query(plan, wanted, month=chosen)}"),
        ),
        "moves": shaping.moves(plan.year, today),
        "total": len(rows),
        "undated": sum(task.month_start is None for task in rows),
        "reads_rates": may("plan.read_rates", actor),
        "segments": segments(queries.progress(queries.tasks_visible_to(actor).filter(plan=plan), on=today), plan),
        "board_url": address("plan:board"),
        "progress_url": f"{address('plan:progress')}?year={plan.year}",
        "may_add": may("plan.add_task", actor) and plan.state in queries.LIVE_PLAN_STATES,
    }


def _first_month(plan: WorkPlan, today: date) -> int:
    """A plan of another year opens at its beginning, or at its end once it is over."""
    return today.month if plan.year == today.year else 1 if plan.year > today.year else 12


def _query(plan: WorkPlan, wanted: TaskFilter, **changes: object) -> str:
    return f"{wanted.query(**changes)}&{urlencode({'year': plan.year})}"


def _tab(plan: WorkPlan, wanted: TaskFilter, count: shaping.MonthCount, chosen: int) -> Tab:
    url = f"{address('plan:board')}?{_query(plan, wanted, month=count.month)}"
    return Tab(f"{count.month}月", url, current=count.month == chosen, count=count.tasks)


def _addresses(may_move: bool, back_url: str) -> shaping.Addresses:
    back = urlencode({"back": back_url})

    def move_url(task: PlanTask) -> str:
        return f"{address('plan:reschedule', public_id=task.public_id)}?{back}"

    return shaping.Addresses(page=_task_url, move=move_url if may_move else None)


def _task_url(task: PlanTask) -> str:
    return address("plan:task", public_id=task.public_id)
