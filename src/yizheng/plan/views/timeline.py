"""The year on one page (时间轴): months across, tasks as bars under their items or departments."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Tab

from .. import queries
from .. import timeline as shaping
from ..board import MONTHS, is_late
from ..filters import TaskFilter
from ..forms import BoardFilterForm
from ..listing import url_of
from ..models import WorkPlan
from ..year_views import TIMELINE, year_views
from .asking import actor_of, plan_asked

ORDERS = ((shaping.ITEM, "按要点"), (shaping.DEPARTMENT, "按部门"))


@require_GET
def timeline(request: HttpRequest) -> HttpResponse:
    """Show a plan's whole year: which task runs when, how it stands, what is late."""
    actor, today = actor_of(request), timezone.localdate()
    require("plan.read", actor)
    plan = plan_asked(request, on=today)
    if plan is None:
        return render(request, "plan/no_plan.html", {"may_import": may("plan.import", actor)})
    by = shaping.DEPARTMENT if request.GET.get("by") == shaping.DEPARTMENT else shaping.ITEM
    form = BoardFilterForm(request.GET, plan=plan)
    wanted = form.task_filter()
    rows = list(queries.with_parties(wanted.apply(queries.tasks_visible_to(actor).filter(plan=plan), on=today)))
    current = today.month if plan.year == today.year else 0
    late = sum(is_late(task, today) for task in rows)
    context = {
        **_around(plan, actor, by, wanted),
        "form": form,
        "late": late,
        "months": [(month, month == current) for month in MONTHS],
        "groups": shaping.groups(rows, by, today, url_of),
        "by_month": shaping.by_month(rows, current, today, url_of),
        "total": len(rows),
        "undated": sum(task.month_start is None for task in rows),
        "is_by_department": by == shaping.DEPARTMENT,
    }
    return render(request, "plan/timeline.html", context)


def _around(plan: WorkPlan, actor: Actor, by: str, wanted: TaskFilter) -> dict[str, object]:
    here, asked = address("plan:timeline"), urlencode({"year": plan.year})
    return {
        "plan": plan,
        "wanted": wanted,
        "action": here,
        "kept": {"by": by},
        "views": year_views(plan, TIMELINE, actor),
        "orders": [
            Tab(label, f"{here}?{asked}&by={name}&{wanted.query()}".rstrip("&"), current=name == by)
            for name, label in ORDERS
        ],
        "list_url": f"{address('plan:tasks')}?{asked}&{wanted.query()}".rstrip("&"),
        "late_url": f"{address('plan:tasks')}?{asked}&{wanted.query(late=True)}",
        "undated_url": f"{address('plan:tasks')}?undated=1&{asked}",
    }
