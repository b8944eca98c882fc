"""Pages of the assignment conference: the board, naming units, pre-assigning, assigning all in one act."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, go
from yizheng.kernel.permissions import may, require
from yizheng.org.queries import units_in_force
from yizheng.ui.forms import ReasonForm
from yizheng.ui.shapes import Crumb

from .. import assignment_board as board
from ..enums import ProposalState
from ..forms.assign import PlanForm
from ..forms.board import BoardForm
from ..models import Proposal
from ..queries import assigning as queries
from ..services import assigning as services
from ..services.shares import planned_shares
from .acting import PageAct
from .asking import actor_of, proposal_or_404
from .offers import offer

S = ProposalState
ON_BOARD = (S.FILED, S.PRE_ASSIGNED)


@require_GET
def conference(request: HttpRequest) -> HttpResponse:
    """Show the board of the assignment conference."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.plan_units", actor)
    form = BoardForm(request.GET or None, on=today)
    asked = form.cleaned_data if form.is_valid() else {}
    page = Paginator(board.filtered(actor, asked, today), board.PAGE_ROWS).get_page(request.GET.get("page"))
    rows = board.rows_of(list(page.object_list), today, actor)
    context = {
        "page": page, "rows": rows, "body": _drawn(request, rows), "form": form, "is_filtered": any(asked.values()),
        "lanes": board.LANES,
        "may_pre_assign": may("proposal.pre_assign", actor), "may_assign": may("proposal.assign", actor),
        "back": request.get_full_path(),
    }  # fmt: skip
    return render(request, "proposal/assign/board.html", context)


def _drawn(request: HttpRequest, rows: list[board.BoardRow]) -> SafeString:
    """Draw the rows; what every small form repeats is drawn once."""
    hidden = render_to_string("proposal/assign/hidden.html", {"back": request.get_full_path()}, request)
    chip, row = get_template("proposal/assign/chip.html"), get_template("proposal/assign/row.html")

    def chips(chosen: Iterable[board.Chip], url: str) -> SafeString:
        return SafeString("".join(chip.render(_chip(each, url, hidden)) for each in chosen))

    def one(each: board.BoardRow) -> str:
        public_id = each.proposal.public_id
        url = address("proposal:put-unit", public_id=public_id)
        return row.render({
            "row": each, "suggested": chips(each.suggested, url), "url": subjects.of(each.proposal).url(each.proposal),
            "lanes_drawn": [(lane, chips(lane.chips, url)) for lane in each.lanes],
            "plan_url": address("proposal:assignment-plan", public_id=public_id),
        })  # fmt: skip

    return SafeString("".join(one(each) for each in rows))


def _chip(each: board.Chip, url: str, hidden: str) -> dict[str, Any]:
    note = f"{each.confidence}：{each.note}" if each.confidence else ""
    return {"chip": each, "note": note, "put_url": url, "hidden": hidden, "lanes": board.LANES}


@require_POST
@act
def put_unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a unit into a lane of the board, or take it out: what dragging posts, and the row's own small form."""
    actor, proposal = actor_of(request), proposal_or_404(actor_of(request), public_id)
    require("proposal.plan_units", actor, proposal)
    today = timezone.localdate()
    unit = units_in_force(today).filter(pk=_number(request.POST.get("unit"))).first()
    if unit is None:
        return _said(request, "请先选一个单位。")
    try:
        lane = request.POST.get("lane", "")
        services.put_unit(proposal=proposal, unit=unit, lane=lane, by=actor, at=timezone.now())
    except Refused as refusal:
        return _said(request, refusal.message)
    return go(request, _back(request, proposal))


def _said(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return go(request, _back(request))


def _back(request: HttpRequest, proposal: Proposal | None = None) -> str:
    """The board as it was left, at the row; any other address is not gone to."""
    own, asked = address("proposal:assignment-board"), request.POST.get("back", "")
    kept = asked if asked == own or asked.startswith(f"{own}?") else own
    return f"{kept}#p-{proposal.pk}" if proposal else kept


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0


@require_http_methods(["GET", "POST"])
@act
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name the units of one proposal on a form: what serves without dragging."""
    actor, today = actor_of(request), timezone.localdate()
    proposal = proposal_or_404(actor, public_id)
    require("proposal.plan_units", actor, proposal)
    form = PlanForm(request.POST or None, on=today, shares=planned_shares(proposal))
    if request.method == "POST" and form.is_valid():
        try:
            services.plan_units(proposal=proposal, shares=form.shares(), by=actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "承办单位已拟好。", to=f"{address('proposal:assignment-board')}#p-{proposal.pk}")
    row = board.rows_of([proposal], today, actor)[0]
    context = {"proposal": proposal, "form": form, "row": row, "pairs": form.pairs(), "crumbs": _crumbs("选承办单位")}
    return render(request, "proposal/assign/plan.html", context, status=409 if form.non_field_errors() else 200)


def _crumbs(here: str) -> list[Crumb]:
    return [Crumb("交办", address("proposal:assignment-board")), Crumb(here)]


def _ticked(request: HttpRequest, actor: Actor) -> list[Proposal]:
    """The proposals that were ticked; one that cannot be seen does not exist."""
    ids = {_number(each) for each in request.POST.getlist("proposal")}
    rows = list(queries.on_board(actor).filter(pk__in=ids))
    if len(rows) < len(ids):
        raise Refused("stale", "勾选的提案里有的已经不在这张表上。请刷新后再勾选。")
    return rows


@require_POST
@act
def pre_assign(request: HttpRequest) -> HttpResponse:
    """Put the ticked proposals before the conference."""
    actor = actor_of(request)
    require("proposal.pre_assign", actor)
    return _batch(request, actor, services.pre_assign, "{count}件已预交办，有关单位可以提意见了。")


@require_POST
@act
def assign_ticked(request: HttpRequest) -> HttpResponse:
    """Assign the ticked proposals in one act."""
    actor = actor_of(request)
    require("proposal.assign", actor)
    return _batch(request, actor, services.assign_all, "已交办，开出{count}项办理，期限从明天起算。")


def _batch(request: HttpRequest, actor: Actor, perform: Callable[..., list[Any]], said: str) -> HttpResponse:
    try:
        with transaction.atomic():
            made = perform(proposals=_ticked(request, actor), by=actor, at=timezone.now())
    except Refused as refusal:
        return _said(request, refusal.message)
    return done(request, said.format(count=len(made)), to=_back(request))


@require_http_methods(["GET", "POST"])
@act
def assign_all(request: HttpRequest) -> HttpResponse:
    """Ask once more, then assign everything of the side that is pre-assigned, in one act."""
    actor, now = actor_of(request), timezone.now()
    require("proposal.assign", actor)
    waiting, refused = board.ready_for(actor, timezone.localdate()), ""
    ready = waiting[: services.MOST_AT_ONCE]
    if request.method == "POST":
        try:
            _check_count(request, ready)
            with transaction.atomic():
                made = services.assign_all(proposals=ready, by=actor, at=now)
        except Refused as refusal:
            refused = refusal.message
        else:
            said = f"{len(ready)}件提案已交办，开出{len(made)}项办理。期限从明天起算。"
            return done(request, said, to=address("proposal:assignment-progress"))
    context = {
        "ready": ready, "left": len(waiting) - len(ready), "objected": board.objected(ready),
        "refused": refused, "crumbs": _crumbs("全部交办"),
        "back": address("proposal:assignment-board"),
    }  # fmt: skip
    return render(request, "proposal/assign/all.html", context, status=409 if refused else 200)


def _check_count(request: HttpRequest, ready: list[Proposal]) -> None:
    if _number(request.POST.get("count")) != len(ready):
        raise Refused("changed", f"刚才又有变动，现在是{len(ready)}件。请看过以后再点一次。")


def _take_back(proposal: Proposal, form: Any, by: Actor, at: datetime) -> object:
    return services.take_back(proposal=proposal, reason=form.cleaned_data["reason"], by=by, at=at)


TAKE_BACK = PageAct(
    name="take-back", permission="proposal.pre_assign", title="撤回预交办",
    text="撤回以后，单位看不到这件提案；已经提的意见留着。", label="撤回", said="已撤回，可以改了单位再预交办。",
    find=proposal_or_404, perform=_take_back, form=ReasonForm,
)  # fmt: skip
ACTS = (TAKE_BACK,)


@offer
def offered(proposal: Proposal, actor: Actor) -> list[tuple[str, str, str]]:
    """Name the acts of assignment that the worn hat may do with a proposal now."""
    found: list[tuple[str, str, str]] = []
    if proposal.state in ON_BOARD and may("proposal.plan_units", actor, proposal):
        found.append((address("proposal:assignment-plan", public_id=proposal.public_id), "选承办单位", "primary"))
    if proposal.state == S.PRE_ASSIGNED and may("proposal.pre_assign", actor, proposal):
        found.append((address("proposal:take-back", public_id=proposal.public_id), "撤回预交办", ""))
    if proposal.state == S.PRE_ASSIGNED and may("proposal.assign", actor):
        query = urlencode({"what": "", "state": S.PRE_ASSIGNED})
        found.append((f"{address('proposal:assignment-board')}?{query}#p-{proposal.pk}", "去交办", ""))
    return found
