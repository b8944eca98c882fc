"""The acts on an instruction and on a unit's work: one row an act, one page for each."""

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

from yizheng.attachment import services as files
from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.kernel.workflow import Transition

from .. import forms, services
from .. import workflow as table
from ..models import InstructionTask
from .asking import actor_of, instruction_or_404, task_or_404


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


def _feed_back(task: InstructionTask, form: Any, by: Actor, at: datetime) -> InstructionTask:
    upload = form.cleaned_data["file"]
    file = files.keep(file=upload, name=upload.name, by=by, at=at) if upload else None
    return services.feed_back(task=task, words=form.cleaned_data["words"], file=file, by=by, at=at)


VOID = RoomAct(
    "void", table.VOID, "登记错了才作废；作废以后不再统计，交给单位的一并取消，记录留着。", "已作废。",
    instruction_or_404,
    lambda row, form, by, at: services.void(instruction=row, reason=form.cleaned_data["reason"], by=by, at=at),
    forms.ReasonForm, "danger",
)  # fmt: skip
TASK_ACTS = (
    RoomAct(
        "feed-back", table.FEED_BACK, "写明办理情况，办公室核对以后办结。", "已反馈，等办公室核对。", task_or_404,
        _feed_back, forms.FeedBackForm, "primary",
    ),
    RoomAct(
        "close", table.CLOSE, "看过反馈没有问题，就此办结。", "已办结。", task_or_404,
        lambda task, _form, by, at: services.close(task=task, by=by, at=at), look="primary",
    ),
    RoomAct(
        "send-back", table.SEND_BACK, "写明还缺什么，单位补充以后再报；期限不变。", "已退回，单位会看到理由。",
        task_or_404,
        lambda task, form, by, at: services.send_back(task=task, reason=form.cleaned_data["reason"], by=by, at=at),
        forms.ReasonForm,
    ),
    RoomAct(
        "put-off", table.PUT_OFF, "原来的日期和理由都会留在记录里。", "期限已改。", task_or_404,
        lambda task, form, by, at: services.put_off(task=task, **form.cleaned_data, by=by, at=at), forms.PutOffForm,
    ),
    RoomAct(
        "cancel", table.CANCEL, "写明为什么不用再办；单位会收到通知。", "已取消。", task_or_404,
        lambda task, form, by, at: services.cancel(task=task, reason=form.cleaned_data["reason"], by=by, at=at),
        forms.ReasonForm, "danger",
    ),
)  # fmt: skip


def offered(acts: tuple[RoomAct, ...], obj: Any, actor: Actor) -> list[tuple[str, str, str]]:
    """Return the acts this person may do now: address, label, look."""
    return [
        (address(f"instruction:{each.name}", public_id=obj.public_id), each.row.label, each.look)
        for each in acts
        if obj.state in each.row.sources and may(each.row.permission, actor, obj)
    ]


def view_of(room_act: RoomAct) -> Callable[..., HttpResponse]:
    """Return the page of an act. What was typed stays when the rules refuse it (409)."""
    row = room_act.row

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor = actor_of(request)
        obj = room_act.find(actor, public_id)
        require(row.permission, actor, obj)
        form = room_act.form(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))
        back = subjects.of(obj).url(obj)
        if request.method == "POST" and _performed(room_act, obj, form, actor):
            return done(request, room_act.said, to=back)
        context = {
            "act": room_act, "title": str(obj), "form": form, "back": back, "action": request.path,
            "has_files": form.is_multipart(),
        }  # fmt: skip
        return render(request, "instruction/act.html", context, status=409 if form.non_field_errors() else 200)

    return page


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
