"""
How good suggestions were, on the committee's own decisions and on nothing else.

Each decision was made after the version that suggested was trained, and is judged by what was decided in the end.
Nothing is estimated: every number is a count of decisions, and opens their list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from yizheng.kernel.addresses import address

from . import queries
from .enums import Level, ModelState, Verdict
from .models import Decision, Judgement, ModelVersion

FEW = 10
"""With fewer decisions no share is reckoned: it would say nothing."""

MONTHS = 12
FIRST, TOP = Q(place=1), Q(place__gte=1)
WHATS: dict[str, tuple[str, Q]] = {
    "all": ("全部决定", Q()),
    "first": ("第一个就对的", FIRST),
    "top3": ("前三个里有的", TOP),
    "missed": ("推荐了别的单位或类别的", Q(place=0)),
    "none": ("没有推荐的", Q(place=None)),
}
"""The lists behind the numbers: how each is called, and which decisions it holds."""


@dataclass(frozen=True)
class Score:
    """Some decisions: how many, how often the first suggestion was right, how often one of three; where each opens."""

    label: str
    count: int
    first: int
    top: int
    query: str = ""

    @property
    def rate(self) -> str:
        """Return the share of right first suggestions, nothing where there are too few decisions."""
        return rate(self.first, self.count)

    @property
    def top_rate(self) -> str:
        """Return the share of decisions that stood among the first three."""
        return rate(self.top, self.count)

    def url(self, what: str) -> str:
        """Return the list behind one of the numbers."""
        return f"{address('assist:decisions')}?{self.query}&what={what}"


@dataclass(frozen=True)
class Record:
    """Everything a page says of one question in one area."""

    total: Score
    missed: int
    nothing: int
    levels: tuple[Score, ...]
    months: tuple[Score, ...]
    chosen: tuple[Score, ...]

    @property
    def is_few(self) -> bool:
        """Tell whether there are too few decisions to reckon a share."""
        return self.total.count < FEW


def rate(part: int, whole: int) -> str:
    """Return a share with one decimal, half up, and nothing below the least number."""
    return f"{(part * 2000 + whole) // (2 * whole) / 10:.1f}%" if whole >= FEW else ""


def record(question: str, area: str) -> Record:
    """Reckon the record of one question in one area; four queries."""
    rows, query = queries.decisions(question, [area]), f"question={question}&area={area}"
    counts = rows.aggregate(
        n=Count("pk"), first=Count("pk", filter=FIRST), top=Count("pk", filter=TOP),
        missed=Count("pk", filter=Q(place=0)), nothing=Count("pk", filter=Q(place=None)),
    )  # fmt: skip
    total = Score("全部", counts["n"], counts["first"], counts["top"], query)
    return Record(
        total, counts["missed"], counts["nothing"], _by_level(rows, query), _by_month(rows, query),
        _by_choice(rows, query),
    )  # fmt: skip


def _scored(rows: QuerySet[Decision], *by: str) -> Iterable[Any]:
    counted = rows.values(*by).annotate(n=Count("pk"), first=Count("pk", filter=FIRST), top=Count("pk", filter=TOP))
    found: Iterable[Any] = counted.values_list(*by, "n", "first", "top")
    return found


def _by_level(rows: QuerySet[Decision], query: str) -> tuple[Score, ...]:
    found = {level: (n, first, top) for level, n, first, top in _scored(rows.order_by(), "level")}
    return tuple(
        Score(f"说“{level.label}”的", *found.get(level.value, (0, 0, 0)), f"{query}&level={level.value}")
        for level in Level
    )


def _by_month(rows: QuerySet[Decision], query: str) -> tuple[Score, ...]:
    dated = rows.annotate(month=TruncMonth("decided_at")).order_by("-month")
    lines = list(_scored(dated, "month"))[:MONTHS]
    return tuple(
        Score(f"{month:%Y年%-m月}", n, first, top, f"{query}&month={month:%Y-%m}") for month, n, first, top in lines
    )


def _by_choice(rows: QuerySet[Decision], query: str) -> tuple[Score, ...]:
    lines = _scored(rows.order_by("chosen"), "chosen", "chosen_label")
    merged: dict[str, Score] = {}
    for chosen, label, n, first, top in lines:
        before = merged.get(str(chosen))
        kept = before or Score(str(label), 0, 0, 0, f"{query}&chosen={chosen}")
        merged[str(chosen)] = Score(kept.label, kept.count + n, kept.first + first, kept.top + top, kept.query)
    return tuple(sorted(merged.values(), key=lambda each: -each.count))


def listed(
    question: str, area: str, *, what: str, level: str, month: str, chosen: str, version: str
) -> QuerySet[Decision]:
    """Return the decisions behind a number, the newest first; what is not understood narrows nothing."""
    rows = queries.decisions(question, [area]).filter(WHATS.get(what, WHATS["all"])[1])
    if level in Level.values:
        rows = rows.filter(level=level)
    first = month_of(month)
    if first is not None:
        rows = rows.filter(decided_at__year=first.year, decided_at__month=first.month)
    if chosen:
        rows = rows.filter(chosen=chosen)
    if version.isdigit():
        rows = rows.filter(version__number=int(version[:9]))
    return rows.select_related("version").order_by("-decided_at", "-id")


def month_of(written: str) -> date | None:
    """Return the first day of a month written as 2026-03; None for anything else."""
    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        return None


@dataclass(frozen=True)
class VersionLine:
    """One version with what became of its suggestions since it was trained."""

    version: ModelVersion
    since: Score
    is_used: bool

    @property
    def is_whole(self) -> bool:
        """Tell whether it can be put to use."""
        return bool(getattr(self.version, "is_whole", False))

    @property
    def checked(self) -> str:
        """Say how it did on the newest decisions it was kept from, beside what was shipped."""
        told = self.version.checked
        if not told:
            return "决定还少，没有留出来检验" if self.version.state == ModelState.READY else ""
        return f"最新{told['n']}件里，第一个就对{told['first']}件；只用通用知识对{told['shipped_first']}件"


def versions(question: str, area: str, most: int = 20) -> list[VersionLine]:
    """Return the versions, the newest first, each with its record; three queries."""
    rows = ModelVersion.objects.filter(question=question, area=area).defer("learned", "holds")
    rows = rows.annotate(is_whole=~Q(learned={})).order_by("-number")[:most]
    used = queries.version_in_use(question, area)
    mine = queries.decisions(question, [area]).filter(version__isnull=False).order_by()
    counted = {number: (n, first, top) for number, n, first, top in _scored(mine, "version__number")}
    query = f"question={question}&area={area}"
    return [
        VersionLine(
            each,
            Score("", *counted.get(each.number, (0, 0, 0)), f"{query}&version={each.number}"),
            used is not None and each.pk == used.pk,
        )
        for each in rows
    ]


def judgement_counts(kinds: Iterable[str]) -> dict[str, int]:
    """Return how many pairs of these kinds stand judged the same, and how many not the same."""
    counted = queries.judged_pairs(kinds).values_list("verdict").annotate(n=Count("pk"))
    found = dict(counted.order_by())
    return {str(each.value): found.get(each.value, 0) for each in (Verdict.SAME, Verdict.DIFFERENT)}


def judgement_rows(kinds: Iterable[str]) -> QuerySet[Judgement]:
    """Return the pairs of these kinds that stand judged, the newest first."""
    return queries.judged_pairs(kinds).order_by("-judged_at", "-id")
