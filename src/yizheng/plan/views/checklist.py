"""From the day of a plenary to the tasks that prepare it (F042)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Crumb

from .. import queries, services
from ..checklist import Preparation, preparations
from ..models import WorkPlan
from .asking import actor_of, visible_or_404


class ChecklistForm(forms.Form):
    """The day of the meeting, and which lines become tasks."""

    meets_on = forms.DateField(
        label="全会哪天开幕", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填全会开幕的日期。", "invalid": "请填一个真实的日期，如2027-01-12。"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@act
def checklist(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what a plenary needs by when; add the ticked lines as tasks."""
    actor, now = actor_of(request), timezone.now()
    plan = visible_or_404(queries.plans_visible_to(actor), public_id)
    require("plan.add_task", actor, plan)
    form = ChecklistForm(request.POST if request.method == "POST" else request.GET or None)
    lines = _lines(form, plan, timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        chosen = [line for number, line in enumerate(lines) if str(number) in request.POST.getlist("line")]
        try:
            added = services.add_preparations(plan=plan, chosen=chosen, by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            said = f"已添加{len(added)}项筹备任务，责任部门会收到通知。" if added else "勾选的任务先前都已添加过。"
            return done(request, said, to=address("plan:plan", public_id=plan.public_id))
    return render(request, "plan/checklist.html", _context(plan, form, lines))


def _lines(form: ChecklistForm, plan: WorkPlan, today: date) -> list[Preparation]:
    if not form.is_bound or not form.is_valid():
        return []
    return preparations(meets_on=form.cleaned_data["meets_on"], year=plan.year, on=today)


def _context(plan: WorkPlan, form: ChecklistForm, lines: list[Preparation]) -> dict[str, Any]:
    standing = set(plan.tasks.values_list("content", flat=True))
    return {
        "plan": plan,
        "form": form,
        "lines": [(number, line, line.content in standing) for number, line in enumerate(lines)],
        "meets_on": form.cleaned_data.get("meets_on") if lines else None,
        "crumbs": [
            Crumb("要点与任务", address("plan:board")),
            Crumb(f"{plan.year}年工作要点", address("plan:plan", public_id=plan.public_id)),
            Crumb("筹备全会"),
        ],
    }
