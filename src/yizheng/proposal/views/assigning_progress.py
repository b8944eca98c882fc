"""Pages of the assigner after the conference: how far every unit is, and who has to be rung up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import WorkCalendar, light
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.org.models import UnitContact, in_force
from yizheng.ui.shapes import Column, Crumb, Meaning
from yizheng.ui.tags.marks import month_day

from ..enums import HandlingState
from ..forms.board import ProgressForm
from ..models import Handling
from ..queries import assigning as queries
from .asking import actor_of

PAGE_ROWS = 50
MEANING = {
    HandlingState.ISSUED: Meaning.OK, HandlingState.OPINED: Meaning.OK, HandlingState.REJECTED: Meaning.WARN,
    HandlingState.ADJUSTING: Meaning.WARN, HandlingState.ASSIGNED: Meaning.NEUTRAL,
}  # fmt: skip
CALL_COLUMNS = [Column("单位"), Column("联系人"), Column("电话"), Column("提案"), Column("电话里这样说")]


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """List every handling of the side with its light, narrowed by what is missing and by unit."""
    actor, today = actor_of(request), timezone.localdate()
    require("handling.see_progress", actor)
    form = ProgressForm(request.GET or None, on=today)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = queries.narrowed(queries.progress_of(actor), asked.get("what", ""), today)
    rows = rows.filter(unit=asked["unit"]) if asked.get("unit") else rows
    page, calendar = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page")), work_calendar()
    context = {
        "page": page, "rows": [_row(each, today, calendar) for each in page], "form": form,
        "is_filtered": any(asked.values()), "late": queries.narrowed(rows, "late", today).count(),
    }  # fmt: skip
    return render(request, "proposal/assign/progress.html", context)


def _row(each: Handling, today: date, calendar: WorkCalendar) -> dict[str, Any]:
    state = HandlingState(each.state)
    return {
        "url": address("proposal:handling", public_id=each.public_id), "number": each.proposal.number,
        "title": each.proposal.title, "unit": each.unit, "role": each.get_role_display(),
        "state": each.get_state_display(), "meaning": MEANING.get(state, Meaning.BUSY),
        "signed": month_day(each.signed_on), "contacted": month_day(each.contacted_on), "due": each.due_on,
        "on_paper": each.on_paper,
        "light": None if state in queries.DONE else light(each.due_on, today, calendar),
    }  # fmt: skip


@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """List the units without a login that have not signed yet, and what to say on the telephone (电话通知)."""
    actor, today = actor_of(request), timezone.localdate()
    require("handling.see_progress", actor)
    given: dict[int, list[Handling]] = {}
    for each in queries.progress_of(actor).filter(on_paper=True, state=HandlingState.ASSIGNED):
        given.setdefault(each.unit_id, []).append(each)
    contacts = UnitContact.objects.filter(in_force(today), unit__in=list(given)).order_by("-id")
    reached = {each.unit_id: each for each in contacts}
    rings = may("org.read_unit_phone", actor)
    rows = [_call(rows, reached.get(unit), rings=rings) for unit, rows in given.items()]
    crumbs = [Crumb("办理进度", address("proposal:assignment-progress")), Crumb("电话通知单")]
    return render(request, "proposal/assign/calls.html", {"rows": rows, "columns": CALL_COLUMNS, "crumbs": crumbs})


def _call(rows: list[Handling], contact: UnitContact | None, *, rings: bool) -> list[str]:
    numbers = "、".join(each.proposal.number for each in rows)
    phone = (contact.phone if rings else "在承办单位名单里查") if contact else "没有登记"
    first = min(rows, key=lambda each: each.due_on)
    said = f"{len(rows)}件提案交贵单位办理：{numbers}。请派人签收，最早的{month_day(first.due_on)}前办完。"
    return [str(rows[0].unit), contact.name if contact else "没有登记", phone, numbers, said]
