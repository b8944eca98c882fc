"""Which acts of review a proposal's page offers to the worn hat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps
from yizheng.kernel.workflow import Transition
from yizheng.ui.tags.marks import month_day

from ..enums import Outcome, ProposalState, ReasonCode, ReviewStage
from ..models import ConsentAsk, Conversion, Proposal, ReviewRecord
from ..queries.review import returns_of
from ..services import consenting
from ..workflow import proposals as table
from .offers import offer
from .sections import section

ROWS: tuple[tuple[Transition, str, str, str], ...] = (
    (table.FIRST_REVIEW, "review-one", "初审", "primary"),
    (table.SECOND_REVIEW, "review-one", "复审", "primary"),
    (table.PRECHECK, "precheck", "记预审意见", ""),
    (table.EDIT_TEXT, "edit-text", "文字修改", ""),
    (table.BACK_TO_FIRST, "back-to-first", "退回初审", ""),
    (table.RETURN, "return-for-change", "退回修改", ""),
    (table.MARK_COMPREHENSIVE, "mark-comprehensive", "定综合性提案", ""),
    (table.SPLIT, "split-proposal", "分案", ""),
    (table.ASK_MERGE, "ask-to-merge", "征求并案意见", ""),
    (table.ASK_CONVERSION, "ask-to-convert", "征求转送意见", ""),
    (table.ASK_WITHDRAWAL, "ask-to-withdraw", "申请撤案", ""),
)
"""Acts that hang on the state and the permission alone: row, address, word, look."""


@offer
@Asked
def review_acts(proposal: Proposal, actor: Actor) -> Steps[list[tuple[str, str, str]]]:
    """Offer what review can do now; what waits for an answer is offered once the answer is there."""
    asks = yield _asks(proposal, actor)
    return list(_open_now(proposal, actor, asks))


def _open_now(proposal: Proposal, actor: Actor, asks: list[ConsentAsk]) -> Iterator[tuple[str, str, str]]:
    open_kinds = {ask.kind for ask in asks if ask.agreed is None}
    for row, name, label, look in ROWS:
        waits = (row is table.ASK_WITHDRAWAL and "withdraw" in open_kinds) or (
            row is table.ASK_CONVERSION and "convert" in open_kinds
        )
        if not waits and proposal.state in row.sources and may(row.permission, actor, proposal):
            yield _url(name, proposal), label, look
    for ask in asks:
        yield from _of_ask(ask, proposal, actor)
    if may(table.MERGE.permission, actor, proposal) and _may_take_in(proposal):
        yield _url("merge-into", proposal), "并案", ""


def _of_ask(ask: ConsentAsk, proposal: Proposal, actor: Actor) -> Iterator[tuple[str, str, str]]:
    if ask.kind == "withdraw" and ask.agreed is None and may("proposal.withdraw", actor, proposal):
        yield _url("withdraw", proposal), "撤案", "danger"
        yield _url("refuse-withdrawal", proposal), "不同意撤案", ""
    if ask.kind != "withdraw" and ask.agreed is None and may("proposal.answer_consent", actor, proposal):
        yield address("proposal:consent", public_id=ask.public_id), _answer_label(ask, actor), "primary"
    if ask.kind == "convert" and ask.agreed and _may(table.CONVERT, proposal, actor):
        yield _url("convert", proposal), "转送", ""


def _answer_label(ask: ConsentAsk, actor: Actor) -> str:
    about = {"merge": "并案", "convert": "转送"}[ask.kind]
    return f"代录{about}答复" if may("proposal.review", actor) else f"答复是否同意{about}"


def _asks(proposal: Proposal, actor: Actor) -> QuerySet[ConsentAsk]:
    concerned = may("proposal.answer_consent", actor, proposal)
    return proposal.consent_asks.order_by("asked_at", "pk") if concerned else ConsentAsk.objects.none()


def _may_take_in(proposal: Proposal) -> bool:
    return proposal.state in table.TAKE_IN.sources and bool(consenting.agreed_others(proposal))


def _may(row: Transition, proposal: Proposal, actor: Actor) -> bool:
    return proposal.state in row.sources and may(row.permission, actor, proposal)


def _url(name: str, proposal: Proposal) -> str:
    return address(f"proposal:{name}", public_id=proposal.public_id)


@section
def review_result(proposal: Proposal, _actor: Actor) -> tuple[str, dict[str, Any]] | None:
    """Say to the proposer, who sees it in this state, what the review came to and why (handbook 5.3)."""
    words = _RESULTS.get(ProposalState(proposal.state))
    return ("proposal/review/card.html", {"result": words(proposal)}) if words else None


@section
@Asked
def own_precheck(proposal: Proposal, actor: Actor) -> Steps[tuple[str, dict[str, Any]] | None]:
    """Show to a convener what they themselves thought of it; what others thought is the office's."""
    if not actor.wears(Role.SECTOR_CONVENER):
        return None
    own = ReviewRecord.objects.filter(proposal=proposal, reviewer=actor.user_id, stage=ReviewStage.PRECHECK)
    rows = yield own.order_by("-id")
    facts = [(month_day(timezone.localdate(each.at)), _thought(each)) for each in rows]
    return ("proposal/keys/card.html", {"title": "我的预审意见", "facts": facts}) if facts else None


def _thought(row: ReviewRecord) -> str:
    reason = f"（{ReasonCode(row.reason_code).label}）" if row.reason_code else ""
    return f"{Outcome(row.outcome).label}{reason}{f'：{row.opinion}' if row.opinion else ''}"


def _not_filed(proposal: Proposal) -> str:
    reason = ReasonCode(proposal.review_reason_code).label if proposal.review_reason_code else "不符合立案标准"
    return f"不予立案：{reason}。内容可以转作社情民意信息或送有关部门参阅，请与提案委联系。"


def _returned(proposal: Proposal) -> str:
    last = returns_of(proposal).first()
    due = proposal.revise_by
    until = f"请在{month_day(due)}前改好再交。" if due else "请改好再交。"
    return f"退回修改：{last.opinion.rstrip('。')}。{until}" if last else until


def _converted(proposal: Proposal) -> str:
    made = Conversion.objects.filter(proposal=proposal).first()
    if made is None:
        return "已转送，不再作为提案办理。"
    return f"已{made.get_kind_display()}{f'，送{made.sent_to}' if made.sent_to else ''}，不再作为提案办理。"


_RESULTS = {
    ProposalState.NOT_FILED: _not_filed,
    ProposalState.RETURNED: _returned,
    ProposalState.CONVERTED: _converted,
}
