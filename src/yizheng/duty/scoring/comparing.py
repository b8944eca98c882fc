"""What another scheme would change over the same facts (规则推演; F148): bands, sectors, count against quality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .facts import Member
from .reckoning import Tally, half_up
from .scheme import Scheme

PERCENT = 1000
"""Shares are given in tenths of a percent."""


class Shift(NamedTuple):
    """A member whose band would change, with both totals in hundredths."""

    member: int
    before: int
    after: int
    band_before: str
    band_after: str


class SectorShift(NamedTuple):
    """What a sector would gain or lose: the mean of its members under both schemes, in hundredths."""

    sector: str
    members: int
    before: int
    after: int

    @property
    def gain(self) -> int:
        """Return the difference of the means."""
        return self.after - self.before


class Make(NamedTuple):
    """Of what the points consist: from how often, and from what was good, in hundredths over all members."""

    often: int
    quality: int

    @property
    def quality_share(self) -> int:
        """Return quality ÷ all in tenths of a percent; 0 when there are no points."""
        whole = self.often + self.quality
        return half_up(self.quality * PERCENT, whole) if whole else 0


class Comparison(NamedTuple):
    """Two schemes side by side over the same facts."""

    before: Scheme
    after: Scheme
    shifts: tuple[Shift, ...]
    sectors: tuple[SectorShift, ...]
    bands_before: dict[str, int]
    bands_after: dict[str, int]
    make_before: Make
    make_after: Make


def compare(before: Scheme, after: Scheme, old: Mapping[int, Tally], new: Mapping[int, Tally]) -> Comparison:
    """Set two reckonings of the same members beside each other; the largest differences first."""
    shifts = [
        Shift(member, old[member].total, new[member].total, _name(before, old[member]), _name(after, new[member]))
        for member in old
        if _name(before, old[member]) != _name(after, new[member])
    ]
    return Comparison(
        before, after,
        tuple(sorted(shifts, key=lambda s: (-abs(s.after - s.before), s.member))),
        tuple(sorted(_sectors(old, new), key=lambda s: (s.gain, s.sector))),
        bands(before, old.values()), bands(after, new.values()), make(old.values()), make(new.values()),
    )  # fmt: skip


def bands(scheme: Scheme, tallies: Iterable[Tally]) -> dict[str, int]:
    """Return how many members have each band, by its name, those the gate keeps waiting last."""
    found = {band.name: 0 for band in scheme.bands}
    for tally in tallies:
        name = _name(scheme, tally)
        found[name] = found.get(name, 0) + 1
    return found


def make(tallies: Iterable[Tally]) -> Make:
    """Return how much of the counted points comes from how often and how much from quality; deductions left out."""
    often = quality = 0
    for tally in tallies:
        for line in tally.lines:
            if line.counted > 0 and line.quality:
                quality += line.counted
            elif line.counted > 0:
                often += line.counted
    return Make(often, quality)


def _sectors(old: Mapping[int, Tally], new: Mapping[int, Tally]) -> list[SectorShift]:
    by_sector: dict[str, list[Member]] = {}
    for tally in old.values():
        by_sector.setdefault(tally.member.sector, []).append(tally.member)
    return [
        SectorShift(
            sector, len(members), half_up(sum(old[m.id].total for m in members), len(members)),
            half_up(sum(new[m.id].total for m in members), len(members)),
        )
        for sector, members in by_sector.items()
    ]  # fmt: skip


def _name(scheme: Scheme, tally: Tally) -> str:
    return next((band.name for band in scheme.bands if band.code == tally.band), "待把关")
