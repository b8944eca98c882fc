"""Pages of calls for pieces: the list, one call, making, changing and closing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.plain import Block, Button, PlainList, PlainPage, Row, columns, draw_list, draw_page, tabs_of
from yizheng.ui.shapes import Cell, Crumb
from yizheng.ui.tags.marks import long_date

from .. import queries
from ..enums import CallState, OpinionState
from ..forms_sourcing import CallForm
from ..models import CallInvitee, TopicCall
from ..notifications.sourcing import call_words
from ..phrases import MEANING
from ..services import sourcing
from ..subjects.sourcing import calls_visible_to
from .acting import NewAct, PageAct, url_of
from .asking import actor_of
from .sources_plain import timeline_of

MOST_PIECES = 50


def call_or_404(actor: Actor, public_id: UUID) -> TopicCall:
    """Return a call the person may see."""
    return get_object_or_404(calls_visible_to(actor), public_id=public_id)


def _form(request: HttpRequest, call: TopicCall | None) -> CallForm:
    today = timezone.localdate()
    if request.method == "POST":
        return CallForm(request.POST, on=today)
    if call is None:
        return CallForm(on=today)
    first = {"title": call.title, "guide": call.guide, "due_on": call.due_on, "is_to_all": call.is_to_all,
             "invitees": [code_of(each) for each in call.invitees.select_related("body")]}  # fmt: skip
    return CallForm(on=today, initial=first)


def code_of(asked: CallInvitee) -> str:
    """Return an invitee as the choices of the form name it."""
    kinds = {"membership_id": "member", "party_body_id": "party", "sector_id": "sector", "officer_id": "officer"}
    for column, kind in kinds.items():
        if (pk := getattr(asked, column)) is not None:
            return f"{kind}-{pk}"
    grassroots = asked.body is not None and asked.body.kind != "special_committee"
    return f"{'grassroots' if grassroots else 'committee'}-{asked.body_id}"


def _made(form: CallForm, by: Actor, at: datetime) -> str:
    call = sourcing.make_call(topic=form.topic(), by=by, at=at)
    return address("opinion:call", public_id=call.public_id)


NEW = NewAct(
    "new-call", "call.keep", "约稿", "发出以后，被约的人会收到通知；还可以把群通知文本贴到群里。", "发出", "已约稿。",
    "opinion:calls", "约稿", lambda request, _actor: _form(request, None), _made,
)  # fmt: skip
CHANGE = PageAct(
    "change-call", "call.keep", "修改约稿", "已经应约的稿件不受影响。", "保存", "已修改。", call_or_404,
    lambda call, form, by, at: sourcing.change_call(call=call, topic=form.topic(), by=by, at=at), form=_form,
)  # fmt: skip
CLOSE = PageAct(
    "close-call", "call.keep", "截止约稿", "截止以后不再有新稿件应约，已报的照常办理。", "截止", "已截止。",
    call_or_404,
    lambda call, _form, by, at: sourcing.close_call(call=call, by=by, at=at),
)  # fmt: skip
ACTS: tuple[PageAct[Any], ...] = (CHANGE, CLOSE)


@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """List the calls the person may see, those still open first."""
    actor, state = actor_of(request), request.GET.get("state", "")
    require("call.read", actor)
    rows = calls_visible_to(actor)
    if state in CallState.values:
        rows = rows.filter(state=state)
    sent = Count("pieces", filter=Q(pieces__submitted_at__isnull=False))
    keeps = may("call.keep", actor)
    shown = PlainList(
        title="约稿", heading="约稿", columns=("题目", "约谁", "截止", "现在", *(("已报",) if keeps else ())),
        row=lambda call: _row(call, keeps), empty=("还没有约稿", "围绕党政关心的事约稿，稿件会记到这次约稿名下。"),
        lead="围绕党政关心的事征集信息", icon="bulb", unit="次",
        buttons=[(address("opinion:new-call"), "约稿", "primary")] if keeps else [],
        tabs=tabs_of(address("opinion:calls"), "state", CallState.choices, state),
    )  # fmt: skip
    return draw_list(request, rows.annotate(sent=sent).order_by("-state", "due_on", "id"), shown)


@require_GET
def call(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one call: what is asked for, of whom, what came."""
    actor = actor_of(request)
    require("call.read", actor)
    found = call_or_404(actor, public_id)
    keeps = may("call.keep", actor)
    pieces = queries.opinions_visible_to(actor).filter(call=found, submitted_at__isnull=False)
    facts = [*_facts(found), ("已报", f"{pieces.count()}篇")] if keeps else _facts(found)
    blocks = [Block("约什么", text=found.guide or "没有另作说明。", facts=facts)]
    rows = [_piece(each) for each in pieces.order_by("-submitted_at", "-id")[:MOST_PIECES]]
    heads = columns("编号", "标题", "作者", "现在")
    blocks.append(Block("应约的稿件", columns=heads, rows=rows, empty="还没有收到。"))
    if keeps and not found.is_to_all:
        blocks.append(Block("约了谁", text="、".join(each.name for each in found.invitees.order_by("id"))))
    page = PlainPage(
        title=found.title, crumbs=[Crumb("约稿", address("opinion:calls")), Crumb(found.title)],
        state=found.get_state_display(), meaning="busy" if found.state == CallState.OPEN else "neutral",
        lead=f"{long_date(found.due_on)}截止", buttons=_buttons(found, actor), blocks=blocks,
        copy=call_words(found) if keeps and found.state == CallState.OPEN else "",
        timeline=timeline_of(found) if keeps else (),
    )  # fmt: skip
    return draw_page(request, page)


def _buttons(found: TopicCall, actor: Actor) -> list[Button]:
    if found.state != CallState.OPEN:
        return []
    if may("call.keep", actor):
        return [(url_of(CHANGE, found), "修改", ""), (url_of(CLOSE, found), "截止", "")]
    return [(f"{address('opinion:new')}?call={found.public_id}", "写一件", "primary")]


def _facts(found: TopicCall) -> list[tuple[str, str]]:
    return [("约谁", _whom(found)), ("约稿日期", long_date(found.called_on)), ("截止", long_date(found.due_on))]


def _row(found: Any, keeps: bool) -> Row:
    url = address("opinion:call", public_id=found.public_id)
    pieces = Cell(f"{found.sent}篇", f"{address('opinion:opinions')}?call={found.public_id}")
    state = Cell(found.get_state_display(), meaning="busy" if found.state == CallState.OPEN else "neutral")
    given: Row = (Cell(found.title, url), _whom(found), long_date(found.due_on), state)
    return (*given, pieces) if keeps else given


def _piece(each: Any) -> Row:
    state = OpinionState(each.state)
    url = address("opinion:opinion", public_id=each.public_id)
    return (each.number, Cell(str(each), url), each.source_name, Cell(str(state.label), meaning=str(MEANING[state])))


def _whom(found: TopicCall) -> str:
    return "全体委员和信息员" if found.is_to_all else "定向约稿"
