"""Pages of a pack: the list, what is ready, its acts, and a member's own plenary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.kernel.workflow import Transition
from yizheng.ui.forms import NoForm, ReasonForm

from .. import forms, queries, services, showing
from .. import workflow as table
from ..enums import PackState
from ..models import Attendee, Pack
from .asking import acted, actor_of, form_page, visible_or_404


@require_GET
def packs(request: HttpRequest) -> HttpResponse:
    """List the plenaries whose arrangements a person may read, the latest first."""
    actor = actor_of(request)
    require("plenary.read", actor)
    rows = queries.packs_visible_to(actor).order_by("-session__opens")
    context = {
        "columns": showing.PACK_COLUMNS,
        "rows": [showing.pack_row(each) for each in rows],
        "may_prepare": may("plenary.prepare", actor),
    }
    return render(request, "plenary/packs.html", context)


@require_GET
def pack(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show how far a plenary is prepared; each number opens its list."""
    actor = actor_of(request)
    row = visible_or_404(actor, public_id)
    require("plenary.read", actor)
    allowed = {each.name for each in engine.available(table.PACK_MACHINE, row, actor)}
    prepares = may("plenary.prepare", actor)
    context = {
        "pack": row,
        "days": showing.days(row),
        "meaning": showing.MEANING[PackState(row.state)],
        "title": "准备得怎样" if prepares else "会务安排",
        "figures": (showing.figures if prepares else showing.shown_to_members)(row, queries.readiness(row)),
        "acts": [(each, showing.url(each.name, row)) for each in ACTS if each.row.name in allowed],
        "may_prepare": table.CHANGE_PACK.name in allowed,
        "may_take_book": may("plenary.export_book", actor),
        "crumbs": showing.crumbs(None, row.session.label),
    }
    return render(request, "plenary/pack.html", context)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show a member their own part of the latest plenary: seat, group, room, bus, what is on today (我的全会)."""
    actor = actor_of(request)
    require("plenary.read", actor)
    return _own(request, actor, queries.own_attendance(actor))


@require_GET
def own(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a member their own part of one plenary: what its notice leads to."""
    actor = actor_of(request)
    row = visible_or_404(actor, public_id)
    require("plenary.read", actor)
    return _own(request, actor, queries.own_attendance(actor, row))


def _own(request: HttpRequest, actor: Actor, own: Attendee | None) -> HttpResponse:
    if own is None:
        return render(request, "plenary/mine.html", {"own": None})
    today = timezone.localdate()
    items = list(own.pack.items.all())
    context = {
        "own": own,
        "days": showing.days(own.pack),
        "facts": showing.own_facts(own),
        "today": [item for item in items if item.day == today],
        "half_days": showing.by_half_days(items),
        "colleagues": queries.members_of(own.group) if own.group else [],
        "briefs": queries.briefs_visible_to(actor).filter(pack=own.pack, number__isnull=False).order_by("-number")[:5],
    }
    return render(request, "plenary/mine.html", context)


@require_http_methods(["GET", "POST"])
@act
def begin(request: HttpRequest) -> HttpResponse:
    """Begin to prepare a plenary."""
    actor, now = actor_of(request), timezone.now()
    require("plenary.prepare", actor)
    form, made = forms.BeginForm(request.POST or None), []

    def perform() -> None:
        made.append(services.begin_pack(session=form.cleaned_data["session"], by=actor, at=now))

    if request.method == "POST" and acted(form, perform):
        return done(request, "已在筹备，应到的委员都在名单里。", to=showing.url("pack", made[0]))
    return form_page(
        request, form, title="筹备全会", label="开始筹备", back=address("plenary:packs"),
        crumbs=showing.crumbs(None, "筹备全会"), lead="名单按开幕那天在任的委员生成，以后可以核对。",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@act
def basics(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change where it meets, the hall, the rules of leave."""
    actor, now = actor_of(request), timezone.now()
    row = visible_or_404(actor, public_id)
    require("plenary.prepare", actor)
    form = forms.BasicsForm(request.POST or None, initial=forms.first_basics(row))

    def perform() -> None:
        services.change_pack(pack=row, basics=form.basics(), by=actor, at=now)

    if request.method == "POST" and acted(form, perform):
        return done(request, "已存好。", to=showing.url("pack", row))
    return form_page(
        request, form, title="基本情况", label="存好", back=showing.url("pack", row),
        crumbs=showing.crumbs(row, "基本情况"), draft="plenary-basics",
    )  # fmt: skip


@dataclass(frozen=True)
class PackAct:
    """One act that asks little: its address, what its page says, its form, the service it calls."""

    name: str
    row: Transition
    title: str
    text: str
    said: str
    perform: Callable[[Pack, Any, Actor, datetime], object]
    form: type[django_forms.Form] = NoForm
    look: str = ""
    page: str = "pack"


ACTS = (
    PackAct(
        "publish", table.PUBLISH, "公布会务安排", "全体委员会收到通知，用手机可以查看自己的小组、座位、住宿和车辆。",
        "已公布，委员都收到了通知。", lambda row, _form, by, at: services.publish(pack=row, by=by, at=at),
        look="primary",
    ),
    PackAct(
        "announce", table.ANNOUNCE, "通知变动", "写明变了什么，全体委员会收到。", "变动已通知全体委员。",
        lambda row, form, by, at: services.announce_change(pack=row, by=by, at=at, **form.cleaned_data),
        form=ReasonForm,
    ),
    PackAct(
        "refresh", table.REFRESH_ROLL, "核对名单",
        "按开幕那天在任的委员核对：新增的补进来，不在任的退出，腾出座位和房间。",
        "名单已核对。", lambda row, _form, by, at: services.refresh_roll(pack=row, by=by, at=at),
    ),
    PackAct(
        "close", table.CLOSE, "全会结束", "结束以后日程、分组、座位不能再改；还没签发的简报可以接着办。",
        "已标记全会结束。",
        lambda row, _form, by, at: services.close_pack(pack=row, by=by, at=at),
    ),
)  # fmt: skip


DRAW_GUESTS = PackAct(
    "draw-guests", table.DRAW_GUESTS, "列入列席人员",
    "把辖区上级委员和会议名单上的列席人员都列进来；已经在名单里的不变，手工移出的不再列入。",
    "已列入，请逐位安排小组、住宿和车辆。", lambda row, _form, by, at: services.draw_guests(pack=row, by=by, at=at),
    look="primary", page="guests",
)  # fmt: skip


def view_of(pack_act: PackAct) -> Callable[..., HttpResponse]:
    """Return the page of an act: GET asks, POST does it once."""

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor, now = actor_of(request), timezone.now()
        row = visible_or_404(actor, public_id)
        require(pack_act.row.permission, actor, row)
        form = pack_act.form(request.POST or None)
        if request.method == "POST" and acted(form, lambda: pack_act.perform(row, form, actor, now)):
            return done(request, pack_act.said, to=showing.url(pack_act.page, row))
        context = {
            "act": pack_act, "form": form, "action": showing.url(pack_act.name, row),
            "back": showing.url(pack_act.page, row), "crumbs": showing.crumbs(row, pack_act.title),
        }  # fmt: skip
        return render(request, "plenary/act.html", context, status=409 if form.non_field_errors() else 200)

    return page
