"""Pages of the roster of information officers, of their trainings, and of who has sent in little this year."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.org.enums import MembershipRole
from yizheng.ui.plain import Block, Button, PlainList, PlainPage, Row, columns, draw_list, draw_page, tabs_of
from yizheng.ui.shapes import Cell, Crumb, Tab
from yizheng.ui.tags.marks import long_date

from .. import sourcing_figures as figures
from ..forms_sourcing import EndForm, OfficerForm, PresenceForm, TrainingForm
from ..models import Officer, OfficerTraining
from ..services import sourcing_officers as services
from ..subjects.sourcing import officers_visible_to, trainings_visible_to
from .acting import NewAct, PageAct, url_of
from .asking import actor_of
from .sources_plain import timeline_of

TABS = (("serving", "在聘"), ("silent", "今年没有报送"), ("ended", "已解聘"))
REMINDER_OFFICERS = "各位信息员：今年还没有报送社情民意的，请结合身边的事报一件，写几句就可以。信息科"
REMINDER_MEMBERS = "各位委员：今年的社情民意还请抽空报一件，手机上写几句、拍张照片就可以。信息科"


def officer_or_404(actor: Actor, public_id: UUID) -> Officer:
    """Return an officer the person may see."""
    return get_object_or_404(officers_visible_to(actor), public_id=public_id)


def training_or_404(actor: Actor, public_id: UUID) -> OfficerTraining:
    """Return a training the person may see."""
    return get_object_or_404(trainings_visible_to(actor), public_id=public_id)


def _officer_form(request: HttpRequest, officer: Officer | None) -> OfficerForm:
    today = timezone.localdate()
    if request.method == "POST":
        return OfficerForm(request.POST, on=today)
    if officer is None:
        return OfficerForm(on=today, initial={"appointed_on": today})
    names = ("name", "workplace", "phone", "is_invited", "appointed_on", "least_pieces")
    first = {name: getattr(officer, name) for name in names} | {"login": str(officer.user_id or "")}
    return OfficerForm(on=today, initial=first)


def _training_form(request: HttpRequest, _actor: Actor) -> TrainingForm:
    return TrainingForm(request.POST or None, initial={"held_on": timezone.localdate()})


def _presence_form(request: HttpRequest, training: OfficerTraining) -> PresenceForm:
    present = training.presences.values_list("officer__public_id", flat=True)
    return PresenceForm(request.POST if request.method == "POST" else None, initial={"officers": list(present)})


def _appointed(form: OfficerForm, by: Actor, at: datetime) -> str:
    officer = services.appoint(particulars=form.particulars(), by=by, at=at)
    return address("opinion:officer", public_id=officer.public_id)


def _held(form: TrainingForm, by: Actor, at: datetime) -> str:
    given = form.cleaned_data
    training = services.hold_training(
        held_on=given["held_on"], topic=given["topic"], place=given["place"], officers=list(given["officers"]),
        by=by, at=at,
    )  # fmt: skip
    return address("opinion:training", public_id=training.public_id)


NEW_OFFICER = NewAct(
    "new-officer", "officer.keep", "聘任信息员", "没有登录名的信息员，报来的信息由信息科代录。", "保存", "已聘任。",
    "opinion:officers", "信息员", lambda request, _actor: _officer_form(request, None), _appointed,
)  # fmt: skip
NEW_TRAINING = NewAct(
    "new-training", "officer.keep", "登记培训", "记下培训内容和谁来了。", "保存", "培训已登记。",
    "opinion:trainings", "信息员培训", _training_form, _held,
)  # fmt: skip
CHANGE = PageAct(
    "change-officer", "officer.keep", "更正", "更正名册里的内容。", "保存", "已更正。", officer_or_404,
    lambda officer, form, by, at: services.change(officer=officer, particulars=form.particulars(), by=by, at=at),
    form=_officer_form,
)  # fmt: skip
END = PageAct(
    "end-officer", "officer.keep", "解聘", "报过的信息和积分都留着，从这天起不能再报。", "解聘", "已解聘。",
    officer_or_404,
    lambda officer, form, by, at: services.end(
        officer=officer, ended_on=form.cleaned_data["ended_on"], by=by, at=at
    ),
    form=EndForm, look="danger",
)  # fmt: skip
PRESENCE = PageAct(
    "correct-presence", "officer.keep", "更正到会", "勾上来了的人。", "保存", "已更正。", training_or_404,
    lambda training, form, by, at: services.correct_presence(
        training=training, officers=list(form.cleaned_data["officers"]), by=by, at=at
    ),
    form=_presence_form,
)  # fmt: skip
OFFICER_ACTS: tuple[PageAct[Any], ...] = (CHANGE, END)


@require_GET
def officers(request: HttpRequest) -> HttpResponse:
    """List the information officers with what they sent in this year; who sent nothing is marked."""
    actor, today, tab = actor_of(request), timezone.localdate(), request.GET.get("tab", "serving")
    require("officer.read", actor)
    rows = _of_tab(figures.officers(today).filter(pk__in=officers_visible_to(actor).values("pk")), tab)
    keeps = may("officer.keep", actor)
    shown = PlainList(
        title="信息员", heading="信息员", columns=("姓名", "单位", "今年报送", "最近培训", "提示"), row=_officer_row,
        empty=("这里没有人", "聘任信息员以后，他们报的信息会记到名下。"), lead="特约信息员和基层信息员",
        icon="people", unit="人",
        buttons=[*([(address("opinion:new-officer"), "聘任信息员", "primary")] if keeps else []),
                 (address("opinion:trainings"), "培训", ""), (address("opinion:least"), "委员报送情况", "")],
        tabs=tabs_of(address("opinion:officers"), "tab", TABS, tab)[1:],
        copy=REMINDER_OFFICERS if tab == "silent" and keeps else "",
    )  # fmt: skip
    return draw_list(request, rows, shown)


def _of_tab(rows: QuerySet[Officer, Any], tab: str) -> QuerySet[Officer, Any]:
    today = timezone.localdate()
    if tab == "silent":
        return figures.silent(rows, today)
    over = Q(ended_on__isnull=False, ended_on__lte=today)
    return rows.filter(over) if tab == "ended" else rows.exclude(over)


def _officer_row(each: Any) -> Row:
    url = address("opinion:officer", public_id=each.public_id)
    name = f"{each.name}（特约）" if each.is_invited else each.name
    few = each.ended_on is None and each.sent < max(1, each.least_pieces)
    word = "今年还没有报送" if each.sent == 0 else f"不到{each.least_pieces}篇"
    return (
        Cell(name, url), each.workplace, f"{each.sent}篇", long_date(each.trained_on) or "没有参加过",
        Cell(word, meaning="warn") if few else "",
    )  # fmt: skip


@require_GET
def officer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one officer: who, since when, trainings, what was sent in."""
    actor, today = actor_of(request), timezone.localdate()
    require("officer.read", actor)
    found: Any = get_object_or_404(figures.officers(today), pk=officer_or_404(actor, public_id).pk)
    keeps = may("officer.keep", actor)
    facts = [
        ("单位", found.workplace), ("类别", "特约信息员" if found.is_invited else "信息员"),
        ("聘任", long_date(found.appointed_on)), ("解聘", long_date(found.ended_on) or "在聘"),
        ("登录", "本人登录报送" if found.user_id else "由信息科代录"), ("今年报送", f"{found.sent}篇"),
        *([("电话", found.phone), ("每年至少", f"{found.least_pieces}篇")] if keeps else []),
    ]  # fmt: skip
    came = [(long_date(each.training.held_on), each.training.topic)
            for each in found.presences.select_related("training").order_by("-training__held_on")[:20]]  # fmt: skip
    buttons: list[Button] = [(url_of(CHANGE, found), "更正", "")] if keeps else []
    if keeps and found.ended_on is None:
        buttons.append((url_of(END, found), "解聘", "danger"))
    page = PlainPage(
        title=found.name, crumbs=[Crumb("信息员", address("opinion:officers")), Crumb(found.name)], buttons=buttons,
        blocks=[Block("名册", facts=facts),
                Block("参加培训", columns=columns("日期", "内容"), rows=came, empty="没有参加过培训。")],
        timeline=timeline_of(found),
    )  # fmt: skip
    return draw_page(request, page)


@require_GET
def trainings(request: HttpRequest) -> HttpResponse:
    """List the trainings, the newest first."""
    actor = actor_of(request)
    require("officer.read", actor)
    rows = trainings_visible_to(actor).annotate(present=Count("presences")).order_by("-held_on", "-id")
    shown = PlainList(
        title="信息员培训", heading="信息员培训", columns=("日期", "内容", "地点", "到会"), row=_training_row,
        empty=("还没有培训", "办过培训以后在这里登记，谁来了也记下。"), icon="book", unit="次",
        buttons=[(address("opinion:new-training"), "登记培训", "primary")] if may("officer.keep", actor) else [],
    )  # fmt: skip
    return draw_list(request, rows, shown)


def _training_row(each: Any) -> Row:
    url = address("opinion:training", public_id=each.public_id)
    return (long_date(each.held_on), Cell(each.topic, url), each.place, f"{each.present}人")


@require_GET
def training(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one training and who came."""
    actor = actor_of(request)
    require("officer.read", actor)
    found = training_or_404(actor, public_id)
    names = [each.officer.name for each in found.presences.select_related("officer").order_by("officer__sort_key")]
    page = PlainPage(
        title=found.topic, crumbs=[Crumb("信息员培训", address("opinion:trainings")), Crumb(found.topic)],
        lead=f"{long_date(found.held_on)} {found.place}", timeline=timeline_of(found),
        buttons=[(url_of(PRESENCE, found), "更正到会", "")] if may("officer.keep", actor) else [],
        blocks=[Block(f"到会{len(names)}人", text="、".join(names) or "没有登记到会的人。")],
    )  # fmt: skip
    return draw_page(request, page)


@require_GET
def least(request: HttpRequest) -> HttpResponse:
    """
    List the members in the order of rolls with what they sent in this year; no ranking, nothing is sent by itself.

    Rule: handbook 6.5; office-practice 24.
    """
    actor, today, tab = actor_of(request), timezone.localdate(), request.GET.get("tab", "")
    require("officer.read", actor)
    rows = figures.members(today)
    rows = figures.below(rows, today) if tab == "below" else rows
    url = address("opinion:least")
    shown = PlainList(
        title="委员报送情况", heading=f"{today.year}年委员报送情况",
        columns=("委员", "界别", "今年报送", "每年至少", "提示"),
        row=_member_row, empty=("这里没有人", "都报够了。"),
        lead="按名册顺序，不排名；提醒由信息科自己发", icon="people",
        unit="人", tabs=[Tab("全部", url, tab != "below"), Tab("还没有报够", f"{url}?tab=below", tab == "below")],
        copy=REMINDER_MEMBERS if tab == "below" and may("officer.keep", actor) else "",
    )  # fmt: skip
    return draw_list(request, rows, shown)


def _member_row(each: Any) -> Row:
    today = timezone.localdate()
    expected = figures.least_of(each, today)
    name = f"{each.person.name}（常委）" if each.role == MembershipRole.STANDING_MEMBER else each.person.name
    pieces = f"{address('opinion:opinions')}?member={each.public_id}&year={today.year}"
    short = max(0, expected - each.sent)
    return (
        name, each.sector.name if each.sector else "", Cell(f"{each.sent}篇", pieces if each.sent else ""),
        f"{expected}篇", Cell(f"还差{short}篇", meaning="neutral") if short else "",
    )  # fmt: skip
