"""The office's acts on a proposal after its replies: redo, close, settle, handle again, carry over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps
from yizheng.org.configuration import value
from yizheng.ui.forms import ReasonForm

from .. import keys
from ..enums import ProposalState, ReplyKind, ReplyState
from ..forms import following as forms
from ..models import Handling, Proposal, Reply
from ..queries import following as queries_following
from ..services import redoing, tracking
from .acting import PageAct, url_of
from .asking import proposal_or_404
from .offers import offer
from .sections import section


def _redo_form(request: HttpRequest, proposal: Proposal) -> forms.UnitsForm:
    handlings = [each.handling for each in redoing.dissatisfied_replies(proposal)]
    return forms.UnitsForm(request.POST or None, handlings=handlings)


def _again_form(request: HttpRequest, proposal: Proposal) -> forms.UnitsForm:
    return forms.UnitsForm(request.POST or None, handlings=_answering(proposal))


def _answering(proposal: Proposal) -> list[Handling]:
    return list(queries_following.answering_of([proposal]).filter(state="issued"))


def _redo(proposal: Proposal, form: Any, by: Actor, at: datetime) -> Proposal:
    return redoing.order_redo(proposal=proposal, chosen=form.chosen(), reason=form.cleaned_data["reason"], by=by, at=at)


def _again(proposal: Proposal, form: Any, by: Actor, at: datetime) -> Proposal:
    return redoing.handle_again(
        proposal=proposal, chosen=form.chosen(), reason=form.cleaned_data["reason"], by=by, at=at
    )


def _dispute(proposal: Proposal, form: Any, by: Actor, at: datetime) -> Proposal:
    return redoing.close_disputed(proposal=proposal, note=form.cleaned_data["reason"], by=by, at=at)


def _settle(proposal: Proposal, _form: Any, by: Actor, at: datetime) -> Proposal:
    return tracking.settle_tracking(proposal=proposal, by=by, at=at)


REDO = PageAct(
    "order-redo", "proposal.order_redo", "要求重新办理",
    "只有评为不满意、经核实的单位重新办理；单位负责人要参加面商，期限重新计算。", "要求重新办理",
    "已要求重新办理，单位会收到通知。",
    proposal_or_404, _redo, form=_redo_form,
)  # fmt: skip
DISPUTE = PageAct(
    "close-disputed", "proposal.order_redo", "作有异议办结",
    "办理轮数已满、提案人仍不满意的，写明情况后办结；提案人的意见一并留存。", "办结（有异议）", "已作有异议办结。",
    proposal_or_404, _dispute, form=ReasonForm, look="danger",
)  # fmt: skip
SETTLE = PageAct(
    "settle", "proposal.track", "记为已落实", "每一项承诺都核实过、没有欠着的二次答复，才能记为落实。",
    "记为已落实", "已记为落实。",
    proposal_or_404, _settle,
)  # fmt: skip
AGAIN = PageAct(
    "handle-again", "proposal.order_redo", "再次办理", "跨年仍没有落实的，可以交原单位再次办理、重新答复。", "再次办理",
    "已交单位再次办理。", proposal_or_404, _again, form=_again_form,
)  # fmt: skip
FOLLOWING_ACTS = (REDO, DISPUTE, SETTLE, AGAIN)

_WHEN: dict[str, tuple[PageAct[Proposal], ...]] = {
    ProposalState.TRACKING: (SETTLE,),
    ProposalState.CARRIED: (SETTLE, AGAIN),
}


@offer
@Asked
def following_acts(proposal: Proposal, actor: Actor) -> Steps[list[tuple[str, str, str]]]:
    """Name what the office may do with a replied or tracked proposal, and the ratings one may still give."""
    acts = _WHEN.get(proposal.state, ())
    if proposal.state == ProposalState.REPLIED and may(REDO.permission, actor, proposal):
        acts = yield from _after_objection(proposal)
    buttons = [
        (url_of(each, proposal), each.label, each.look) for each in acts if may(each.permission, actor, proposal)
    ]
    asked = yield from _own_questions(proposal, actor)
    return [*buttons, *asked]


def _after_objection(proposal: Proposal) -> Steps[tuple[PageAct[Proposal], ...]]:
    objected = yield from redoing.dissatisfied_replies.steps(proposal)
    if not objected:
        return ()
    is_last = proposal.round >= value(keys.MAX_ROUNDS, on=timezone.localdate())
    return (DISPUTE,) if is_last else (REDO,)


def _own_questions(proposal: Proposal, actor: Actor) -> Steps[list[tuple[str, str, str]]]:
    if actor.wears("proposal_clerk") or proposal.replied_on is None:
        return []
    rows = yield queries_following.feedback_listed(actor).filter(proposal=proposal).order_by("id")
    return [
        (address("proposal:feedback", public_id=row.public_id), f"评价：{row.reply.handling.unit}", "primary")
        for row in rows
        if may("feedback.give", actor, row)
        and (row.state == "asked" or (row.implementation_asked_on and not row.implementation_rating))
    ]


@section
@Asked
def second_replies(proposal: Proposal, actor: Actor) -> Steps[tuple[str, dict[str, Any]] | None]:
    """Show when second replies are due, and what they said."""
    if proposal.state not in (ProposalState.TRACKING, ProposalState.CARRIED, ProposalState.SETTLED):
        return None
    letters = Reply.objects.filter(handling__proposal=proposal, kind=ReplyKind.SECOND, state=ReplyState.ISSUED)
    answering, rows = yield (
        queries_following.answering_of([proposal]),
        letters.select_related("handling__unit").order_by("sent_on", "id"),
    )
    found = [
        {"handling": each, "url": second_url(each), "may_write": may("handling.issue", actor, each)}
        for each in answering
        if each.second_due_on
    ]
    return ("proposal/following/second_replies.html", {"letters": rows, "due": found}) if rows or found else None


def second_url(handling: Handling) -> str:
    """Return where a second reply is written."""
    return address("proposal:second-reply", public_id=handling.public_id)
