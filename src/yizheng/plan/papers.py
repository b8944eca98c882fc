"""Papers of a plan: the plan itself as an official document, and how it was carried out."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from yizheng.kernel import papers
from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Letter, PaperOffer, Table

from . import actuals, listing, queries
from .exports.official import WholePlan, letter_of
from .exports.official_template import register_template
from .models import WorkPlan


def work_plan(actor: Actor, params: Mapping[str, str]) -> Letter:
    """Return the plan `id` as an official document. Raises: Http404 for a plan that cannot be seen."""
    plan = _plan(actor, params)
    tasks = queries.tasks_visible_to(actor).filter(plan=plan)
    return letter_of(
        WholePlan(
            plan=plan,
            sections=list(plan.sections.order_by("order")),
            items=list(plan.items.order_by("order")),
            tasks=list(listing.in_order(tasks)),
            topics=list(plan.topics.order_by("order")),
        )
    )


def plan_versus_actual(actor: Actor, params: Mapping[str, str]) -> Table:
    """Return what became of each task of the plan `id` by today. Raises: Http404 as `work_plan`."""
    plan, on = _plan(actor, params), timezone.localdate()
    tasks = queries.tasks_visible_to(actor).filter(plan=plan)
    found = actuals.actuals(listing.in_order(tasks.prefetch_related("changes")), on)
    return actuals.table(plan, queries.progress(tasks, on=on), found, on)


def _plan(actor: Actor, params: Mapping[str, str]) -> WorkPlan:
    try:
        public_id = UUID(params.get("id", ""))
    except ValueError:
        raise Http404("no such plan") from None
    plan = queries.plans_visible_to(actor).filter(public_id=public_id).first()
    if plan is None:
        raise Http404("no such plan")
    return plan


def offer_papers() -> None:
    """Make the template of a plan known, and offer the papers."""
    register_template()
    papers.offer(
        PaperOffer("work-plan", "工作要点", "plan.export", work_plan, formats=("docx", "pdf")),
        PaperOffer("plan-versus-actual", "计划与实际对照", "plan.read_rates", plan_versus_actual),
    )
