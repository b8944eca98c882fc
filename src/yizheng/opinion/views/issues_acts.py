"""The acts on one issue, a row each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.workflow import Transition

from ..enums import IssueState
from ..models import OpinionIssue
from ..services import issuing, laying_out
from ..workflow import issues as table
from .acting import PageAct, ReasonForm, url_of
from .asking import issue_or_404
from .editor_acts import paper_form, signer_form
from .offers import Offered


def _enter_paper(issue: OpinionIssue, form: Any, by: Actor, at: datetime) -> None:
    paper, given = form.paper(), form.cleaned_data
    if given["agreed"] == "yes":
        issuing.record_signature(issue=issue, paper=paper, by=by, at=at)
    else:
        laying_out.record_refusal(issue=issue, paper=paper, reason=given["reason"], by=by, at=at)


def _list(_issue: OpinionIssue) -> str:
    """Sent back, an issue is no longer its signer's to see."""
    return address("opinion:issues")


SEND_TO_SIGN = PageAct(
    "send-issue-to-sign", "issue.lay_out", "送签",
    "签发时一并编号，编号不断不重。签发人可以在手机上签，也可以打印签发单签。", "送签", "已送签。", issue_or_404,
    lambda issue, form, by, at: laying_out.send_to_sign(issue=issue, signer=form.chosen(), by=by, at=at),
    form=signer_form,
)  # fmt: skip
SIGN = PageAct(
    "sign-issue", "issue.sign", "签发",
    "签发以后编号、编发，各位作者会收到采用通知。", "签发", "已签发编号。", issue_or_404,
    lambda issue, _form, by, at: issuing.issue(issue=issue, by=by, at=at),
)  # fmt: skip
SIGN_ON_PAPER = PageAct(
    "record-issue-signature", "opinion.record_signature", "录入纸质签发",
    "领导在签发单上签的，由您录入；台账里签发人和录入人都留名。", "录入", "已录入。", issue_or_404, _enter_paper,
    form=paper_form,
)  # fmt: skip
SEND_BACK = PageAct(
    "send-back-issue", "issue.sign", "退回修改",
    "写明改什么，信息科改好后再送签。", "退回", "已退回信息科。", issue_or_404,
    lambda issue, form, by, at: laying_out.send_back(issue=issue, reason=form.cleaned_data["reason"], by=by, at=at),
    form=ReasonForm, look="danger", after=_list,
)  # fmt: skip
RECALL = PageAct(
    "recall-issue", "issue.recall", "收回这一期",
    "收回以后，报送的领导不再看到；期号作废不再用。没有转办、上报的稿件回到待编发。", "收回", "已收回。", issue_or_404,
    lambda issue, form, by, at: issuing.recall(issue=issue, reason=form.cleaned_data["reason"], by=by, at=at),
    form=ReasonForm, look="danger",
)  # fmt: skip
ACTS: tuple[PageAct[Any], ...] = (SEND_TO_SIGN, SIGN, SIGN_ON_PAPER, SEND_BACK, RECALL)
ROWS: tuple[tuple[Transition, PageAct[Any], str, str], ...] = (
    (table.SEND_TO_SIGN, SEND_TO_SIGN, "送签", "primary"),
    (table.ISSUE, SIGN_ON_PAPER, "录入纸质签发", "primary"),
    (table.SEND_BACK, SEND_BACK, "退回修改", ""),
    (table.RECALL, RECALL, "收回", "danger"),
)


def buttons_of(issue: OpinionIssue, actor: Actor) -> list[Offered]:
    """Return what the worn hat can do with an issue now."""
    return list(_buttons(issue, actor))


def _buttons(issue: OpinionIssue, actor: Actor) -> Iterator[Offered]:
    for row, page, label, look in ROWS:
        if issue.state in row.sources and may(page.permission, actor, issue):
            yield Offered(url_of(page, issue), label, look)
    if issue.state == IssueState.LAID_OUT and may("issue.lay_out", actor, issue):
        yield Offered(address("opinion:lay-out", public_id=issue.public_id), "编排", "")
