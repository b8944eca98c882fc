"""The acts on a transfer slip: of the unit, and of the office."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import add_workdays
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may
from yizheng.kernel.workflow import Transition

from ..enums import TransferState
from ..forms_following import PaperReplyForm, ReplyForm, UntilForm
from ..models import OpinionTransfer
from ..services import replying, transferring
from ..standing import unit_id
from ..workflow import transfers as table
from .acting import PageAct, ReasonForm, url_of
from .asking import slip_or_404

DAYS_TO_ADD = 5
"""How many working days the form proposes for what is missing; the office writes the day it means."""


def _reply(slip: OpinionTransfer, form: Any, by: Actor, at: datetime) -> OpinionTransfer:
    given, upload = form.cleaned_data, form.cleaned_data["file"]
    file = files.keep(file=upload, name=upload.name, by=by, at=at) if upload else None
    return replying.reply(
        slip=slip, words=given["words"], signed_by_name=given["signed_by_name"], file=file, by=by, at=at
    )


def _paper(slip: OpinionTransfer, form: Any, by: Actor, at: datetime) -> OpinionTransfer:
    given = {**form.cleaned_data}
    upload = given.pop("scan")
    scan = files.keep(file=upload, name=upload.name, by=by, at=at)
    return replying.enter_paper_reply(slip=slip, paper=replying.PaperReply(**given, scan=scan), by=by, at=at)


def _first_words(request: HttpRequest, slip: OpinionTransfer) -> ReplyForm:
    form = ReplyForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    form.initial = {"words": slip.reply, "signed_by_name": slip.reply_by_name}
    return form


def _until(request: HttpRequest, _slip: OpinionTransfer) -> UntilForm:
    soon = add_workdays(timezone.localdate(), DAYS_TO_ADD, work_calendar()).due_on
    return UntilForm(request.POST if request.method == "POST" else None, initial={"to": soon})


SIGN_FOR = PageAct(
    "slip-sign", "slip.work", "签收", "签收以后请在期限内反馈办理结果；不属本单位职责的，请写明理由退件。", "签收",
    "已签收，请在期限内反馈。", slip_or_404, lambda slip, _form, by, at: replying.sign_for(slip=slip, by=by, at=at),
)  # fmt: skip
REPLY = PageAct(
    "slip-reply", "slip.work", "反馈办理结果", "信息科核对以后转告反映情况的人。", "反馈", "已反馈，等信息科核对。",
    slip_or_404, _reply, form=_first_words,
)  # fmt: skip
DECLINE = PageAct(
    "slip-decline", "slip.work", "退件", "不属本单位职责的才退；写明理由，能说出该由哪个单位办更好。", "退件",
    "已退件，信息科会另行处理。", slip_or_404,
    lambda slip, form, by, at: replying.decline(slip=slip, reason=form.cleaned_data["reason"], by=by, at=at),
    form=ReasonForm, look="danger",
)  # fmt: skip
ACCEPT = PageAct(
    "slip-accept", "slip.keep", "办结", "看过反馈没有问题就办结；办结以后要把结果告诉作者。", "办结",
    "已办结，请把结果告诉作者。", slip_or_404, lambda slip, _form, by, at: replying.accept(slip=slip, by=by, at=at),
)  # fmt: skip
SEND_BACK = PageAct(
    "slip-send-back", "slip.keep", "退回补充", "写明还缺什么、几号前补充。", "退回补充", "已退回，单位会看到理由。",
    slip_or_404, lambda slip, form, by, at: replying.send_back(slip=slip, **form.cleaned_data, by=by, at=at),
    form=_until, look="",
)  # fmt: skip
EXTEND = PageAct(
    "slip-extend", "slip.keep", "延期", "原来的期限和理由都会留在记录里。", "延期", "期限已改，单位会收到。",
    slip_or_404,
    lambda slip, form, by, at: transferring.extend(slip=slip, **form.cleaned_data, by=by, at=at), form=UntilForm,
    look="",
)  # fmt: skip
RECALL = PageAct(
    "slip-recall", "slip.keep", "收回", "收回以后单位不用再办，也看不到这张转办单；编号不再使用。", "收回", "已收回。",
    slip_or_404,
    lambda slip, form, by, at: transferring.recall(slip=slip, reason=form.cleaned_data["reason"], by=by, at=at),
    form=ReasonForm, look="danger",
)  # fmt: skip
PAPER = PageAct(
    "slip-paper", "slip.keep", "代录纸质反馈", "单位用纸质件反馈的，由信息科录入并附扫描件；签收一并登记。", "录入",
    "已录入，请核对后办结。", slip_or_404, _paper, form=PaperReplyForm,
)  # fmt: skip
ACTS = (SIGN_FOR, REPLY, DECLINE, ACCEPT, SEND_BACK, EXTEND, RECALL, PAPER)

_OF_UNIT: tuple[tuple[Transition, PageAct[Any]], ...] = (
    (table.SIGN_FOR, SIGN_FOR), (table.REPLY, REPLY), (table.DECLINE, DECLINE),
)  # fmt: skip
_OF_OFFICE: tuple[tuple[Transition, PageAct[Any]], ...] = (
    (table.ACCEPT, ACCEPT), (table.SEND_BACK, SEND_BACK), (table.EXTEND, EXTEND), (table.RECALL, RECALL),
)  # fmt: skip
TO_ENTER = (TransferState.SENT, TransferState.SIGNED, TransferState.SENT_BACK)


def offered(slip: OpinionTransfer, actor: Actor) -> list[tuple[str, str, str]]:
    """Return what the worn hat may do now: a unit its own acts, the office its own and the entry from paper."""
    rows = _OF_UNIT if unit_id(actor) is not None else _OF_OFFICE
    found = [
        (url_of(page, slip), page.label, page.look)
        for row, page in rows
        if slip.state in row.sources and may(page.permission, actor, slip)
    ]
    if slip.state in TO_ENTER and may(PAPER.permission, actor, slip):
        found.insert(0, (url_of(PAPER, slip), PAPER.title, "primary" if slip.is_paper else ""))
    return found
