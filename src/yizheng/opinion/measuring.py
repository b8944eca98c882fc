"""Which pieces are measured for whom, and the page of a year's figures as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Cell, Column, Figure

from . import counting, cross_tables, queries
from .counting import Counted
from .models import Opinion, OpinionIssue
from .standing import EDITORS

CROSS_COLUMNS = (Column("分组"), *(Column(each.label, "number") for each in cross_tables.SHOWN))
HEADS = (counting.RECEIVED, counting.ADOPTED, counting.ADOPTED_UP, counting.INSTRUCTED, counting.TRANSFERRED)
TIMELY = (
    (counting.ON_TIME, counting.REVIEWED), (counting.FED_BACK_ON_TIME, counting.FED_BACK),
    (counting.REPLIED, counting.TRANSFERRED),
)  # fmt: skip


def opens_lists(actor: Actor) -> bool:
    """Tell whether numbers open their lists: whoever may not read every piece sees totals (office-practice 5)."""
    return actor.wears(*EDITORS)


def measured(actor: Actor, year: int | None = None) -> QuerySet[Opinion]:
    """Return the pieces that are counted: what editors see, for others the same without what is out of sight."""
    rows = queries.opinions_visible_to(actor) if opens_lists(actor) else Opinion.objects.exclude(
        quarantine.is_closed("opinion")
    )  # fmt: skip
    return rows if year is None else rows.filter(year=year)


@dataclass(frozen=True)
class Share:
    """A share of a whole: 按期审核 31 / 33."""

    part: Counted
    whole: Counted
    n: int
    m: int

    @property
    def percent(self) -> str:
        """Return the percentage with one decimal, half up; a dash where there is no whole."""
        return f"{(self.n * 2000 // self.m + 1) // 2 / 10:.1f}%" if self.m else "—"


@dataclass(frozen=True)
class Year:
    """The figures of one year as one person sees them."""

    year: int
    found: dict[str, int]
    issues: int
    with_links: bool

    @classmethod
    def read(cls, year: int, actor: Actor) -> Year:
        """Read the year in two statements."""
        issued = OpinionIssue.objects.filter(year=year, state="issued").count()
        return cls(year, counting.counts(measured(actor, year)), issued, opens_lists(actor))

    def url(self, each: Counted) -> str:
        """Return the list of a figure; nothing where numbers open no lists."""
        return list_url(year=self.year, counted=each.code) if self.with_links else ""

    def figures(self) -> list[Figure]:
        """Return the numbers at the head of the page."""
        shown = [Figure(self.found[each.code], each.label, self.url(each), "篇") for each in HEADS]
        return [*shown, Figure(self.issues, "编发刊物", address("opinion:issues") if self.with_links else "", "期")]

    def parts(self) -> list[tuple[str, int, str]]:
        """Return what became of the received: label, number, list."""
        return [(each.label, self.found[each.code], self.url(each)) for each in counting.PARTS]

    def levels(self) -> list[tuple[str, int, str]]:
        """Return what was adopted at each level."""
        return [(each.label, self.found[each.code], self.url(each)) for each in (counting.ADOPTED, *counting.LEVELS)]

    def shares(self) -> list[Share]:
        """Return how much was in time, each with its whole."""
        return [Share(part, whole, self.found[part.code], self.found[whole.code]) for part, whole in TIMELY]


def list_url(**narrowed: Any) -> str:
    """Return the address of the list of pieces narrowed as named."""
    asked = QueryDict(mutable=True)
    asked.update({name: str(value) for name, value in narrowed.items() if value not in (None, "")})
    return f"{address('opinion:opinions')}?{asked.urlencode()}"


def cross_cells(row: cross_tables.CrossRow, year: int, *, with_links: bool) -> list[Cell | str]:
    """Return one row of a cut; each number opens its list where one shows just that."""
    return [row.label, *(_number(row, each, year, with_links) for each in cross_tables.SHOWN)]


def _number(row: cross_tables.CrossRow, each: Counted, year: int, with_links: bool) -> Cell:
    number = row.found[each.code]
    if not (with_links and number and row.narrowed is not None):
        return Cell(str(number))
    narrowed = dict(row.narrowed)
    if "month" in narrowed:
        narrowed["month"] = f"{year}-{narrowed['month']:02}"
    return Cell(str(number), url=list_url(year=year, counted=each.code, **narrowed))


def year_asked(given: str, today: date) -> int:
    """Return the year an address asks for, by default the running one."""
    return int(given) if given.isascii() and given.isdigit() and len(given) == 4 else today.year
