"""The acts on one proposal under review, each a row of `PageAct`."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.ui.forms import ReasonForm

from ..enums import ConversionKind
from ..forms.review import (
    AnswerForm,
    AskToConvertForm,
    AskToMergeForm,
    ComprehensiveForm,
    ConvertForm,
    EditForm,
    PrecheckForm,
    SplitForm,
    WithdrawalForm,
)
from ..models import ConsentAsk, Proposal
from ..services import consenting, joining, reviewing
from ..showing import review as showing
from ..subjects.reviewing import asks_visible_to
from .acting import PageAct
from .asking import proposal_or_404


def _one(proposal: Proposal) -> str:
    return address("proposal:review-one", public_id=proposal.public_id)


def ask_or_404(actor: Actor, public_id: UUID) -> ConsentAsk:
    """Return a question of consent the person may see; any other does not exist for them."""
    return get_object_or_404(asks_visible_to(actor).select_related("proposal", "target"), public_id=public_id)


def _precheck(proposal: Proposal, form: Any, by: Actor, at: datetime) -> object:
    return reviewing.precheck(proposal=proposal, opinion=form.as_opinion(), by=by, at=at)


def _back(proposal: Proposal, form: Any, by: Actor, at: datetime) -> object:
    return reviewing.back_to_first(proposal=proposal, reason=form.cleaned_data["reason"], by=by, at=at)


def _return(proposal: Proposal, form: Any, by: Actor, at: datetime) -> object:
    return reviewing.return_for_change(proposal=proposal, reason=form.cleaned_data["reason"], by=by, at=at)


def _edit_form(request: HttpRequest, proposal: Proposal) -> EditForm:
    text = reviewing.wording_of(proposal)
    first = {
        "title": text.title, "background": text.background, "analysis": text.analysis,
        "suggestions": "\n".join(text.suggestions),
    }  # fmt: skip
    return EditForm(request.POST or None, initial=first)


def _edit(proposal: Proposal, form: Any, by: Actor, at: datetime) -> object:
    reason = form.cleaned_data["reason"]
    return reviewing.edit_text(proposal=proposal, wording=form.wording(), reason=reason, by=by, at=at)


def _split(proposal: Proposal, form: Any, by: Actor, at: datetime) -> object:
    given = form.cleaned_data
    return joining.split(
        proposal=proposal, titles=given["titles"].splitlines(), reason=given["reason"], by=by, at=at
    )  # fmt: skip


def _merge_form(request: HttpRequest, proposal: Proposal) -> AskToMergeForm:
    first = {"numbers": request.GET.get("with", "")[:200]}
    return AskToMergeForm(request.POST or None, main=proposal, initial=first)


def _ask_merge(proposal: Proposal, form: Any, by: Actor, at: datetime) -> object:
    words = form.cleaned_data["words"]
    return consenting.ask_to_merge(main=proposal, others=form.others(), words=words, by=by, at=at)


def _merge(proposal: Proposal, _form: Any, by: Actor, at: datetime) -> object:
    return joining.merge(main=proposal, others=consenting.agreed_others(proposal), by=by, at=at)


def _ask_merge_context(proposal: Proposal, actor: Actor) -> dict[str, Any]:
    return showing.similar_parts(proposal, actor)


def _merge_context(proposal: Proposal, _actor: Actor) -> dict[str, Any]:
    return {"others": consenting.agreed_others(proposal)}


def _ask_convert(proposal: Proposal, form: Any, by: Actor, at: datetime) -> object:
    given = form.cleaned_data
    return consenting.ask_to_convert(
        proposal=proposal, conversion=ConversionKind(given["conversion"]), words=given["words"], by=by, at=at
    )


def _convert_form(request: HttpRequest, proposal: Proposal) -> ConvertForm:
    ask = consenting.last_ask(proposal, consenting.CONVERT)
    return ConvertForm(request.POST or None, initial={"kind": ask.conversion if ask else ""})


def _convert(proposal: Proposal, form: Any, by: Actor, at: datetime) -> object:
    given = form.cleaned_data
    return joining.convert(
        proposal=proposal, kind=ConversionKind(given["kind"]), sent_to=given["sent_to"], note=given["note"],
        by=by, at=at,
    )  # fmt: skip


def _ask_withdrawal(proposal: Proposal, form: Any, by: Actor, at: datetime) -> object:
    on_paper = may("proposal.withdraw", by, proposal)
    return consenting.ask_to_withdraw(
        proposal=proposal, reason=form.cleaned_data["reason"], by=by, at=at, is_paper=on_paper
    )


def _withdraw_form(request: HttpRequest, proposal: Proposal) -> WithdrawalForm:
    ask = consenting.last_ask(proposal, consenting.WITHDRAW)
    return WithdrawalForm(request.POST or None, initial={"reason": ask.words if ask else ""})


def _withdraw(proposal: Proposal, form: Any, by: Actor, at: datetime) -> object:
    return joining.withdraw(proposal=proposal, reason=form.cleaned_data["reason"], by=by, at=at)


def _refuse(proposal: Proposal, form: Any, by: Actor, at: datetime) -> object:
    return consenting.refuse_withdrawal(proposal=proposal, reason=form.cleaned_data["reason"], by=by, at=at)


def _answer(ask: ConsentAsk, form: Any, by: Actor, at: datetime) -> object:
    agreed = form.cleaned_data["agreed"] == "yes"
    return consenting.answer(ask=ask, agreed=agreed, by=by, at=at, is_paper=may("proposal.review", by))


def _answer_context(ask: ConsentAsk, actor: Actor) -> dict[str, Any]:
    return {"ask": ask, "for_clerk": may("proposal.review", actor)}


PRECHECK: PageAct[Proposal] = PageAct(
    name="precheck", permission="proposal.precheck", title="记预审意见",
    text="界别召集人或大会提案组先看的意见记在这里，供初审参考；提案状态不变，提案人和别的委员看不到。",
    label="记下来", said="预审意见已记下。", find=proposal_or_404, perform=_precheck, form=PrecheckForm,
)  # fmt: skip
BACK = PageAct(
    name="back-to-first", permission="proposal.second_review", title="退回初审",
    text="请初审的同事重新看，写明哪里不对。", label="退回初审", said="已退回初审。", find=proposal_or_404,
    perform=_back, form=ReasonForm, after=_one,
)  # fmt: skip
RETURN = PageAct(
    name="return-for-change", permission="proposal.review", title="退回修改",
    text="提案人会收到您写的理由和修改的期限；来件号不变。", label="退回修改", said="已退回，提案人会收到通知。",
    find=proposal_or_404, perform=_return, form=ReasonForm, after=_one,
)  # fmt: skip
EDIT = PageAct(
    name="edit-text", permission="proposal.review", title="文字修改",
    text="改过的文字另存一版，原来的一版留着对照；复审以后再改的，要再复审一次。", label="保存这一版",
    said="已存为新的一版。", find=proposal_or_404, perform=_edit, form=_edit_form, after=_one,
)  # fmt: skip
SPLIT = PageAct(
    name="split-proposal", permission="proposal.review", title="分案",
    text="一事一案：原件退回修改，分出来的几件放进提案人的草稿。", label="分案", said="已分案，提案人会收到通知。",
    find=proposal_or_404, perform=_split, form=SplitForm, after=_one,
)  # fmt: skip
ASK_MERGE = PageAct(
    name="ask-to-merge", permission="proposal.review", title="征求并案意见",
    text="以这一件为主提案。几位第一提案人都同意以后才能并案。", label="征求意见", said="已征求，等第一提案人答复。",
    find=proposal_or_404, perform=_ask_merge, form=_merge_form, after=_one,
    template="proposal/review/ask_merge.html", context=_ask_merge_context,
)  # fmt: skip
MERGE = PageAct(
    name="merge-into", permission="proposal.decide", title="并案",
    text="下面几件的第一提案人都已同意并入这一件。并案后用这一件的编号，提案人都列为提案者，答复和评价都在这一件上。",
    label="并案", said="已并案，提案人会收到通知。", find=proposal_or_404, perform=_merge,
    template="proposal/review/merge.html", context=_merge_context,
)  # fmt: skip
ASK_CONVERT = PageAct(
    name="ask-to-convert", permission="proposal.review", title="征求转送意见",
    text="不作提案办理的内容，提案人同意后可以转作别的。", label="征求意见", said="已征求，等提案人答复。",
    find=proposal_or_404, perform=_ask_convert, form=AskToConvertForm, after=_one,
)  # fmt: skip
CONVERT = PageAct(
    name="convert", permission="proposal.decide", title="转送",
    text="转送以后计入收到，不计入立案和办理；来龙去脉里留有联系。", label="转送", said="已转送，提案人会收到通知。",
    find=proposal_or_404, perform=_convert, form=_convert_form,
)  # fmt: skip
ASK_WITHDRAWAL = PageAct(
    name="ask-to-withdraw", permission="proposal.ask_withdrawal", title="申请撤案",
    text="申请交给提案委办理；联名人会收到通知。纸质申请由提案委在这里录入。", label="提交申请",
    said="申请已交给提案委。", find=proposal_or_404, perform=_ask_withdrawal, form=WithdrawalForm,
)  # fmt: skip
WITHDRAW = PageAct(
    name="withdraw", permission="proposal.withdraw", title="撤案",
    text="撤案后编号保留，不再计入立案；已交办的，承办单位会收到停办通知，督办和没有兑现的承诺随之终止。",
    label="撤案", said="已撤案。",
    find=proposal_or_404, perform=_withdraw, form=_withdraw_form, look="danger",
)  # fmt: skip
REFUSE = PageAct(
    name="refuse-withdrawal", permission="proposal.withdraw", title="不同意撤案",
    text="提案照常办理，提案人会收到通知。", label="不同意撤案", said="已答复提案人。", find=proposal_or_404,
    perform=_refuse, form=ReasonForm,
)  # fmt: skip
ANSWER = PageAct(
    name="consent", permission="proposal.read", title="答复征求意见", text="", label="就这样答复", said="已答复。",
    find=ask_or_404, perform=_answer, form=AnswerForm, template="proposal/review/consent.html",
    context=_answer_context, after=lambda ask: address("proposal:proposal", public_id=ask.proposal.public_id),
)  # fmt: skip
COMPREHENSIVE = PageAct(
    name="mark-comprehensive", permission="proposal.review", title="定综合性提案",
    text="交办以前可以改。综合性提案在列表里能单独筛出来，统计里单列。", label="就这样定", said="已定。",
    find=proposal_or_404,
    perform=lambda proposal, form, by, at: reviewing.mark_comprehensive(
        proposal=proposal, is_comprehensive=form.cleaned_data["is_comprehensive"], by=by, at=at
    ),
    form=lambda request, proposal: ComprehensiveForm(
        request.POST if request.method == "POST" else None, proposal=proposal
    ),
)  # fmt: skip
ACTS = (
    COMPREHENSIVE, PRECHECK, BACK, RETURN, EDIT, SPLIT, ASK_MERGE, MERGE, ASK_CONVERT, CONVERT, ASK_WITHDRAWAL,
    WITHDRAW, REFUSE,
)  # fmt: skip
