"""What the points of a year come to: yearly cap, highest adoption only; worked out, never written (handbook 6.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.org.configuration import value

from .authorship import same_author
from .enums import PointEvent
from .keys import SCORING_CUMULATIVE, SCORING_SUBMITTED_CAP
from .models import OpinionAuthor, PointEntry
from .services.scoring import owner_of
from .standing import owner

E = PointEvent
ADOPTIONS = (E.ADOPTED_SELF, E.ADOPTED_CITY, E.ADOPTED_PROVINCE, E.ADOPTED_NATION)
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Rule:
    """How the rows of a year are counted, as the keys stood at its end or stand now."""

    cap: int
    cumulative: bool

    @property
    def words(self) -> str:
        """Say it to a person."""
        adopted = "各级采用累计" if self.cumulative else "同一件各级采用只计最高一级"
        return f"报送分每年最多{self.cap}分；{adopted}，批示另加；综合稿和合写件按份额分摊。"


def rule_of(year: int, today: date) -> Rule:
    """Return the rule of a year. Keys opinion.scoring.submitted_cap, opinion.scoring.cumulative."""
    on = min(today, date(year, 12, 31))
    return Rule(value(SCORING_SUBMITTED_CAP, on=on), value(SCORING_CUMULATIVE, on=on))


@dataclass
class Counted:
    """One row of points, and how much of it counts; `why` says why less than all does."""

    entry: PointEntry
    counts: Decimal
    why: str = ""


@dataclass
class AuthorYear:
    """What one author earned in a year."""

    author: OpinionAuthor
    rows: list[Counted] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        """Return what counts."""
        return sum((row.counts for row in self.rows), ZERO)


def entries_of_year(year: int) -> QuerySet[PointEntry]:
    """Return the rows of a year with what is printed of them."""
    rows = PointEntry.objects.filter(year=year).select_related("opinion", "author__body")
    return rows.order_by("author__name", "earned_on", "id")


def by_author(entries: Iterable[PointEntry], rule: Rule) -> list[AuthorYear]:
    """
    Gather the rows of a year by author and count them.

    Authors stand in the order of the rows, never by rank (office-practice 24). One read of a year's rows.
    """
    found: dict[tuple[str, object], AuthorYear] = {}
    for entry in entries:
        found.setdefault(owner_of(entry.author), AuthorYear(entry.author)).rows.append(Counted(entry, entry.points))
    for each in found.values():
        _count(each.rows, rule)
    return list(found.values())


def _count(rows: list[Counted], rule: Rule) -> None:
    for row in rows:
        if row.entry.is_void:
            row.counts, row.why = ZERO, "已作废"
    live = [row for row in rows if not row.entry.is_void]
    if not rule.cumulative:
        _keep_highest(live)
    _cap([row for row in live if row.entry.event == E.SUBMITTED], Decimal(rule.cap))


def _keep_highest(rows: list[Counted]) -> None:
    """Of each piece only the highest adoption counts; of equal ones the first."""
    pieces: dict[int, list[Counted]] = defaultdict(list)
    for row in rows:
        if row.entry.event in ADOPTIONS:
            pieces[row.entry.opinion_id].append(row)
    for adopted in pieces.values():
        best = max(adopted, key=lambda row: (row.entry.points, -row.entry.pk))
        for row in adopted:
            if row is not best:
                row.counts, row.why = ZERO, f"只计最高一级（{best.entry.get_event_display()}）"


def _cap(rows: list[Counted], cap: Decimal) -> None:
    left = cap
    for row in rows:
        if row.counts > left:
            row.counts, row.why = left, "报送分已到上限"
        left -= row.counts


def of_same_author(author: OpinionAuthor, year: int) -> QuerySet[PointEntry]:
    """Return the rows of a year of whoever an author row stands for."""
    return entries_of_year(year).filter(author__in=OpinionAuthor.objects.filter(same_author(author)))


def own_entries(actor: Actor, year: int) -> QuerySet[PointEntry]:
    """Return the rows of a year of the worn hat: an author sees the own points only."""
    mine = owner(actor)
    if mine is None:
        return PointEntry.objects.none()
    return entries_of_year(year).filter(author__in=OpinionAuthor.objects.filter(**mine))
