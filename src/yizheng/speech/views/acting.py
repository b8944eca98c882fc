"""The acts of this room that ask little, as `ui.acts` draws their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.workflow import Machine, Transition
from yizheng.ui import acts
from yizheng.ui.acts import M, url_of
from yizheng.ui.forms import ReasonForm

from .. import forms
from .. import workflow as table
from ..models import Speech, SpeechCall
from ..services import calling, following, holding, rehearsing, selecting, writing
from .asking import call_or_404, speech_or_404


@dataclass(frozen=True)
class PageAct(acts.PageAct[M]):
    """One act on an object of this room."""

    room: str = "speech"


@dataclass(frozen=True)
class NewAct(acts.NewAct):
    """One act of this room that begins something."""

    room: str = "speech"


def bound(form: Any, **more: Any) -> Any:
    """Return a form as `ui.acts` asks for it: bound by a POST."""

    def made(request: HttpRequest, obj: Any) -> Any:
        given = {name: read(obj) for name, read in more.items()}
        return form(*([request.POST] if request.method == "POST" else []), **given)

    return made


def _new_call(request: HttpRequest, _actor: Actor) -> forms.NewCallForm:
    return forms.NewCallForm(*([request.POST] if request.method == "POST" else []), on=timezone.localdate())


def _called(form: forms.NewCallForm, by: Actor, at: datetime) -> str:
    made = calling.call_for_speeches(session=form.cleaned_data["session"], wanted=form.wanted(), by=by, at=at)
    return address("speech:call", public_id=made.public_id)


CALL = NewAct(
    "new-call", "speech.call", "发起征集", "委员和各党派、专委会会收到通知；通知发出后选题和截止日期还可以改。",
    "发起", "征集已发起，通知已发出。", "speech:speeches", "大会发言", _new_call, _called,
)  # fmt: skip

CHANGE_CALL: PageAct[SpeechCall] = PageAct(
    "change-call", table.CHANGE_CALL.permission, "修改征集", "已经交上来的稿子不受影响。", "修改", "已改好。",
    call_or_404,
    lambda call, form, by, at: calling.change_call(call=call, wanted=form.wanted(), by=by, at=at),
    form=bound(forms.WantedForm, call=lambda call: call),
)  # fmt: skip
CLOSE_CALL: PageAct[SpeechCall] = PageAct(
    "close-call", table.CLOSE_CALL.permission, "截止征集", "截止以后不再收稿，接着遴选。", "截止征集",
    "已截止，可以遴选了。", call_or_404, lambda call, _form, by, at: calling.close_call(call=call, by=by, at=at),
)  # fmt: skip
REOPEN_CALL: PageAct[SpeechCall] = PageAct(
    "reopen-call", table.REOPEN_CALL.permission, "延长征集", "委员和各单位会再收到通知。", "延长征集", "已延长。",
    call_or_404,
    lambda call, form, by, at: calling.reopen_call(call=call, by=by, at=at, **form.cleaned_data),
    form=forms.LongerForm, look="",
)  # fmt: skip
PROPOSE_LIST: PageAct[SpeechCall] = PageAct(
    "propose-list", table.PROPOSE_LIST.permission, "送审名单", "送审以后名单不能再增减，要改请领导退回。", "送审名单",
    "名单已送审。", call_or_404, lambda call, _form, by, at: selecting.propose_list(call=call, by=by, at=at),
)  # fmt: skip
APPROVE_LIST: PageAct[SpeechCall] = PageAct(
    "approve-list", table.APPROVE_LIST.permission, "审定名单",
    "审定以后，名单上的按口头、书面定下来，没上名单的为未入选，作者都会收到通知。", "审定名单", "名单已审定。",
    call_or_404,
    lambda call, _form, by, at: selecting.approve_list(call=call, by=by, at=at),
)  # fmt: skip
RECORD_APPROVAL: PageAct[SpeechCall] = PageAct(
    "record-approval", "speech.record_approval", "录入纸质审定",
    "领导在纸上审定的，由办公室照着录；台账里记下领导和录入的人。", "录入纸质审定", "名单已审定。", call_or_404,
    lambda call, form, by, at: selecting.record_approval(call=call, paper=form.paper(), by=by, at=at),
    form=forms.PaperForm,
)  # fmt: skip
SEND_BACK_LIST: PageAct[SpeechCall] = PageAct(
    "send-back-list", table.SEND_BACK_LIST.permission, "退回名单", "名单退回办公室重新遴选。", "退回名单",
    "名单已退回。",
    call_or_404,
    lambda call, form, by, at: selecting.send_back_list(call=call, reason=form.cleaned_data["reason"], by=by, at=at),
    form=ReasonForm, look="",
)  # fmt: skip
REHEARSE: PageAct[SpeechCall] = PageAct(
    "rehearse", table.PLAN_REHEARSAL.permission, "安排试讲", "定为口头发言的都列进来，作者和发言人会收到通知。",
    "安排并通知", "已安排，通知已发出。", call_or_404,
    lambda call, form, by, at: rehearsing.plan_rehearsal(call=call, plan=form.plan(), by=by, at=at),
    form=bound(forms.RehearsalForm), look="",
)  # fmt: skip
DISTRIBUTE: PageAct[SpeechCall] = PageAct(
    "distribute", table.DISTRIBUTE_ALL.permission, "印发书面发言",
    "书面发言汇编印发给全体委员以后点这里，记入履职记录。",
    "已经印发", "书面发言已记为印发。", call_or_404,
    lambda call, _form, by, at: holding.distribute(call=call, by=by, at=at), look="",
)  # fmt: skip
ARCHIVE_CALL: PageAct[SpeechCall] = PageAct(
    "archive-call", table.ARCHIVE_CALL.permission, "全部归档", "归档以后文稿和结果都不能再改。", "全部归档", "已归档。",
    call_or_404, lambda call, _form, by, at: following.archive_call(call=call, by=by, at=at), look="",
)  # fmt: skip

SUBMIT: PageAct[Speech] = PageAct(
    "submit", table.SUBMIT.permission, "提交发言", "提交以后不能再改；要改可以请办公室退回。", "提交", "已提交。",
    speech_or_404,
    lambda speech, _form, by, at: writing.submit(speech=speech, by=by, at=at),
)  # fmt: skip
WITHDRAW: PageAct[Speech] = PageAct(
    "withdraw", table.WITHDRAW.permission, "撤回发言", "撤回以后这一篇不再参加遴选。", "撤回", "已撤回。",
    speech_or_404,
    lambda speech, _form, by, at: writing.withdraw(speech=speech, by=by, at=at), look="danger",
)  # fmt: skip
CHECK: PageAct[Speech] = PageAct(
    "check", table.CHECK.permission, "初审通过", "通过以后进入遴选。", "初审通过", "已通过初审。", speech_or_404,
    lambda speech, _form, by, at: selecting.check(speech=speech, by=by, at=at),
)  # fmt: skip
RETURN: PageAct[Speech] = PageAct(
    "return", table.RETURN.permission, "退回修改", "作者会看到您写的意见。", "退回修改", "已退回作者。", speech_or_404,
    lambda speech, form, by, at: selecting.return_speech(
        speech=speech, reason=form.cleaned_data["reason"], by=by, at=at
    ),
    form=ReasonForm, look="",
)  # fmt: skip
TO_WRITTEN: PageAct[Speech] = PageAct(
    "to-written", table.TO_WRITTEN.permission, "改为书面发言", "发言人不能到会等情况，改为书面。", "改为书面",
    "已改为书面发言。",
    speech_or_404,
    lambda speech, form, by, at: selecting.to_written(speech=speech, reason=form.cleaned_data["reason"], by=by, at=at),
    form=ReasonForm, look="",
)  # fmt: skip
TO_ORAL: PageAct[Speech] = PageAct(
    "to-oral", "speech.call_up", "递补为口头发言", "排在最后一个，顺序可以再调。", "递补口头", "已改为口头发言。",
    speech_or_404,
    lambda speech, form, by, at: selecting.to_oral(speech=speech, by=by, at=at, **form.cleaned_data),
    form=forms.ToOralForm, look="",
)  # fmt: skip
UNDO: PageAct[Speech] = PageAct(
    "undo", table.UNDO.permission, "撤回“已发言”", "点错了才撤回；履职记录随之更正。", "撤回已发言",
    "已撤回，可以重新点。",
    speech_or_404,
    lambda speech, form, by, at: holding.undo_delivery(speech=speech, reason=form.cleaned_data["reason"], by=by, at=at),
    form=ReasonForm, look="",
)  # fmt: skip
EDIT: PageAct[Speech] = PageAct(
    "edit", table.EDIT.permission, "修改文稿", "每存一次留一版，作者原稿不动；作者会收到通知。", "存为新的一版",
    "已存为新的一版。",
    speech_or_404,
    lambda speech, form, by, at: selecting.edit(
        speech=speech, edited=form.edited(), edition=form.cleaned_data["edition"], by=by, at=at
    ),
    form=bound(forms.EditForm, speech=lambda speech: speech),
)  # fmt: skip
CONVERT: PageAct[Speech] = PageAct(
    "convert", table.CONVERT.permission, "转化发言", "转成社情民意的由信息科接着编，转成提案线索的列入线索。", "转化",
    "已转化，去向见办理经过。", speech_or_404,
    lambda speech, form, by, at: following.convert(speech=speech, target=form.cleaned_data["target"], by=by, at=at),
    form=forms.ConvertForm, look="",
)  # fmt: skip
SEND: PageAct[Speech] = PageAct(
    "send", table.SEND_TO_UNITS.permission, "转单位办理",
    "每个单位一张转办单，和社情民意的转办单一起编号、签收、反馈，在“社情民意”里跟踪。", "发出转办单",
    "转办单已发出，单位会收到。", speech_or_404,
    lambda speech, form, by, at: following.send_to_units(
        speech=speech, units=list(form.cleaned_data["units"]), asked_action=form.cleaned_data["asked_action"], by=by,
        at=at,
    ),
    form=bound(forms.SendForm), look="",
)  # fmt: skip
FEED_BACK: PageAct[Speech] = PageAct(
    "feed-back", table.FEED_BACK.permission, "反馈结果", "作者会收到通知，也能在发言页看到。", "反馈结果",
    "已反馈给作者。", speech_or_404,
    lambda speech, form, by, at: following.feed_back(speech=speech, result=form.cleaned_data["result"], by=by, at=at),
    form=forms.ResultForm,
)  # fmt: skip
SEE_RESULT: PageAct[Speech] = PageAct(
    "see-result", table.SEE_RESULT.permission, "看过结果", "", "知道了", "已记下您看过了。", speech_or_404,
    lambda speech, _form, by, at: following.see_result(speech=speech, by=by, at=at),
)  # fmt: skip

CALL_ACTS = (
    CLOSE_CALL, PROPOSE_LIST, APPROVE_LIST, RECORD_APPROVAL, SEND_BACK_LIST, CHANGE_CALL, REOPEN_CALL, REHEARSE,
    DISTRIBUTE, ARCHIVE_CALL,
)  # fmt: skip
LIST_ACTS = (CLOSE_CALL, PROPOSE_LIST, APPROVE_LIST, RECORD_APPROVAL, SEND_BACK_LIST)
"""What is done from the page of the selection."""
SPEECH_ACTS = (
    SUBMIT, CHECK, RETURN, EDIT, TO_WRITTEN, TO_ORAL, UNDO, FEED_BACK, CONVERT, SEND, WITHDRAW, SEE_RESULT,
)  # fmt: skip
_ROWS: dict[str, Transition] = {
    "close-call": table.CLOSE_CALL, "propose-list": table.PROPOSE_LIST, "approve-list": table.APPROVE_LIST,
    "record-approval": table.APPROVE_LIST, "send-back-list": table.SEND_BACK_LIST, "change-call": table.CHANGE_CALL,
    "reopen-call": table.REOPEN_CALL, "distribute": table.DISTRIBUTE_ALL,
    "rehearse": table.PLAN_REHEARSAL, "archive-call": table.ARCHIVE_CALL,
    "submit": table.SUBMIT, "check": table.CHECK, "return": table.RETURN, "edit": table.EDIT,
    "to-written": table.TO_WRITTEN, "to-oral": table.TO_ORAL, "undo": table.UNDO, "feed-back": table.FEED_BACK,
    "convert": table.CONVERT, "send": table.SEND_TO_UNITS, "withdraw": table.WITHDRAW,
}  # fmt: skip
"""The row of the table behind each act: what a button is drawn from."""
FOR_A_LEADER = {"record-approval": "speech.record_approval", "to-oral": "speech.call_up"}
"""Acts that a clerk enters for a leader: who may enter them is asked instead of who may decide."""


def buttons(
    offered: Sequence[PageAct[Any]], machine: Machine, obj: Any, actor: Actor, *, without: Sequence[str] = ()
) -> list[tuple[str, str, str]]:
    """Return the acts the worn hat may do on an object as it stands: address, label, look; one of them is the next."""
    open_rows = {row.name for row in engine.available(machine, obj, actor)}
    known = [each for each in offered if each.name in _ROWS and each.name not in without]
    shown = [each for each in known if _is_offered(each.name, open_rows, obj, actor)]
    first = next((each for each in shown if each.look == "primary"), None)
    return [(url_of(each, obj), _label(each), "" if each.look == "primary" and each is not first else each.look)
            for each in shown]  # fmt: skip


def _label(page_act: PageAct[Any]) -> str:
    return page_act.title if page_act.name in FOR_A_LEADER else _ROWS[page_act.name].label


def _is_offered(name: str, open_rows: set[str], obj: Any, actor: Actor) -> bool:
    row = _ROWS[name]
    if name in FOR_A_LEADER:
        return obj.state in row.sources and may(FOR_A_LEADER[name], actor)
    return row.name in open_rows
