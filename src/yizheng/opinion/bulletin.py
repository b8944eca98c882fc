"""
A month of opinions (社情民意月报; handbook 6.5): who sent how many and how many were adopted, what was issued.

Authors stand in the order of the rolls, never by number: no ranking of members (office-practice 24).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from . import counting
from .enums import IssueState
from .models import Opinion, OpinionAuthor, OpinionIssue
from .queries_following import standing_adoptions
from .trends import Month

GROUPS = (
    ("member", "委员", "membership", "name"),
    ("party", "党派团体", "party_body", "party_body__order"),
    ("body", "专委会和基层单位", "body", "body__order"),
    ("sector", "界别", "sector", "sector__order"),
    ("officer", "信息员", "officer", "name"),
)
"""The owners of pieces: code, word, column of the author row, order."""


@dataclass(frozen=True)
class AuthorLine:
    """One author or body: pieces sent in the month and in the year, and how many of each were adopted."""

    name: str
    month_sent: int
    month_adopted: int
    year_sent: int
    year_adopted: int


@dataclass(frozen=True)
class Group:
    """The authors of one kind."""

    code: str
    label: str
    lines: tuple[AuthorLine, ...]


@dataclass(frozen=True)
class Bulletin:
    """A month as one person may count it."""

    month: Month
    sent: int
    adopted: int
    issues: tuple[OpinionIssue, ...]
    groups: tuple[Group, ...]

    @classmethod
    def read(cls, opinions: QuerySet[Opinion], month: Month) -> Bulletin:
        """Read the month: one statement a kind of author, one for the whole, one for the issues."""
        received = opinions.filter(counting.RECEIVED.condition, year=month.year, submitted_at__lt=_end(month))
        whole = received.aggregate(
            sent=Count("pk", filter=_within(month)), adopted=Count("pk", filter=_within(month) & ADOPTED)
        )
        issued = OpinionIssue.objects.filter(
            state=IssueState.ISSUED, issued_on__gte=month.first_day, issued_on__lt=month.shifted(1).first_day
        )
        groups = tuple(
            Group(code, label, _lines(received, month, column, order)) for code, label, column, order in GROUPS
        )
        return cls(month, whole["sent"], whole["adopted"], tuple(issued.order_by("issued_on", "id")), groups)


ADOPTED = counting.ADOPTED.condition


def _end(month: Month) -> Any:
    return _start(month.shifted(1))


def _start(month: Month) -> Any:
    return datetime.combine(month.first_day, time(0), timezone.get_current_timezone())


def _within(month: Month, prefix: str = "") -> Q:
    return Q(**{f"{prefix}submitted_at__gte": _start(month), f"{prefix}submitted_at__lt": _end(month)})


def _lines(received: QuerySet[Opinion], month: Month, column: str, order: str) -> tuple[AuthorLine, ...]:
    """Count pieces by the author who wrote them; what was written together counts for each."""
    adopted = Q(opinion__in=received.filter(ADOPTED).values("pk"))
    authors = OpinionAuthor.objects.filter(**{f"{column}__isnull": False}, opinion__in=received.values("pk"), part=None)
    grouped = authors.order_by().values(column, "name", *([order] if order != "name" else []))
    counted = grouped.annotate(
        month_sent=Count("opinion", filter=_within(month, "opinion__"), distinct=True),
        month_adopted=Count("opinion", filter=_within(month, "opinion__") & adopted, distinct=True),
        year_sent=Count("opinion", distinct=True), year_adopted=Count("opinion", filter=adopted, distinct=True),
    ).order_by(order, "name")  # fmt: skip
    return tuple(
        AuthorLine(each["name"], each["month_sent"], each["month_adopted"], each["year_sent"], each["year_adopted"])
        for each in counted
    )


def adoptions_of(month: Month) -> int:
    """Return how many adoptions above were recorded in the month; what was voided is none."""
    rows = standing_adoptions().exclude(level="self")
    return rows.filter(adopted_on__gte=month.first_day, adopted_on__lt=month.shifted(1).first_day).count()
