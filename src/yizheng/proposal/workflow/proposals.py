"""The machine of a proposal (handbook 5.4, 5.5)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..enums import ProposalState as S
from ..models import Proposal

UNDER_REVIEW = {S.SUBMITTED, S.FIRST_REVIEWED}
BEFORE_ASSIGNMENT = {S.SUBMITTED, S.RETURNED, S.FIRST_REVIEWED, S.FILED, S.PRE_ASSIGNED}
WITH_UNITS = {S.ASSIGNED, S.HANDLING, S.REDO}


def _was_read_twice(proposal: Proposal) -> str | None:
    """最近一次初审、最近一次改文字以后复审过"""
    second = proposal.reviews.filter(stage="second", at__gte=proposal.submitted_at).order_by("-id").first()
    first = proposal.reviews.filter(stage="first").order_by("-id").first()
    if second is None or (first is not None and first.pk > second.pk):
        return "还没有复审。请由另一个人复审以后再立案。"
    if proposal.versions.filter(made_at__gt=second.at).exists():
        return "复审以后文字又改过，请再复审一次。"
    return None


def _has_number_and_units(proposal: Proposal) -> str | None:
    """编了号，拟了承办单位"""
    if proposal.filed_no is None:
        return "还没有提案编号。请先编号，再预交办。"
    if not proposal.planned.exclude(source="proposer").exists():
        return "还没有拟承办单位。请先定单位，再预交办。"
    return None


def _proposer_agreed_to_convert(proposal: Proposal) -> str | None:
    """提案人同意转送"""
    ask = proposal.consent_asks.filter(kind="convert").order_by("-asked_at").first()
    if ask is None:
        return "还没有征求提案人意见。请先征求同意，再转送。"
    if ask.agreed is not True:
        return "提案人还没有同意转送。" if ask.agreed is None else "提案人不同意转送，请改作其他处理。"
    return None


def _has_a_main_one(proposal: Proposal) -> str | None:
    """没有别的提案并入这一件"""
    if proposal.merged.exists():
        return "这一件是并案的主提案，不能再并入别的提案；请以它为主并案。"
    return None


def _answers_are_all_there(proposal: Proposal) -> str | None:
    """每个答复单位都已答复"""
    answering = proposal.handlings.filter(role__in=["sole", "host", "separate"]).exclude(
        state__in=["reassigned", "stopped"]
    )
    if not answering.exists() or answering.exclude(state="issued").exists():
        return "还有单位没有答复。"
    return None


INVITE = Transition(
    "invite_cosigners", "邀请联名", sources={S.DRAFT, S.COSIGNING}, target=S.COSIGNING, permission="proposal.write"
)
SUBMIT = Transition("submit", "提交", sources={S.DRAFT, S.COSIGNING}, target=S.SUBMITTED, permission="proposal.submit")
RESUBMIT = Transition("resubmit", "修改后提交", sources={S.RETURNED}, target=S.SUBMITTED, permission="proposal.submit")
RETURN = Transition(
    "return_for_change", "退回修改", sources=UNDER_REVIEW, target=S.RETURNED, permission="proposal.review",
    needs_reason=True,
)  # fmt: skip
EDIT_TEXT = Transition(
    "edit_text", "文字修改", sources=UNDER_REVIEW, target=None, permission="proposal.review", needs_reason=True
)
PRECHECK = Transition("precheck", "预审", sources={S.SUBMITTED}, target=None, permission="proposal.precheck")
FIRST_REVIEW = Transition(
    "first_review", "初审", sources={S.SUBMITTED}, target=S.FIRST_REVIEWED, permission="proposal.review"
)
SECOND_REVIEW = Transition(
    "second_review", "复审", sources={S.FIRST_REVIEWED}, target=None, permission="proposal.second_review"
)
BACK_TO_FIRST = Transition(
    "back_to_first_review", "退回初审", sources={S.FIRST_REVIEWED}, target=S.SUBMITTED,
    permission="proposal.second_review", needs_reason=True,
)  # fmt: skip
FILE = Transition(
    "file", "立案", sources={S.FIRST_REVIEWED}, target=S.FILED, permission="proposal.decide", guard=_was_read_twice
)
NOT_FILE = Transition(
    "not_file", "不予立案", sources={S.FIRST_REVIEWED}, target=S.NOT_FILED, permission="proposal.decide",
    guard=_was_read_twice,
)  # fmt: skip
CONVERT = Transition(
    "convert", "转送", sources={S.FIRST_REVIEWED, S.NOT_FILED}, target=S.CONVERTED, permission="proposal.decide",
    guard=_proposer_agreed_to_convert,
)  # fmt: skip
MERGE = Transition(
    "merge", "并案", sources={S.FIRST_REVIEWED, S.FILED}, target=S.MERGED, permission="proposal.decide",
    guard=_has_a_main_one,
)  # fmt: skip
TAKE_IN = Transition(
    "take_in", "并入其他提案", sources={S.FIRST_REVIEWED, S.FILED}, target=None, permission="proposal.decide"
)
SPLIT = Transition(
    "split", "分案", sources=UNDER_REVIEW, target=S.RETURNED, permission="proposal.review", needs_reason=True
)
GIVE_NUMBER = Transition(
    "give_filed_number", "编提案号", sources={S.FILED}, target=None, permission="proposal.give_numbers"
)
PLAN_UNITS = Transition(
    "plan_units", "拟承办单位", sources={S.FIRST_REVIEWED, S.FILED, S.PRE_ASSIGNED}, target=None,
    permission="proposal.plan_units",
)  # fmt: skip
MARK_COMPREHENSIVE = Transition(
    "mark_comprehensive", "定综合性提案", sources={S.FIRST_REVIEWED, S.FILED, S.PRE_ASSIGNED}, target=None,
    permission="proposal.review",
)  # fmt: skip
PRE_ASSIGN = Transition(
    "pre_assign", "预交办", sources={S.FILED}, target=S.PRE_ASSIGNED, permission="proposal.pre_assign",
    guard=_has_number_and_units,
)  # fmt: skip
BACK_TO_FILED = Transition(
    "take_back_pre_assignment", "撤回预交办", sources={S.PRE_ASSIGNED}, target=S.FILED,
    permission="proposal.pre_assign", needs_reason=True,
)  # fmt: skip
ASSIGN = Transition("assign", "交办", sources={S.PRE_ASSIGNED}, target=S.ASSIGNED, permission="proposal.assign")
WITHDRAW = Transition(
    "withdraw", "撤案", sources=BEFORE_ASSIGNMENT, target=S.WITHDRAWN, permission="proposal.withdraw",
    needs_reason=True,
)  # fmt: skip
WITHDRAW_ASSIGNED = Transition(
    "withdraw_assigned", "交办后撤案", sources=WITH_UNITS, target=S.WITHDRAWN,
    permission="proposal.withdraw_assigned", needs_reason=True,
)  # fmt: skip
ASK_MERGE = Transition(
    "ask_to_merge", "征求并案意见", sources={S.FIRST_REVIEWED, S.FILED}, target=None, permission="proposal.review"
)
ASK_CONVERSION = Transition(
    "ask_to_convert", "征求转送意见", sources={S.FIRST_REVIEWED, S.NOT_FILED}, target=None,
    permission="proposal.review",
)  # fmt: skip
ANSWER_CONSENT = Transition(
    "answer_consent", "答复征求意见", sources={S.FIRST_REVIEWED, S.FILED, S.NOT_FILED}, target=None,
    permission="proposal.answer_consent",
)  # fmt: skip
ASK_WITHDRAWAL = Transition(
    "ask_to_withdraw", "申请撤案", sources=BEFORE_ASSIGNMENT | WITH_UNITS, target=None,
    permission="proposal.ask_withdrawal", needs_reason=True,
)  # fmt: skip
REFUSE_WITHDRAWAL = Transition(
    "refuse_withdrawal", "不同意撤案", sources=BEFORE_ASSIGNMENT | WITH_UNITS | {S.REPLIED}, target=None,
    permission="proposal.withdraw", needs_reason=True,
)  # fmt: skip
START_HANDLING = Transition(
    "start_handling", "开始办理", sources={S.ASSIGNED}, target=S.HANDLING, permission="proposal.follow_handling"
)
NOTE_REPLIED = Transition(
    "note_replied", "全部答复", sources={S.ASSIGNED, S.HANDLING, S.REDO}, target=S.REPLIED,
    permission="proposal.follow_handling", guard=_answers_are_all_there,
)  # fmt: skip
BACK_TO_HANDLING = Transition(
    "back_to_handling", "退回办理", sources={S.REPLIED}, target=S.HANDLING, permission="proposal.follow_handling",
    needs_reason=True,
)  # fmt: skip
ORDER_REDO = Transition(
    "order_redo", "要求重新办理", sources={S.REPLIED}, target=S.REDO, permission="proposal.order_redo",
    needs_reason=True,
)  # fmt: skip
CLOSE = Transition("close", "办结", sources={S.REPLIED}, target=S.CLOSED, permission="proposal.close")
CLOSE_DISPUTED = Transition(
    "close_disputed", "有异议办结", sources={S.REPLIED}, target=S.CLOSED_DISPUTED,
    permission="proposal.order_redo", needs_reason=True,
)  # fmt: skip
TRACK = Transition("track", "转入跟踪", sources={S.CLOSED}, target=S.TRACKING, permission="proposal.close")
SETTLE = Transition("settle", "落实", sources={S.TRACKING, S.CARRIED}, target=S.SETTLED, permission="proposal.track")
CARRY = Transition("carry", "转下年跟踪", sources={S.TRACKING}, target=S.CARRIED, permission="proposal.track")
HANDLE_AGAIN = Transition(
    "handle_again", "再次办理", sources={S.CARRIED}, target=S.REDO, permission="proposal.order_redo",
    needs_reason=True,
)  # fmt: skip
SHARE = Transition(
    "share_with_members", "委员可见",
    sources={S.FILED, S.PRE_ASSIGNED, S.ASSIGNED, S.HANDLING, S.REPLIED, S.REDO, S.CLOSED, S.TRACKING, S.SETTLED},
    target=None, permission="proposal.review",
)  # fmt: skip

PROPOSAL_MACHINE = Machine(
    "proposal",
    S,
    (
        INVITE, SUBMIT, RESUBMIT, RETURN, EDIT_TEXT, PRECHECK, FIRST_REVIEW, SECOND_REVIEW, BACK_TO_FIRST, FILE,
        NOT_FILE, CONVERT, MERGE, TAKE_IN, SPLIT, GIVE_NUMBER, PLAN_UNITS, MARK_COMPREHENSIVE, PRE_ASSIGN,
        BACK_TO_FILED, ASSIGN, WITHDRAW,
        WITHDRAW_ASSIGNED, START_HANDLING, NOTE_REPLIED, BACK_TO_HANDLING, ORDER_REDO, CLOSE, CLOSE_DISPUTED,
        TRACK, SETTLE, CARRY, HANDLE_AGAIN, SHARE, ASK_MERGE, ASK_CONVERSION, ANSWER_CONSENT, ASK_WITHDRAWAL,
        REFUSE_WITHDRAWAL,
    ),
    initial=S.DRAFT,
)  # fmt: skip

TERMINAL = (S.NOT_FILED, S.CONVERTED, S.MERGED, S.WITHDRAWN, S.CLOSED_DISPUTED, S.SETTLED)
"""States nothing leads out of, but for the conversion of what was not filed."""
