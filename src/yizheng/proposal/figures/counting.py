"""
What the figures of proposals count, each a condition over `Proposal` (handbook 5.11).

Every page, paper, report and export counts by these, and every number opens the list of the same condition.
What was received is cut into the parts of `PARTS` by state, so that they always sum to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from yizheng.kernel.together import Asked, Steps, totals

from ..enums import ProposalState
from ..models import Proposal
from ..queries import EVER_FILED, PRIVATE

S = ProposalState


@dataclass(frozen=True)
class Counted:
    """
    One figure: its code, its word, what is counted, and the filter of the list of proposals that shows just that.

    `query` is what stands behind the question mark of the list's address; empty where no list shows just that.
    """

    code: str
    label: str
    condition: Q
    query: str = ""


def _in(code: str, label: str, query: str, *states: ProposalState) -> Counted:
    return Counted(code, label, Q(state__in=[state.value for state in states]), query)


RECEIVED = Counted("received", "收到", ~Q(state__in=[state.value for state in PRIVATE]), "group=received")
FILED = _in("filed", "立案", "group=filed", *EVER_FILED)
NOT_FILED = _in("not_filed", "不予立案", "state=not_filed", S.NOT_FILED)
CONVERTED = _in("converted", "转送", "state=converted", S.CONVERTED)
MERGED_AWAY = _in("merged", "并案", "state=merged", S.MERGED)
WITHDRAWN = _in("withdrawn", "撤案", "state=withdrawn", S.WITHDRAWN)
IN_REVIEW = _in("in_review", "仍在审查中", "group=reviewing", S.SUBMITTED, S.RETURNED, S.FIRST_REVIEWED)

PARTS = (FILED, NOT_FILED, CONVERTED, MERGED_AWAY, WITHDRAWN, IN_REVIEW)
"""Received is exactly the sum of these: each state that is not private stands in one of them."""

REVIEWED = Counted("reviewed", "已审查", RECEIVED.condition & ~IN_REVIEW.condition)
RETURNED = _in("returned", "退回修改中", "state=returned", S.RETURNED)
NUMBERED = Counted("numbered", "已编号", FILED.condition & Q(filed_no__isnull=False))
TO_NUMBER = Counted("to_number", "待编号", Q(state=S.FILED.value, filed_no__isnull=True))


def _from(code: str, label: str) -> Counted:
    condition = RECEIVED.condition & Q(proposer_kind=code)
    return Counted(code, label, condition, f"group=received&proposer={code}")


COLLECTIVE, JOINT, INDIVIDUAL = (
    _from("collective", "集体提案"), _from("joint", "联名提案"), _from("individual", "个人提案"),
)  # fmt: skip


def _at(code: str, label: str) -> Counted:
    return Counted(code, label, RECEIVED.condition & Q(period_kind=code), f"group=received&period={code}")


PLENARY, BETWEEN = _at("plenary", "大会提案"), _at("between", "平时提案")
PERIODS = (PLENARY, BETWEEN)
"""Received is the sum of these, too."""

FIGURES = {
    each.code: each
    for each in (RECEIVED, *PARTS, REVIEWED, RETURNED, NUMBERED, TO_NUMBER, COLLECTIVE, JOINT, INDIVIDUAL, *PERIODS)
}
"""Every figure by its code."""


@Asked
def counts(rows: QuerySet[Proposal], figures: Iterable[Counted] = FIGURES.values()) -> Steps[dict[str, int]]:
    """Return how many of the proposals each figure counts, in one statement. Rule: handbook 5.11."""
    asked = {each.code: Count("pk", filter=each.condition, distinct=True) for each in figures}
    found: list[dict[str, int]] = yield totals(rows, **asked)
    return found[0]
