"""What anybody may read of a committee's plan: sections and headings of what was issued and opened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

from .. import queries
from ..models import PlanSection


@require_GET
def public_plans(request: HttpRequest, public_slug: str) -> HttpResponse:
    """Show the newest public plan of a committee; never a task, a name or a state of work."""
    committee = get_object_or_404(Committee, slug=public_slug)
    with tenancy.scope(committee, None):
        plans = list(queries.public_plans())
        context = {
            "committee": committee,
            "plans": plans,
            "chosen": plans[0] if plans else None,
            "sections": _sections(plans[0].pk) if plans else [],
        }
        return render(request, "plan/public.html", context)


def _sections(plan_id: int) -> list[PlanSection]:
    return list(queries.public_sections(plan_id))
