"""The acts on a handling and its reply, a row each."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.ui.forms import ReasonForm

from ..forms import handling as forms
from ..models import ContactRecord, Handling, Reply
from ..queries.handling import contacts_visible_to
from ..services import contacting, countersigning, drafting, extending, replying
from ..services import handling as handlings
from .acting import PageAct
from .asking import actor_of, handling_or_404, reply_or_404


def own_page(handling: Handling) -> str:
    """Return the page of a handling."""
    return address("proposal:handling", public_id=handling.public_id)


def contact_or_404(actor: Actor, public_id: UUID) -> ContactRecord:
    """Return a talk the person may see."""
    rows = contacts_visible_to(actor).select_related("handling__proposal__first_proposer__person", "handling__unit")
    return get_object_or_404(rows, public_id=public_id)


def _contact_form(request: HttpRequest, handling: Handling) -> forms.ContactForm:
    first = forms.first_contact(handling, writer=actor_of(request).name, today=timezone.localdate())
    return forms.ContactForm(request.POST or None, initial=first)


def _issue_form(request: HttpRequest, _handling: Handling) -> forms.IssueForm:
    return forms.IssueForm(request.POST or None, initial={"signed_on": timezone.localdate()})


def _extend_form(request: HttpRequest, handling: Handling) -> forms.ExtendForm:
    asked = {"to": handling.extension_asked_to, "reason": handling.extension_reason}
    return forms.ExtendForm(request.POST or None, initial=asked)


def _issue(handling: Handling, form: Any, by: Actor, at: datetime) -> object:
    return replying.issue(reply=_reply_of(handling), **form.cleaned_data, by=by, at=at)


def _reply_of(handling: Handling) -> Reply:
    reply = drafting.reply_of(handling)
    if reply is None:
        raise Http404("no reply")
    return reply


def _class_form(request: HttpRequest, reply: Reply) -> forms.ClassForm:
    return forms.ClassForm(
        request.POST or None, on=reply.sent_on or timezone.localdate(), initial={"mark": reply.class_mark}
    )


def _kept(form: Any, by: Actor, at: datetime) -> Any:
    upload = form.cleaned_data["scan"]
    return files.keep(file=upload, name=upload.name, by=by, at=at)


def _paper_form(request: HttpRequest, _handling: Handling) -> forms.PaperReplyForm:
    return forms.PaperReplyForm(
        request.POST or None, request.FILES or None, on=timezone.localdate(),
        initial={"signed_on": timezone.localdate()},
    )  # fmt: skip


def _enter_paper(handling: Handling, form: Any, by: Actor, at: datetime) -> object:
    names = ("class_mark", "signed_by_name", "signed_on", "doc_no", "contact_person", "contact_phone")
    paper = replying.PaperReply(**{name: form.cleaned_data[name] for name in names}, scan=_kept(form, by, at))
    return replying.enter_paper_reply(
        handling=handling, paper=paper, contact=form.contact(handling), by=by, at=at
    )  # fmt: skip


def _reply_page(reply: Reply) -> str:
    return own_page(reply.handling)


def _draft_beside(handling: Handling, _actor: Actor) -> dict[str, Any]:
    host = countersigning.host_of(handling)
    return {"reply": drafting.reply_of(host) if host else None, "host": host}


SIGN = PageAct(
    "sign-for", "handling.work", "签收", "签收以后开始办理；不属本单位职责的，请在期限内申请调整，不能自行转出。",
    "签收", "已签收，下一步请联系提案人。", handling_or_404,
    lambda obj, _form, by, at: handlings.sign_for(handling=obj, by=by, at=at),
)  # fmt: skip
CONTACT = PageAct(
    "contact-new", "handling.work", "记一次面商", "记下以后提案人会收到，可以确认或提出；不回音不耽误办理。",
    "记下来", "已记下，提案人会收到。", handling_or_404,
    lambda obj, form, by, at: contacting.record_contact(handling=obj, contact=form.contact(), by=by, at=at),
    form=_contact_form,
)  # fmt: skip
OPINION = PageAct(
    "co-opinion", "handling.work", "送会办意见", "意见送主办单位，由主办单位一并答复提案人。", "送主办单位",
    "会办意见已送主办单位。", handling_or_404,
    lambda obj, form, by, at: countersigning.send_co_opinion(handling=obj, opinion=form.opinion(), by=by, at=at),
    form=forms.OpinionForm,
)  # fmt: skip
COUNTERSIGN = PageAct(
    "countersign", "handling.issue", "会签主办单位的答复", "会签以后主办单位不能再改；要改，会签作废，重新会签。",
    "同意，会签", "已会签。", handling_or_404,
    lambda obj, _form, by, at: countersigning.countersign(handling=obj, by=by, at=at),
    template="proposal/handling/countersign.html", context=_draft_beside,
)  # fmt: skip
FINISH = PageAct(
    "reply-finish", "handling.work", "拟好答复", "会办单位随后会签；有会办单位的，要先收到会办意见。", "拟好了",
    "答复已拟好。", handling_or_404,
    lambda obj, _form, by, at: drafting.finish_draft(handling=obj, by=by, at=at),
)  # fmt: skip
TAKE_BACK = PageAct(
    "reply-take-back", "handling.work", "收回再改", "收回以后可以修改；已经会签的作废，改好后重新会签。", "收回",
    "已收回，改好后再拟好一次。", handling_or_404,
    lambda obj, _form, by, at: drafting.take_back_draft(handling=obj, by=by, at=at), look="",
)  # fmt: skip
ISSUE = PageAct(
    "reply-issue", "handling.issue", "签发答复", "签发以后提案人收到答复，并请提案人评价。", "签发",
    "答复已签发，提案人会收到。", handling_or_404, _issue, form=_issue_form,
)  # fmt: skip
REJECT = PageAct(
    "reply-reject", "handling.reject", "退改答复", "答非所问、没有面商、格式不合、没有类别的，可以退改；单位另有期限。",
    "退改", "已退改，单位会收到。", handling_or_404,
    lambda obj, form, by, at: replying.reject_reply(
        handling=obj, reason=form.cleaned_data["reason"], by=by, at=at
    ),
    form=ReasonForm, look="danger",
)  # fmt: skip
EXTEND = PageAct(
    "handling-extend", "handling.extend", "延期", "只能在到期以前延期；提案人会收到新的期限。", "同意延期", "已延期。",
    handling_or_404,
    lambda obj, form, by, at: extending.extend(handling=obj, **form.cleaned_data, by=by, at=at),
    form=_extend_form, look="",
)  # fmt: skip
ASK_EXTENSION = PageAct(
    "handling-ask-extension", "handling.request_adjustment", "申请延期",
    "要在到期以前申请；交办单位同意以前，原来的期限照算。", "申请", "已申请，等交办单位答复。", handling_or_404,
    lambda obj, form, by, at: extending.ask_extension(handling=obj, **form.cleaned_data, by=by, at=at),
    form=forms.AskExtensionForm, look="",
)  # fmt: skip
REFUSE_EXTENSION = PageAct(
    "handling-refuse-extension", "handling.extend", "不同意延期", "单位会看到理由，期限不变。", "不同意", "已答复。",
    handling_or_404,
    lambda obj, form, by, at: extending.refuse_extension(
        handling=obj, reason=form.cleaned_data["reason"], by=by, at=at
    ),
    form=ReasonForm, look="",
)  # fmt: skip
PAPER = PageAct(
    "reply-paper", "reply.write", "代录纸质答复", "不上网的单位，照盖章的答复录入，附扫描件，不用逐条拆开。", "录入",
    "已录入，提案人会收到。", handling_or_404, _enter_paper, form=_paper_form, look="",
)  # fmt: skip
TO_CHECK = PageAct(
    "reply-to-check", "reply.write", "送审核", "审核通过以后再签发。", "送审核", "已送审核。", reply_or_404,
    lambda obj, _form, by, at: drafting.send_to_check(reply=obj, by=by, at=at), after=_reply_page,
)  # fmt: skip
PASS = PageAct(
    "reply-pass", "reply.check", "审核通过", "通过以后由单位签发。", "通过", "已通过，单位可以签发。", reply_or_404,
    lambda obj, _form, by, at: drafting.pass_check(reply=obj, by=by, at=at), after=_reply_page,
)  # fmt: skip
RETURN = PageAct(
    "reply-return", "reply.check", "审核退改", "请写明要改什么，单位会看到。", "退改", "已退改。", reply_or_404,
    lambda obj, form, by, at: drafting.return_from_check(
        reply=obj, reason=form.cleaned_data["reason"], by=by, at=at
    ),
    form=ReasonForm, look="danger", after=_reply_page,
)  # fmt: skip
CLASS = PageAct(
    "reply-class", "reply.check", "调整办理结果类别", "原来的类别和理由都留痕。", "调整", "类别已调整。", reply_or_404,
    lambda obj, form, by, at: replying.change_class(reply=obj, **form.cleaned_data, by=by, at=at),
    form=_class_form, look="", after=_reply_page,
)  # fmt: skip
SEALED = PageAct(
    "reply-sealed", "reply.issue", "上传盖章件", "打印、盖章、扫描后传回；再传一次就换成新的。", "上传", "已上传。",
    reply_or_404,
    lambda obj, form, by, at: replying.attach_sealed(reply=obj, scan=_kept(form, by, at), by=by, at=at),
    form=forms.SealedForm, look="", after=_reply_page,
)  # fmt: skip
CONFIRM_CONTACT = PageAct(
    "contact-confirm", "contact.answer", "确认面商记录", "属实就确认，以后不用再管。", "属实，确认", "已确认。",
    contact_or_404,
    lambda obj, _form, by, at: contacting.confirm_contact(record=obj, by=by, at=at),
)  # fmt: skip
OBJECT_TO_CONTACT = PageAct(
    "contact-object", "contact.answer", "对面商记录提出异议", "写一句话就行，提案委会了解情况。", "提出异议",
    "已转提案委。", contact_or_404,
    lambda obj, form, by, at: contacting.object_to_contact(
        record=obj, words=form.cleaned_data["words"], by=by, at=at
    ),
    form=forms.ObjectionForm, look="",
)  # fmt: skip
COUNT_CONTACT = PageAct(
    "contact-count", "contact.settle", "异议已了解，算作面商", "算作面商的，会标明未经提案人确认。", "算作面商",
    "已处理。", contact_or_404,
    lambda obj, _form, by, at: contacting.settle_objection(record=obj, counts=True, by=by, at=at),
)  # fmt: skip
DISMISS_CONTACT = PageAct(
    "contact-dismiss", "contact.settle", "异议成立，不算面商", "单位要再与提案人面商，才能签发答复。", "不算面商",
    "已处理，单位要再面商。", contact_or_404,
    lambda obj, _form, by, at: contacting.settle_objection(record=obj, counts=False, by=by, at=at), look="",
)  # fmt: skip

HANDLING_ACTS: tuple[PageAct[Handling], ...] = (
    SIGN, CONTACT, OPINION, COUNTERSIGN, FINISH, TAKE_BACK, ISSUE, REJECT, EXTEND, ASK_EXTENSION, REFUSE_EXTENSION,
    PAPER,
)  # fmt: skip
REPLY_ACTS: tuple[PageAct[Reply], ...] = (TO_CHECK, PASS, RETURN, CLASS, SEALED)
CONTACT_ACTS: tuple[PageAct[ContactRecord], ...] = (
    CONFIRM_CONTACT, OBJECT_TO_CONTACT, COUNT_CONTACT, DISMISS_CONTACT,
)  # fmt: skip
