"""Pages of the units: what they say before the conference, and asking for another unit afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.kernel.together import Asked, Steps
from yizheng.org.models import OrgUnit
from yizheng.ui.shapes import Cell, Column, Crumb

from ..forms.assign import AdjustForm, CommentForm
from ..models import Handling, PlannedShare, Proposal
from ..queries import assigning as queries
from ..services import adjusting, assigning
from ..standing import unit_id
from .acting import PageAct
from .asking import actor_of, handling_or_404
from .offers import offer

PAGE_ROWS = 50
COLUMNS = [Column("提案"), Column("提案人"), Column("办理方式"), Column("本单位的意见"), Column("操作")]


@require_GET
def named(request: HttpRequest) -> HttpResponse:
    """List the proposals a unit is named for before the conference."""
    actor = actor_of(request)
    require("handling.see_desk", actor)
    page = Paginator(queries.named_for(actor), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "columns": COLUMNS, "rows": [_row(each) for each in page]}
    return render(request, "proposal/assign/named.html", context)


def _row(share: PlannedShare) -> list[Cell | str]:
    proposal = share.proposal
    said = "还没有提"
    if share.commented_at is not None:
        said = f"有异议：{share.comment}" if share.objects_to_it else share.comment or "没有异议"
    return [
        Cell(f"{proposal.number}　{proposal.title}", address("proposal:proposal", public_id=proposal.public_id)),
        proposal.proposer_name, share.get_role_display(), said,
        Cell("提意见" if share.commented_at is None else "改意见", _comment_url(share)),
    ]  # fmt: skip


def _comment_url(share: PlannedShare) -> str:
    return address("proposal:comment-share", share_id=share.pk)


@require_http_methods(["GET", "POST"])
@act
def comment(request: HttpRequest, share_id: int) -> HttpResponse:
    """Ask a unit whether the proposal is its affair; the assigner may write down what a unit said by telephone."""
    actor, now = actor_of(request), timezone.now()
    share = get_object_or_404(queries.shares_visible_to(actor), pk=share_id)
    require("proposal.comment_share", actor, share)
    form = CommentForm(request.POST or None, on=timezone.localdate())
    back = address("proposal:named-for-unit" if unit_id(actor) is not None else "proposal:assignment-board")
    if request.method == "POST" and form.is_valid():
        try:
            _comment(share, form.cleaned_data, actor, now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "意见已记下，交办会上看得到。", to=back)
    crumbs = [Crumb("拟交本单位的提案" if unit_id(actor) else "交办", back), Crumb("交办前的意见")]
    context = {"share": share, "form": form, "back": back, "crumbs": crumbs}
    return render(request, "proposal/assign/comment.html", context, status=409 if form.non_field_errors() else 200)


def _comment(share: PlannedShare, given: dict[str, Any], by: Actor, at: datetime) -> None:
    assigning.comment(
        share=share, objects=given["objects"] == "yes", words=given["words"], suggested=given["suggested"], by=by, at=at
    )


def _form(request: HttpRequest, _handling: Handling) -> AdjustForm:
    return AdjustForm(request.POST or None, on=timezone.localdate())


def _ask(handling: Handling, form: Any, by: Actor, at: datetime) -> object:
    given = form.cleaned_data
    suggested: OrgUnit | None = given["suggested_unit"]
    return adjusting.request_adjustment(
        handling=handling, reason=given["reason"], suggested_unit=suggested, by=by, at=at,
        signed_by_name=given["signed_by_name"],
    )  # fmt: skip


ASK = PageAct(
    name="request-adjustment", permission="handling.request_adjustment", title="申请调整",
    text="决定以前仍由本单位办，期限照走；不能自己转给别的单位。", label="提交申请",
    said="申请已交给交办单位，等答复。",
    find=handling_or_404, perform=_ask, form=_form,
)  # fmt: skip
ACTS = (ASK,)


@offer
@Asked
def offered(proposal: Proposal, actor: Actor) -> Steps[list[tuple[str, str, str]]]:
    """Offer a unit to say what it thinks, and to ask for another unit while it may."""
    unit = unit_id(actor)
    if unit is None:
        return []
    shares, handlings = yield (
        queries.named_for(actor).filter(proposal=proposal).order_by("pk")[:1],
        proposal.handlings.filter(unit=unit),
    )
    found = [(_comment_url(share), "提交办意见", "primary") for share in shares]
    for each in handlings:
        if may("handling.request_adjustment", actor, each) and adjusting.is_open(each, timezone.localdate()):
            found.append((address("proposal:request-adjustment", public_id=each.public_id), "申请调整", ""))
    return found
