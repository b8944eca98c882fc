"""Pages of the requests for another unit: the list with its dates, one request, the decision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.accounts.enums import Role
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import Light, light
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.kernel.together import Asked, Steps
from yizheng.ui.forms import ReasonForm
from yizheng.ui.shapes import Crumb, Meaning

from ..enums import AdjustState
from ..forms.assign import KeepForm, ReassignForm
from ..models import AdjustRequest, Proposal
from ..queries import assigning as queries
from ..services import adjusting as services
from .acting import PageAct, url_of
from .asking import actor_of
from .offers import offer

PAGE_ROWS = 50
ORDER = (F("decided_on").desc(nulls_first=True), "decide_by", "id")
OPEN = (AdjustState.ASKED, AdjustState.DISPUTED)
MEANING = {
    AdjustState.ASKED: Meaning.BUSY, AdjustState.DISPUTED: Meaning.WARN,
    AdjustState.GRANTED: Meaning.OK, AdjustState.KEPT: Meaning.NEUTRAL,
    AdjustState.VOID: Meaning.NEUTRAL,
}  # fmt: skip


@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests of the side: what waits first, by its date."""
    actor, today = actor_of(request), timezone.localdate()
    require("handling.see_progress", actor)
    rows = queries.requests_of_side(actor)
    waiting = rows.filter(state__in=OPEN)
    page = Paginator(rows.order_by(*ORDER), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [_row(each, today) for each in page], "waiting": waiting.count()}
    return render(request, "proposal/assign/requests.html", context)


def _row(each: AdjustRequest, today: date) -> dict[str, Any]:
    handling = each.handling
    return {
        "url": address("proposal:adjust-request", public_id=each.public_id), "number": handling.proposal.number,
        "title": handling.proposal.title, "unit": handling.unit, "role": handling.get_role_display(),
        "suggested": each.suggested_unit or "没有提", "reason": each.reason, "state": each.get_state_display(),
        "meaning": MEANING[AdjustState(each.state)], "day": each.decide_by, "light": _light(each, today),
    }  # fmt: skip


def _light(each: AdjustRequest, today: date) -> Light | None:
    return light(each.decide_by, today, work_calendar()) if each.state in OPEN else None


def request_or_404(actor: Actor, public_id: UUID) -> AdjustRequest:
    """Return a request the person may see."""
    rows = queries.requests_visible_to(actor).select_related(
        "handling__proposal__session__term", "handling__unit", "suggested_unit"
    )
    return get_object_or_404(rows, public_id=public_id)


@require_GET
def adjust_request(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one request, what may be decided, and what was."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.read", actor)
    asked = request_or_404(actor, public_id)
    decides = asked.state in OPEN and may("handling.decide_adjustment", actor, asked)
    new = asked.handling.replaced_by.select_related("unit").first()
    context = {
        "asked": asked, "meaning": MEANING[AdjustState(asked.state)], "light": _light(asked, today),
        "acts": [(url_of(each, asked), each.label, each.look) for each in ACTS if _may(each, asked)] if decides else [],
        "new_unit": new.unit if new else None, "sheet_url": _sheet_url(asked) if decides else "",
        "crumbs": [Crumb("调整申请", address("proposal:adjust-requests")), Crumb(asked.handling.proposal.number)],
    }  # fmt: skip
    return render(request, "proposal/assign/request.html", context)


def _may(page_act: PageAct[Any], asked: AdjustRequest) -> bool:
    return page_act is not ESCALATE or asked.state == AdjustState.ASKED


def _sheet_url(asked: AdjustRequest) -> str:
    paper = address("document:paper", code="adjustment-sheet", format="docx")
    return f"{paper}?{urlencode({'request': asked.public_id})}"


def _keep_form(request: HttpRequest, asked: AdjustRequest) -> KeepForm:
    return KeepForm(request.POST or None, disputed=asked.state == AdjustState.DISPUTED)


def _reassign_form(request: HttpRequest, asked: AdjustRequest) -> ReassignForm:
    suggested = str(asked.suggested_unit_id or "")
    return ReassignForm(
        request.POST or None, on=timezone.localdate(), disputed=asked.state == AdjustState.DISPUTED, suggested=suggested
    )


def _keep(asked: AdjustRequest, form: Any, by: Actor, at: datetime) -> object:
    given = form.cleaned_data
    return services.keep(
        request=asked, reason=given["reason"], leader_name=given.get("leader_name", ""), by=by, at=at
    )  # fmt: skip


def _reassign(asked: AdjustRequest, form: Any, by: Actor, at: datetime) -> object:
    given = form.cleaned_data
    return services.reassign(
        request=asked, unit=given["unit"], reason=given["reason"], leader_name=given.get("leader_name", ""), by=by,
        at=at,
    )  # fmt: skip


def _escalate(asked: AdjustRequest, form: Any, by: Actor, at: datetime) -> object:
    return services.escalate(request=asked, reason=form.cleaned_data["reason"], by=by, at=at)


@offer
@Asked
def offered(proposal: Proposal, actor: Actor) -> Steps[list[tuple[str, str, str]]]:
    """Offer an assigner to decide an open request, and to ask for a unit that has no login."""
    if not actor.wears(Role.ASSIGNER):
        return []
    waiting, on_paper = yield (
        queries.requests_of_side(actor).filter(handling__proposal=proposal, state__in=OPEN),
        proposal.handlings.filter(on_paper=True).select_related("unit"),
    )
    found = [
        (address("proposal:adjust-request", public_id=each.public_id), "决定调整申请", "primary") for each in waiting
    ]
    for each in on_paper:
        if may("handling.request_adjustment", actor, each) and services.is_open(each, timezone.localdate()):
            asks = address("proposal:request-adjustment", public_id=each.public_id)
            found.append((asks, f"代{each.unit}申请调整", ""))
    return found


DECIDES = "handling.decide_adjustment"
REASSIGN = PageAct(
    name="grant-adjustment", permission=DECIDES, title="同意改办",
    text="原单位的期限作废，新单位的期限从明天起算；主办单位改了，会办单位不变。", label="改办", look="primary",
    said="已改办，两个单位和提案人都已通知。", find=request_or_404, perform=_reassign, form=_reassign_form,
)  # fmt: skip
KEEP = PageAct(
    name="refuse-adjustment", permission=DECIDES, title="不予调整", text="仍由原单位办理，期限不变。", label="不予调整",
    look="", said="已答复单位，期限不变。", find=request_or_404, perform=_keep, form=_keep_form,
)  # fmt: skip
ESCALATE = PageAct(
    name="escalate-adjustment", permission=DECIDES, title="报请领导协调",
    text="单位之间说不拢的，打印呈批单报领导；领导定了以后在这里录入。", label="报请领导协调", look="",
    said="已报请领导协调，请打印呈批单。", find=request_or_404, perform=_escalate, form=ReasonForm,
)  # fmt: skip
ACTS = (REASSIGN, KEEP, ESCALATE)
