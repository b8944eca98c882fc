"""
What people speak of, month by month (研判民意; F082): categories and topics, what rises, which streets, what changed.

Everything is counted from the pieces received; the paragraph is composed from the same figures, so that it can never
say anything the table does not. A rise needs numbers: at least `LEAST` pieces and half as many again as the mean of the
three months before. Rule: our decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from . import counting
from .models import Opinion

MONTHS = 12
BEFORE = 3
LEAST = 3
RISE = Decimal("1.5")
MOST_TOPICS = 12
MOST_SAID = 3


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @classmethod
    def asked(cls, text: str, today: date) -> Month:
        """Return the month an address asks for (2026-03), the running one for anything else or for the future."""
        year, _, number = text.partition("-")
        if not (year.isdecimal() and number.isdecimal() and len(year) == 4 and 1 <= int(number) <= 12):
            return cls(today.year, today.month)
        return min(cls(int(year), int(number)), cls(today.year, today.month))

    def shifted(self, months: int) -> Month:
        """Return a month before or after."""
        total = self.year * 12 + self.number - 1 + months
        return Month(total // 12, total % 12 + 1)

    @property
    def key(self) -> str:
        """Return it as an address names it."""
        return f"{self.year}-{self.number:02}"

    @property
    def label(self) -> str:
        """Return it as people write it."""
        return f"{self.year}年{self.number}月"

    @property
    def first_day(self) -> date:
        """Return its first day."""
        return date(self.year, self.number, 1)


@dataclass(frozen=True)
class Line:
    """One category or topic: its pieces in each month, the oldest first."""

    label: str
    numbers: tuple[int, ...]

    @property
    def now(self) -> int:
        """Return the pieces of the last month."""
        return self.numbers[-1]

    @property
    def total(self) -> int:
        """Return the pieces of all months."""
        return sum(self.numbers)

    @property
    def before(self) -> Decimal:
        """Return the mean of the three months before the last, to one decimal."""
        mean = Decimal(sum(self.numbers[-1 - BEFORE : -1])) / BEFORE
        return mean.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def rises(self) -> bool:
        """Tell whether it was spoken of clearly more than before."""
        return self.now >= LEAST and self.now >= self.before * RISE


@dataclass(frozen=True)
class Street:
    """A street and its pieces of the year up to the month."""

    label: str
    public_id: Any
    number: int


@dataclass(frozen=True)
class Trend:
    """Twelve months up to one: totals, categories, topics, streets."""

    month: Month
    months: tuple[Month, ...]
    total: Line
    categories: tuple[Line, ...]
    topics: tuple[Line, ...]
    streets: tuple[Street, ...] = field(default=())

    @classmethod
    def read(cls, opinions: QuerySet[Opinion], month: Month, *, with_topics: bool = True) -> Trend:
        """
        Read the months in three statements, whatever they hold.

        `with_topics` False for whoever sees totals only: a topic is an editor's word for what a piece says.
        """
        months = tuple(month.shifted(-back) for back in range(MONTHS - 1, -1, -1))
        rows = opinions.filter(
            counting.RECEIVED.condition,
            submitted_at__date__gte=months[0].first_day, submitted_at__date__lt=month.shifted(1).first_day,
        )  # fmt: skip
        categories = _lines(rows, "category", months)
        total = tuple(sum(line.numbers[place] for line in categories) for place in range(MONTHS))
        topics = _lines(rows.exclude(topic=""), "topic", months)[:MOST_TOPICS] if with_topics else []
        return cls(month, months, Line("全部", total), tuple(categories), tuple(topics), _streets(rows))

    @property
    def rising(self) -> list[Line]:
        """Return what rises, topics before categories, the greatest number first."""
        found = [line for line in (*self.topics, *self.categories) if line.rises]
        return sorted(found, key=lambda line: -line.now)

    def said(self) -> list[str]:
        """Compose what changed this month from the figures (本月变化)."""
        return [*self._on_the_whole(), *self._on_categories(), *self._on_rising(), *self._on_streets()]

    def _on_the_whole(self) -> list[str]:
        now, last = self.total.now, self.total.numbers[-2]
        if not now:
            return [f"{self.month.label}没有收到社情民意信息。"]
        return [f"{self.month.label}收到社情民意信息{now}篇，{_against(now, last, '上月')}。"]

    def _on_categories(self) -> list[str]:
        most = sorted((line for line in self.categories if line.now), key=lambda line: -line.now)[:MOST_SAID]
        if not most:
            return []
        told = "、".join(f"{line.label or '还没有分类'}{line.now}篇" for line in most)
        return [f"较多的是{told}。"]

    def _on_rising(self) -> list[str]:
        told = [
            f"{line.label}{line.now}篇（前三个月平均{line.before}篇）" for line in self.rising[:MOST_SAID] if line.label
        ]
        return [f"明显增多的是{'、'.join(told)}。"] if told else []

    def _on_streets(self) -> list[str]:
        most = sorted(self.streets, key=lambda street: -street.number)[:MOST_SAID]
        if not most:
            return []
        return [f"近十二个月写明地点的，{'、'.join(f'{street.label}{street.number}篇' for street in most)}。"]


def _against(now: int, last: int, word: str) -> str:
    if now == last:
        return f"与{word}持平"
    return f"比{word}{'多' if now > last else '少'}{abs(now - last)}篇"


def _lines(rows: QuerySet[Opinion], column: str, months: Sequence[Month]) -> list[Line]:
    here = timezone.get_current_timezone()
    grouped = rows.annotate(month=TruncMonth("submitted_at", tzinfo=here)).order_by()
    found: dict[str, dict[Month, int]] = {}
    for label, month, count in grouped.values_list(column, "month").annotate(n=Count("pk")):
        found.setdefault(label, {})[Month(month.year, month.month)] = count
    lines = (Line(label, tuple(by_month.get(each, 0) for each in months)) for label, by_month in found.items())
    return sorted(lines, key=lambda line: (-line.total, line.label))


def _streets(rows: QuerySet[Opinion]) -> tuple[Street, ...]:
    grouped: Iterable[Any] = (
        rows.filter(street__isnull=False)
        .order_by("street__order", "street__pk")
        .values_list("street__short_name", "street__public_id")
        .annotate(n=Count("pk"))
    )
    return tuple(Street(label, public_id, count) for label, public_id, count in grouped)
