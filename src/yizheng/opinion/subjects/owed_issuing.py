"""Who owes a piece its text, its signature, its issue."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.subjects import Owed

from ..enums import IssueState, OpinionState
from ..models import Opinion, OpinionIssue


def issuing_owed(opinion: Opinion) -> Iterator[Owed]:
    """The editors owe a piece its text, the signer the signature, the editors an issue."""
    if opinion.state == OpinionState.EDITING:
        yield Owed("edit_opinion", "编辑", role=Role.OPINION_CLERK, note=opinion.get_urgency_display())
    if opinion.state == OpinionState.SIGNING:
        yield _signature("sign_opinion", "审签", opinion.signer_user_id)
    if opinion.state == OpinionState.APPROVED:
        yield Owed("issue_opinion", "编发", role=Role.OPINION_CLERK, note=opinion.get_urgency_display())


def issue_owed(issue: OpinionIssue) -> Iterator[Owed]:
    """The signer owes an issue the signature."""
    if issue.state == IssueState.SIGNING:
        yield _signature("sign_issue", "签发", issue.signer_user_id)


def _signature(act: str, label: str, user_id: int | None) -> Owed:
    """A signer without a login signs on paper: the office follows it."""
    if user_id is None:
        return Owed(act, label, role=Role.OPINION_CLERK)
    return Owed(act, label, user_id=user_id)
