"""
What the figures of proposals count, each a condition over `Proposal` (handbook 5.11).

Every page, paper, report and export counts by these, and every number opens the list of the same condition.
What was received is cut into the parts of `PARTS` by state, so that they always sum to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from .enums import ProposalState
from .models import Proposal
from .queries import EVER_FILED, PRIVATE

S = ProposalState
FILTER = "counted"
"""The name of the filter of the list: `?counted=filed`."""


@dataclass(frozen=True)
class Counted:
    """One figure: its code (the value of the list's filter), its word, and what is counted."""

    code: str
    label: str
    condition: Q

    @property
    def query(self) -> str:
        """Return the end of the address that opens the list of what is counted."""
        return f"?{FILTER}={self.code}"


def _in(code: str, label: str, *states: ProposalState) -> Counted:
    return Counted(code, label, Q(state__in=[state.value for state in states]))


RECEIVED = Counted("received", "收到", ~Q(state__in=[state.value for state in PRIVATE]))
FILED = _in("filed", "立案", *EVER_FILED)
NOT_FILED = _in("not_filed", "不予立案", S.NOT_FILED)
CONVERTED = _in("converted", "转送", S.CONVERTED)
MERGED_AWAY = _in("merged", "并案", S.MERGED)
WITHDRAWN = _in("withdrawn", "撤案", S.WITHDRAWN)
IN_REVIEW = _in("in_review", "仍在审查中", S.SUBMITTED, S.RETURNED, S.FIRST_REVIEWED)

PARTS = (FILED, NOT_FILED, CONVERTED, MERGED_AWAY, WITHDRAWN, IN_REVIEW)
"""Received is exactly the sum of these: each state that is not private stands in one of them."""

REVIEWED = Counted("reviewed", "已审查", RECEIVED.condition & ~IN_REVIEW.condition)
RETURNED = _in("returned", "退回修改中", S.RETURNED)
NUMBERED = Counted("numbered", "已编号", FILED.condition & Q(filed_no__isnull=False))
TO_NUMBER = Counted("to_number", "待编号", Q(state=S.FILED.value, filed_no__isnull=True))
COLLECTIVE = Counted("collective", "集体提案", RECEIVED.condition & Q(proposer_kind="collective"))
JOINT = Counted("joint", "联名提案", RECEIVED.condition & Q(proposer_kind="joint"))
INDIVIDUAL = Counted("individual", "个人提案", RECEIVED.condition & Q(proposer_kind="individual"))

FIGURES = {
    each.code: each
    for each in (RECEIVED, *PARTS, REVIEWED, RETURNED, NUMBERED, TO_NUMBER, COLLECTIVE, JOINT, INDIVIDUAL)
}
"""Every figure by its code, for the list's filter."""


def counts(rows: QuerySet[Proposal], figures: Iterable[Counted] = FIGURES.values()) -> dict[str, int]:
    """Return how many of the proposals each figure counts, in one statement. Rule: handbook 5.11."""
    asked = {each.code: Count("pk", filter=each.condition, distinct=True) for each in figures}
    found: dict[str, int] = rows.order_by().aggregate(**asked)
    return found


def filing_rate(filed: int, received: int) -> float | None:
    """Return the share of received proposals that are filed, in percent; None when none came in."""
    return round(filed * 100 / received, 1) if received else None
