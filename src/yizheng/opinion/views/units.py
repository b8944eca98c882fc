"""Transfer slips: the list of a unit or of the office, the page of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.explaining import explain
from yizheng.deadline.models import Deadline
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Crumb, FileRow, Tab

from .. import queries_following as queries
from .. import showing_following as showing
from ..enums import TransferState
from ..models import OpinionTransfer
from ..standing import unit_id
from ..texts import text_of
from .asking import actor_of, slip_or_404
from .units_acts import offered

PAGE_ROWS = 50
LATE, OPEN, OVER = "late", "", "over"
SHOWN = {
    OPEN: Q(state__in=queries.OPEN), OVER: ~Q(state__in=queries.OPEN),
    "back": Q(state__in=(TransferState.REPLIED, TransferState.DECLINED)),
}  # fmt: skip
TABS = ((OPEN, "在办"), ("back", "待核对"), (LATE, "逾期"), (OVER, "已了结"))


@require_GET
def slips(request: HttpRequest) -> HttpResponse:
    """List the slips a person may see, the nearest day first: a unit its own, the office all."""
    actor, today = actor_of(request), timezone.localdate()
    require("slip.read", actor)
    show = request.GET.get("show", OPEN)
    seen = queries.slips_in_full(actor)
    shown = {**SHOWN, LATE: queries.late_slips(today)}
    rows = seen.filter(shown.get(show, SHOWN[OPEN]))
    page = Paginator(rows.order_by("due_on", "id"), PAGE_ROWS).get_page(request.GET.get("page"))
    of_unit = unit_id(actor) is not None
    context = {
        "page": page,
        "columns": showing.UNIT_SLIP_COLUMNS if of_unit else showing.SLIP_COLUMNS,
        "rows": showing.slip_rows(page, today, with_unit=not of_unit),
        "tabs": _tabs(seen, shown, request.GET, of_unit=of_unit),
        "of_unit": of_unit,
        "export": "" if of_unit else address("document:paper", code="opinion-slips", format="xlsx"),
    }
    return render(request, "opinion/following/slips.html", context)


def _tabs(seen: QuerySet[OpinionTransfer], shown: dict[str, Q], asked: QueryDict, *, of_unit: bool) -> list[Tab]:
    wanted, here = asked.get("show", OPEN), address("opinion:slips")
    names = [(value, label) for value, label in TABS if not (of_unit and value == "back")]
    counts = seen.aggregate(**{f"n_{n}": Count("id", filter=shown[value]) for n, (value, _) in enumerate(names)})
    return [
        Tab(label, f"{here}?show={value}" if value else here, value == wanted,
            None if value == OVER else counts[f"n_{n}"])
        for n, (value, label) in enumerate(names)
    ]  # fmt: skip


@require_GET
def slip(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one slip: what the unit is asked, by when, what it answered. A unit sees no author and no other unit."""
    actor, today = actor_of(request), timezone.localdate()
    require("slip.read", actor)
    found = slip_or_404(actor, public_id)
    buttons = offered(found, actor)
    context: dict[str, Any] = {
        "slip": found,
        "opinion": found.opinion,
        "text": text_of(found.opinion),
        "meaning": showing.MEANING[TransferState(found.state)],
        "steps": showing.slip_steps(found),
        "light": showing.slip_light(found, today, work_calendar()),
        "due_lines": _due_lines(found),
        "reason": showing.last_reason(found),
        "buttons": buttons,
        "files": showing.files_of("opinion_transfer", found.pk),
        "papers": _papers(found),
        "opinion_url": _opinion_url(found, actor),
        "timeline": showing.slip_timeline(found, actor),
        "crumbs": [Crumb("转办单", address("opinion:slips")), Crumb(found.number)],
    }
    return render(request, "opinion/following/slip.html", context)


def _opinion_url(slip: OpinionTransfer, actor: Actor) -> str:
    return address("opinion:opinion", public_id=slip.opinion.public_id) if may("opinion.see_desk", actor) else ""


def _due_lines(slip: OpinionTransfer) -> list[str]:
    rows = Deadline.objects.filter(kind="opinion_transfer", object_id=slip.pk).prefetch_related("pauses", "extensions")
    last = rows.order_by("-id").first()
    return list(explain(last)) if last else []


def _papers(slip: OpinionTransfer) -> list[FileRow]:
    query = f"?slip={slip.public_id}"
    return [
        FileRow(f"转办单（{words}）", address("document:paper", code="opinion-slip", format=form) + query, kind)
        for form, words, kind in (("docx", "Word", "word"), ("pdf", "PDF", "pdf"))
    ]
