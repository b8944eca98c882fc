"""The acts on records, sheets and schemes: one row an act, one page for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.kernel.workflow import Transition

from .. import forms, queries
from .. import workflow as table
from ..services import claiming, recording, schemes, sheets
from ..services.claiming import Answer
from .asking import actor_of, record_or_404, scheme_or_404, sheet_or_404


@dataclass(frozen=True)
class RoomAct:
    """One act: its address, its row of the machine, what its page says, its form, the service it calls."""

    name: str
    row: Transition
    text: str
    said: str
    find: Callable[[Actor, UUID], Any]
    perform: Callable[[Any, Any, Actor, datetime], object]
    form: type[django_forms.Form] = forms.NoForm
    look: str = ""


def _reason(form: Any) -> str:
    return str(form.cleaned_data["reason"])


def _propose(record: Any, form: Any, by: Actor, at: datetime) -> object:
    role = form.cleaned_data["role"]
    answer = Answer(role="" if role == "keep" else role)
    return claiming.propose(record=record, answer=answer, reason=_reason(form), by=by, at=at)


def _uphold(record: Any, form: Any, by: Actor, at: datetime) -> object:
    return claiming.decide(record=record, reason=_reason(form), by=by, at=at, corrects=False)


def _correct(record: Any, form: Any, by: Actor, at: datetime) -> object:
    return claiming.decide(record=record, reason=_reason(form), by=by, at=at, corrects=True)


RECORD_ACTS = (
    RoomAct(
        "confirm", table.CONFIRM, "核对无误，就此确认。", "已确认。", record_or_404,
        lambda row, _form, by, at: recording.confirm(record=row, by=by, at=at), look="primary",
    ),
    RoomAct(
        "accept", table.ACCEPT, "材料看过属实，记入履职记录并计分。", "已采纳。", record_or_404,
        lambda row, _form, by, at: claiming.accept(record=row, by=by, at=at), look="primary",
    ),
    RoomAct(
        "reject", table.REJECT, "写明为什么不采纳，委员会看到。", "已告诉委员。", record_or_404,
        lambda row, form, by, at: claiming.reject(record=row, reason=_reason(form), by=by, at=at), forms.ReasonForm,
    ),
    RoomAct(
        "dispute", table.DISPUTE, "写明哪里不对。工作人员提出处理意见，再由另一个人复核。", "已提交，有结果会通知您。",
        record_or_404,
        lambda row, form, by, at: claiming.dispute(record=row, reason=_reason(form), by=by, at=at), forms.ReasonForm,
    ),
    RoomAct(
        "propose", table.PROPOSE, "写明处理意见，由另一个人复核后生效。", "已提出，等另一个人复核。", record_or_404,
        _propose, forms.AnswerForm, "primary",
    ),
    RoomAct(
        "uphold", table.UPHOLD, "同意维持原记录。提意见的人自己不能复核。", "已维持，并告诉委员。", record_or_404,
        _uphold, forms.ReasonForm, "primary",
    ),
    RoomAct(
        "correct", table.CORRECT, "同意按处理意见更正。提意见的人自己不能复核。", "已更正，并告诉委员。", record_or_404,
        _correct, forms.ReasonForm, "primary",
    ),
    RoomAct(
        "void", table.VOID, "作废以后不再计分，记录和理由留着。", "已作废。", record_or_404,
        lambda row, form, by, at: recording.void(record=row, reason=_reason(form), by=by, at=at), forms.ReasonForm,
        "danger",
    ),
)  # fmt: skip
SHEET_ACTS = (
    RoomAct(
        "narrate", table.NARRATE, "述职随考核表归档。", "已保存。", sheet_or_404,
        lambda row, form, by, at: sheets.narrate(sheet=row, words=form.cleaned_data["words"], by=by, at=at),
        forms.NarrativeForm,
    ),
    RoomAct(
        "agree", table.AGREE, "考核表上的每一条都核对过，没有不同意见。", "已确认。", sheet_or_404,
        lambda row, _form, by, at: sheets.agree(sheet=row, by=by, at=at), look="primary",
    ),
    RoomAct(
        "appeal", table.APPEAL, "写明哪一条不对、为什么。", "已提交，有答复会通知您。", sheet_or_404,
        lambda row, form, by, at: sheets.appeal(sheet=row, reason=_reason(form), by=by, at=at), forms.ReasonForm,
    ),
    RoomAct(
        "answer", table.ANSWER, "按现在的记录重新计分，并答复委员。", "已答复。", sheet_or_404,
        lambda row, form, by, at: sheets.answer(sheet=row, words=_reason(form), by=by, at=at), forms.ReasonForm,
        "primary",
    ),
    RoomAct(
        "review", table.REVIEW, "听取专委会和街道的意见以后复核。", "已复核。", sheet_or_404,
        lambda row, _form, by, at: sheets.review(sheet=row, by=by, at=at), look="primary",
    ),
    RoomAct(
        "gate", table.DECIDE_GATE, "政治和纪律把关由人决定，在分数之前。", "已记下。", sheet_or_404,
        lambda row, form, by, at: sheets.decide_gate(
            sheet=row, gate=form.cleaned_data["gate"], reason=_reason(form), by=by, at=at
        ),
        forms.GateForm,
    ),
    RoomAct(
        "override", table.OVERRIDE, "另定等次要写明理由；分数和按分数得出的等次都留着。", "已另定。", sheet_or_404,
        lambda row, form, by, at: sheets.override(
            sheet=row, band=form.cleaned_data["band"], reason=_reason(form), by=by, at=at
        ),
        forms.BandForm,
    ),
    RoomAct(
        "approve", table.APPROVE, "审定以后，等次不再变。", "已审定。", sheet_or_404,
        lambda row, _form, by, at: sheets.approve(sheet=row, by=by, at=at), look="primary",
    ),
    RoomAct(
        "publish", table.PUBLISH, "只公布等次，不公布总分。", "已公布。", sheet_or_404,
        lambda row, _form, by, at: sheets.publish(sheet=row, by=by, at=at), look="primary",
    ),
)  # fmt: skip
CORRECT_FROZEN = RoomAct(
    "correct-frozen", table.CORRECT_FROZEN, "年度已经关闭：另做一版写明等次和理由，原来的一版不动。", "更正版已做好。",
    sheet_or_404,
    lambda row, form, by, at: sheets.correct_frozen(
        sheet=row, band=form.cleaned_data["band"], reason=_reason(form), by=by, at=at
    ),
    forms.BandForm,
)  # fmt: skip
ADOPT = RoomAct(
    "adopt", table.ADOPT, "从此按这一版计分；原来的一版留着备查。", "已定为执行。", scheme_or_404,
    lambda row, form, by, at: schemes.adopt(scheme=row, basis=form.cleaned_data["basis"], by=by, at=at),
    forms.BasisForm, "primary",
)  # fmt: skip


def offered(prefix: str, acts: tuple[RoomAct, ...], obj: Any, actor: Actor) -> list[tuple[str, str, str]]:
    """Return the acts this person may do now: address, label, look."""
    return [
        (address(f"duty:{prefix}-{each.name}", public_id=obj.public_id), each.row.label, each.look)
        for each in acts
        if obj.state in each.row.sources and may(each.row.permission, actor, obj) and _fits(each, obj)
    ]


def _fits(room_act: RoomAct, obj: Any) -> bool:
    """Of the two ways to decide a dispute offer the one that was proposed."""
    if room_act.row is table.CORRECT:
        return bool(obj.proposed_role or obj.proposed_quantity)
    return not (room_act.row is table.UPHOLD and (obj.proposed_role or obj.proposed_quantity))


def view_of(room_act: RoomAct) -> Callable[..., HttpResponse]:
    """Return the page of an act. What was typed stays when the rules refuse it (409)."""
    row = room_act.row

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor = actor_of(request)
        obj = room_act.find(actor, public_id)
        require(row.permission, actor, obj)
        form = _form_of(room_act, request, obj)
        back = subjects.of(obj).url(obj)
        if request.method == "POST" and _performed(room_act, obj, form, actor):
            return done(request, room_act.said, to=back)
        context = {"act": room_act, "title": str(obj), "form": form, "back": back, "action": request.path}
        return render(request, "duty/act.html", context, status=409 if form.non_field_errors() else 200)

    return page


def _form_of(room_act: RoomAct, request: HttpRequest, obj: Any) -> Any:
    given = request.POST if request.method == "POST" else None
    if room_act.form is forms.BandForm:
        bands = [(band.code, band.name) for band in queries.scheme_of_sheet(obj).bands]
        return forms.BandForm(given, bands=bands)
    if room_act.form is forms.NarrativeForm:
        return forms.NarrativeForm(given, initial={"words": obj.narrative})
    return room_act.form(given)


def _performed(room_act: RoomAct, obj: Any, form: Any, actor: Actor) -> bool:
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            room_act.perform(obj, form, actor, timezone.now())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True
