"""The acts of the editors and signers on one piece, a row each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address

from ..forms_editing import (
    ConversionForm,
    MainAuthorForm,
    PaperForm,
    PublicForm,
    ReadersForm,
    RejectForm,
    SignerForm,
    UrgencyForm,
)
from ..models import Opinion
from ..services import converting, editing, merging, publishing, reviewing, signing
from ..services.publishing import PublicText
from .acting import PageAct, ReasonForm
from .asking import opinion_or_404


def _posted(form: type[Any], request: HttpRequest, **more: Any) -> Any:
    """Return a form of what was posted, or an empty one."""
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    return form(*data, **more)


def _urgency_form(request: HttpRequest, opinion: Opinion) -> Any:
    return _posted(UrgencyForm, request, opinion=opinion)


def _public_form(request: HttpRequest, opinion: Opinion) -> Any:
    return _posted(PublicForm, request, opinion=opinion)


def _readers_form(request: HttpRequest, opinion: Opinion) -> Any:
    return _posted(ReadersForm, request, opinion=opinion, on=timezone.localdate())


def signer_form(request: HttpRequest, _opinion: Any) -> Any:
    return _posted(SignerForm, request, on=timezone.localdate())


def _main_form(request: HttpRequest, opinion: Opinion) -> Any:
    return _posted(MainAuthorForm, request, opinion=opinion)


def paper_form(request: HttpRequest, obj: Any) -> Any:
    """Return the form of a signature on paper; it begins with whom the paper was sent to."""
    form = _posted(PaperForm, request, on=timezone.localdate())
    form.initial |= {"signer": str(obj.signer_user_id or ""), "signed_on": timezone.localdate()}
    if not obj.signer_user_id:
        form.initial["other"] = obj.signer_name
    return form


def _enter_paper(opinion: Opinion, form: Any, by: Actor, at: datetime) -> None:
    paper, given = form.paper(), form.cleaned_data
    if given["agreed"] == "yes":
        signing.record_signature(opinion=opinion, paper=paper, by=by, at=at)
    else:
        signing.record_refusal(opinion=opinion, paper=paper, reason=given["reason"], by=by, at=at)


def _workbench(opinion: Opinion) -> str:
    return address("opinion:edit", public_id=opinion.public_id)


def _after_take_up(opinion: Opinion) -> str:
    """Taken up, the work goes on at the workbench; otherwise back to the page."""
    opinion.refresh_from_db(fields=["state"])  # `after` names the page before the act, too
    return (
        _workbench(opinion) if opinion.state == "editing" else address("opinion:opinion", public_id=opinion.public_id)
    )


TAKE_UP = PageAct(
    "take-up", "opinion.edit", "开始编辑",
    "编辑稿从作者原文开始；作者会知道这一件正在编辑。", "开始编辑", "已开始编辑。",
    opinion_or_404, lambda opinion, _form, by, at: reviewing.take_up(opinion=opinion, by=by, at=at),
    after=_after_take_up,
)  # fmt: skip
RETURN = PageAct(
    "return-opinion", "opinion.edit", "退回补充",
    "写明要补什么，作者补好后再报送，编号不变。", "退回", "已退回，作者会收到通知。",
    opinion_or_404,
    lambda opinion, form, by, at: reviewing.return_for_more(
        opinion=opinion, reason=form.cleaned_data["reason"], by=by, at=at
    ),
    form=ReasonForm,
)  # fmt: skip
REJECT = PageAct(
    "reject-opinion", "opinion.edit", "不采用", "作者会收到通知和理由。", "不采用", "已记为不采用，作者会收到通知。",
    opinion_or_404,
    lambda opinion, form, by, at: reviewing.reject(
        opinion=opinion, reason_code=form.cleaned_data["reason_code"], words=form.cleaned_data["words"], by=by, at=at
    ),
    form=RejectForm, look="danger",
)  # fmt: skip
MARK_URGENCY = PageAct(
    "mark-urgency", "opinion.edit", "改缓急", "还没有审核的，审核期限按新的缓急重新计算。", "改定", "缓急已改。",
    opinion_or_404,
    lambda opinion, form, by, at: reviewing.mark_urgency(opinion=opinion, **form.cleaned_data, by=by, at=at),
    form=_urgency_form,
)  # fmt: skip
NAME_READERS = PageAct(
    "name-readers", "opinion.edit", "定阅看人", "社情民意只给作者、编辑和这里写明的人看。", "定下来", "阅看人已定。",
    opinion_or_404,
    lambda opinion, form, by, at: editing.name_readers(opinion=opinion, users=form.chosen(), by=by, at=at),
    form=_readers_form,
)  # fmt: skip
TAKE_OUT = PageAct(
    "take-out-part", "opinion.edit", "从综合稿取出",
    "这一件单独编辑，它的作者从综合稿里去掉；综合稿的文字不变，请再看一遍。",
    "取出", "已取出，可以单独编辑。", opinion_or_404,
    lambda opinion, _form, by, at: merging.take_out(part=opinion, by=by, at=at),
)  # fmt: skip
MAKE_MAIN = PageAct(
    "make-main", "opinion.edit", "定主要作者",
    "综合稿的积分，主要作者占得多，其余作者平分剩下的。", "定下来", "主要作者已定。",
    opinion_or_404, lambda _opinion, form, by, at: merging.make_main(author=form.chosen(), by=by, at=at),
    form=_main_form,
)  # fmt: skip
SEND_TO_SIGN = PageAct(
    "send-to-sign", "opinion.edit", "送审签",
    "送出后不能再改文字；签发人可以在手机上签，也可以打印呈批单签。", "送审签",
    "已送审签。", opinion_or_404,
    lambda opinion, form, by, at: signing.send_to_sign(opinion=opinion, signer=form.chosen(), by=by, at=at),
    form=signer_form,
)  # fmt: skip
SIGN = PageAct(
    "sign-opinion", "opinion.sign", "审签",
    "同意以后，信息科可以编发、转办或上报。", "同意", "已审签。", opinion_or_404,
    lambda opinion, _form, by, at: signing.approve(opinion=opinion, by=by, at=at),
)  # fmt: skip
SIGN_ON_PAPER = PageAct(
    "record-signature", "opinion.record_signature", "录入纸质签批",
    "领导在呈批单上签的，由您录入；台账里签批人和录入人都留名。", "录入", "已录入。", opinion_or_404, _enter_paper,
    form=paper_form,
)  # fmt: skip
SEND_BACK = PageAct(
    "send-back-opinion", "opinion.sign", "退回修改", "写明改什么，信息科改好后再送。", "退回", "已退回信息科。",
    opinion_or_404,
    lambda opinion, form, by, at: signing.send_back(
        opinion=opinion, reason=form.cleaned_data["reason"], by=by, at=at
    ),
    form=ReasonForm, look="danger",
)  # fmt: skip
ASK_CONVERSION = PageAct(
    "ask-conversion", "opinion.edit", "征求转化意见", "作者同意以后，才能转成提案线索、调研课题或大会发言。", "征求",
    "已请作者答复。", opinion_or_404,
    lambda opinion, form, by, at: converting.ask_author(opinion=opinion, **form.cleaned_data, by=by, at=at),
    form=ConversionForm,
)  # fmt: skip
CONVERT = PageAct(
    "convert-opinion", "opinion.edit", "转化",
    "作者已经同意。转化后这一件不再作为社情民意办理，来龙去脉里留着联系。", "转化",
    "已转化。", opinion_or_404, lambda opinion, _form, by, at: converting.convert(opinion=opinion, by=by, at=at),
)  # fmt: skip
PUBLISH = PageAct(
    "publish-opinion", "opinion.publish", "在网站公开",
    "公开是单独的决定，默认不公开。公开的文字不带作者姓名。", "公开", "已在网站公开。", opinion_or_404,
    lambda opinion, form, by, at: publishing.publish(
        opinion=opinion, public=PublicText(**form.cleaned_data), by=by, at=at
    ),
    form=_public_form,
)  # fmt: skip
TAKE_DOWN = PageAct(
    "take-down-opinion", "opinion.publish", "撤下网站公开",
    "撤下以后网站上马上看不到。", "撤下", "已撤下。", opinion_or_404,
    lambda opinion, form, by, at: publishing.take_down(
        opinion=opinion, reason=form.cleaned_data["reason"], by=by, at=at
    ),
    form=ReasonForm, look="danger",
)  # fmt: skip

ACTS: tuple[PageAct[Any], ...] = (
    TAKE_UP, RETURN, REJECT, MARK_URGENCY, NAME_READERS, TAKE_OUT, MAKE_MAIN, SEND_TO_SIGN, SIGN, SIGN_ON_PAPER,
    SEND_BACK, ASK_CONVERSION, CONVERT, PUBLISH, TAKE_DOWN,
)  # fmt: skip
