"""The machine of a secret ballot."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import BallotState as S
from .models import Ballot

FEWEST_VOTERS = 3
"""Our decision: among fewer people the counts would tell who voted how."""


def _has_voters_and_items(ballot: Ballot) -> str | None:
    """有投票对象，投票人不少于3人"""
    if not ballot.items:
        return "还没有投票的对象，请先加上再开始投票。"
    if ballot.voters.count() < FEWEST_VOTERS:
        return f"投票人不到{FEWEST_VOTERS}人，无记名投票保不住秘密，请改用纸质表决或增加投票人。"
    return None


OPEN = Transition(
    "open_ballot", "开始投票", sources={S.PREPARED}, target=S.OPEN, permission="ballot.run", guard=_has_voters_and_items
)
CLOSE = Transition("close_ballot", "结束投票并计票", sources={S.OPEN}, target=S.CLOSED, permission="ballot.run")
VOID = Transition(
    "void_ballot", "作废", sources={S.PREPARED, S.OPEN, S.CLOSED}, target=S.VOID, permission="ballot.run",
    needs_reason=True,
)  # fmt: skip

BALLOT_MACHINE = Machine("ballot", S, (OPEN, CLOSE, VOID), initial=S.PREPARED)
