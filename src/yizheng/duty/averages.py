"""
Means of a year beside what one member did: of the own sector and of all, never a place (office-practice 24).

A mean tells nothing of anybody: of fewer than three people none is given. All members of a year are reckoned for it, so
what was found is remembered for some minutes, and every page says as of when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from yizheng.kernel import scoping
from yizheng.org.models import Membership

from . import figures, noticing, queries, reckoned
from .noticing import Deeds

FEWEST_IN_A_MEAN = 3
"""Our decision: of two people the mean and the own total tell the other's."""
REMEMBERED = timedelta(minutes=10)
MOST_REMEMBERED = 500

COMPARED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("会议出席（半天/应到）", "{}/{}", ("came", "due")),
    ("其中请假、缺席", "请假{}，缺席{}", ("leave", "absent")),
    ("立案提案（领衔、联名）", "{}，{}", ("proposals", "co_signed")),
    ("重点、优秀提案", "{}，{}", ("key", "excellent")),
    ("社情民意信息（报送、采用）", "{}，{}", ("opinions", "adopted")),
    ("活动、培训", "{}，{}", ("activities", "trainings")),
    ("大会发言", "{}", ("speeches",)),
    ("社会服务", "{}", ("services",)),
    ("受访谈", "{}", ("visits",)),
    ("表彰、典型", "{}，{}", ("honours", "cases")),
)
"""What is set beside the means: its name, how its figures are written, which figures of a year these are."""


def own_words(deeds: Deeds, words: str, names: Sequence[str]) -> str:
    """Write what one member did."""
    return words.format(*(getattr(deeds, name) for name in names))


@dataclass(frozen=True)
class Group:
    """Members together: how many, the sums of what they did, the mean of their points in hundredths."""

    members: int
    deeds: Deeds
    total: int

    def mean(self, words: str, names: Sequence[str]) -> str:
        """Write the mean of each figure with one decimal."""
        return words.format(*(f"{getattr(self.deeds, name) / self.members:.1f}" for name in names))


@dataclass(frozen=True)
class Means:
    """The means of a year as of a moment."""

    at: datetime
    sectors: Mapping[int | None, Group]
    everybody: Group

    def beside(self, seat: Membership) -> dict[str, Group]:
        """Return the groups a member is set beside, by what a column is called; too few people make none."""
        own = self.sectors.get(seat.sector_id) if seat.sector_id is not None else None
        found = {"本界别平均": own, "全体平均": self.everybody}
        return {name: group for name, group in found.items() if group and group.members >= FEWEST_IN_A_MEAN}


def read(year: int, *, at: datetime) -> Means:
    """Reckon the means of a year from its records."""
    done, totals = noticing.deeds_in(year), reckoned.tallies(year)
    by_sector: dict[int | None, list[Membership]] = {}
    seats = list(queries.members_in(year))
    for seat in seats:
        by_sector.setdefault(seat.sector_id, []).append(seat)

    def group(of: Sequence[Membership]) -> Group:
        deeds = Deeds()
        for seat in of:
            figures.add(deeds, done.get(seat.pk, Deeds()))
        return Group(len(of), deeds, reckoned.mean([totals[seat.pk].total for seat in of]))

    return Means(at, {sector: group(of) for sector, of in by_sector.items()}, group(seats))


_remembered: dict[tuple[str, int | None, int], Means] = {}


def recent(year: int, *, at: datetime) -> Means:
    """Return the means of a year, at most some minutes old."""
    key = (str(connection.settings_dict["NAME"]), scoping.current_committee_id(), year)
    found = _remembered.get(key)
    if found is None or not timedelta() <= at - found.at <= REMEMBERED:
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        found = _remembered[key] = read(year, at=at)
    return found
