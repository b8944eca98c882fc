"""
The figures and rates of a year's or session's proposals (handbook 5.11): each defined once, each opening its list.

Committee figures count proposals, a unit's count handlings: the two never sum to the same number where several
units handle one. A rate says numerator and denominator beside the percentage; without a denominator it has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from yizheng.kernel.together import Asked, Steps, totals

from ..enums import ANSWERING, ContactConfirmation, ContactStage, ReplyKind, ReplyState
from ..models import GONE, ContactRecord, Handling, Proposal, Reply
from . import counting
from .counting import Counted

ONE_DECIMAL = Decimal("0.1")
CONFIRMED = (ContactConfirmation.PROPOSER, ContactConfirmation.SILENCE, ContactConfirmation.CLERK)
"""Contacts that count (office-practice 20); the last two are shown as not confirmed by the proposer."""


def answering() -> QuerySet[Handling]:
    """Return the handlings of a proposal (the outer query's) that end in a reply and still bind their unit."""
    return Handling.objects.filter(proposal=OuterRef("pk"), role__in=ANSWERING).exclude(state__in=GONE)


def _issued() -> QuerySet[Reply]:
    return Reply.objects.filter(handling=OuterRef("pk"), state=ReplyState.ISSUED)


def _newest_mark() -> Subquery:
    """The class an answering unit's newest reply gives: a second reply changes it, the first stays in the list."""
    return Subquery(_issued().order_by("-round", "-id").values("class_mark")[:1])


def _late_reply() -> QuerySet[Reply]:
    return _issued().filter(kind=ReplyKind.FIRST, sent_on__gt=F("due_on"))


FILED = counting.FILED.condition


def _figure(code: str, label: str, condition: Q) -> Counted:
    """A figure whose list is narrowed by its own code."""
    return Counted(code, label, condition, f"counted={code}")


ASSIGNED = _figure("assigned", "已交办", FILED & Q(assigned_on__isnull=False))
UNASSIGNED = _figure("unassigned", "待交办", FILED & Q(assigned_on__isnull=True))
REPLIED = _figure(
    "replied", "已办复", FILED & Q(Exists(answering())) & ~Q(Exists(answering().exclude(Exists(_issued()))))
)
ON_TIME = _figure("on_time", "按期办复", REPLIED.condition & ~Q(Exists(answering().filter(Exists(_late_reply())))))
KEY = Counted("key", "重点提案", FILED & Q(is_key=True), "group=filed&key=1")
IMPORTANT = Counted("important", "重要提案", FILED & Q(is_important=True), "group=filed&important=1")
COMPREHENSIVE = Counted("comprehensive", "综合性提案", FILED & Q(is_comprehensive=True), "group=filed&comprehensive=1")


def overdue(on: date) -> Counted:
    """Return the figure of proposals some unit of which is past its date without a reply."""
    late = answering().filter(due_on__lt=on).exclude(Exists(_issued()))
    return _figure("overdue", "逾期未办复", ASSIGNED.condition & Q(Exists(late)))


def due(on: date) -> Counted:
    """Return what the on-time rate is of: replied, or past the date. Rule: handbook 5.11, "filed due"."""
    return _figure("due", "到期应办复", REPLIED.condition | overdue(on).condition)


def marked(letter: str) -> Counted:
    """
    Return the figure of replied proposals of a class: the worst among the newest replies of its units.

    That the worst stands for the proposal is our decision.
    """
    units = answering().annotate(mark=_newest_mark())
    is_worst = Q(Exists(units.filter(mark=letter))) & ~Q(Exists(units.filter(mark__gt=letter)))
    return _figure(f"class_{letter}", f"{letter}类", REPLIED.condition & is_worst)


@dataclass(frozen=True)
class Rate:
    """
    A share: `n` of `m`, in percent with one decimal, half up; None without a denominator.

    `query` and `query_of` are the ends of the addresses that open the two lists, empty where there is none.
    """

    code: str
    label: str
    n: int
    m: int
    query: str = ""
    query_of: str = ""
    note: str = ""

    @property
    def percent(self) -> Decimal | None:
        """Return the share in percent."""
        if self.m == 0:
            return None
        return (Decimal(self.n * 100) / self.m).quantize(ONE_DECIMAL, rounding=ROUND_HALF_UP)

    @property
    def words(self) -> str:
        """Return 83.8%（119/142）, or 无 where nothing is counted."""
        return "无" if self.percent is None else f"{self.percent}%（{self.n}/{self.m}）"


def all_figures(on: date, letters: Iterable[str]) -> tuple[Counted, ...]:
    """Return every figure of a day: those of review and those of handling, with the classes in use."""
    classes = tuple(marked(letter) for letter in letters)
    return (
        *counting.FIGURES.values(), ASSIGNED, UNASSIGNED, REPLIED, ON_TIME, due(on), overdue(on), KEY, IMPORTANT,
        COMPREHENSIVE, *classes,
    )  # fmt: skip


def condition_of(code: str, *, on: date) -> Q | None:
    """Return what a figure's code counts on a day, None for a code nobody gave: the list's filter reads it."""
    letters = code.removeprefix("class_") if re.fullmatch("class_[A-Z]", code) else ""
    return next((each.condition for each in all_figures(on, letters) if each.code == code), None)


def rates_of(found: dict[str, int], figures: Sequence[Counted], letters: Sequence[str]) -> list[Rate]:
    """Return the rates of handbook 5.11 that are about proposals, from counted figures."""
    queries = {each.code: each.query for each in figures}
    first = letters[0]

    def rate(code: str, label: str, n: str, m: str, note: str = "") -> Rate:
        return Rate(code, label, found[n], found[m], queries[n], queries[m], note)

    return [
        rate("filing", "立案率", "filed", "received", "立案 ÷ 收到"),
        rate("reply", "办复率", "replied", "filed", "每个答复单位都已答复的 ÷ 立案"),
        rate("on_time", "按期办复率", "on_time", "due", "每个答复单位都按期答复的 ÷ 到期应办复"),
        rate("solved", "解决率", f"class_{first}", "replied", f"{first}类 ÷ 已办复；几个单位答复的按最低的一类算"),
    ]


@dataclass(frozen=True)
class Contacts:
    """How many answering handlings have a contact before the reply, and by what it counts (office-practice 20)."""

    handlings: int
    confirmed: int
    unconfirmed: int

    @property
    def rate(self) -> Rate:
        """Return the contact rate; what the proposer did not confirm counts and is said."""
        note = f"其中未经提案人确认 {self.unconfirmed} 件" if self.unconfirmed else ""
        return Rate("contact", "面商率", self.confirmed + self.unconfirmed, self.handlings, note=note)


@Asked
def contacts(proposals: QuerySet[Proposal]) -> Steps[Contacts]:
    """Count the contacts before the reply, by handlings. Rule: handbook 5.11; office-practice 20."""
    rows = Handling.objects.filter(proposal__in=proposals.filter(FILED), role__in=ANSWERING).exclude(state__in=GONE)

    def had(*confirmations: ContactConfirmation) -> Exists:
        kept = ContactRecord.objects.filter(handling=OuterRef("pk"), confirmation__in=confirmations)
        return Exists(kept.filter(stage=ContactStage.BEFORE))

    [found] = yield totals(
        rows.annotate(by_proposer=had(CONFIRMED[0]), otherwise=had(*CONFIRMED[1:])),
        handlings=Count("pk"), confirmed=Count("pk", filter=Q(by_proposer=True)),
        unconfirmed=Count("pk", filter=Q(by_proposer=False, otherwise=True)),
    )  # fmt: skip
    return Contacts(**found)


@Asked
def first_timers(proposals: QuerySet[Proposal]) -> Steps[int]:
    """Count the members among the first proposers who never handed in a proposal in an earlier year."""
    given = proposals.filter(counting.RECEIVED.condition, first_proposer__isnull=False)
    earlier = Proposal.objects.filter(
        counting.RECEIVED.condition,
        first_proposer__person=OuterRef("first_proposer__person"),
        year__lt=OuterRef("year"),
    )
    people = Count("first_proposer__person", distinct=True)
    found: list[dict[str, int]] = yield totals(given.exclude(Exists(earlier)), people=people)
    return found[0]["people"]
