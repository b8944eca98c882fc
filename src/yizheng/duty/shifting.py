"""What another scheme would change, as the components of the house draw it; each number opens its members."""

from __future__ import annotations

from yizheng.org.models import Membership
from yizheng.ui.shapes import Cell, Column, Figure, Meaning

from . import reckoned
from .reckoned import Both, band_name, points
from .scoring.comparing import Comparison, Make, SectorShift, make
from .supposing import MAKES, NO_SECTOR, SIDES, Asked, Opens

SHIFT_COLUMNS = [Column("委员"), Column("界别"), Column("现行办法", "number"), Column("这一稿", "number"),
                 Column("等次变化")]  # fmt: skip
SECTOR_COLUMNS = [Column("界别"), Column("人数", "number"), Column("现行平均", "number"),
                  Column("这一稿平均", "number"), Column("增减", "number")]  # fmt: skip
BAND_COLUMNS = [Column("等次"), Column("现行办法", "number"), Column("这一稿", "number")]
MAKE_COLUMNS = [Column("办法"), Column("数量分", "number"), Column("质量分", "number"), Column("质量占", "number")]
MEMBER_COLUMNS = [Column("委员"), Column("界别"), Column("现行办法", "number"), Column("这一稿", "number"),
                  Column("等次")]  # fmt: skip


def band_rows(seen: Comparison, opens: Opens) -> list[list[Cell]]:
    """Return how many have each band under both schemes, in the order of the draft."""
    names = list(dict.fromkeys([*seen.bands_after, *seen.bands_before]))
    sides = {"before": seen.bands_before, "after": seen.bands_after}
    return [[Cell(name), *(_band_cell(side, name, found, opens) for side, found in sides.items())] for name in names]


def _band_cell(side: str, name: str, found: dict[str, int], opens: Opens) -> Cell:
    number = found.get(name, 0)
    return Cell(str(number), url=opens.members(number, by=side, band=name))


def make_rows(seen: Comparison, opens: Opens) -> list[list[Cell]]:
    """Return of what the points consist under both schemes."""
    return [_make_row("before", seen.make_before, opens), _make_row("after", seen.make_after, opens)]


def _make_row(side: str, found: Make, opens: Opens) -> list[Cell]:
    often = opens.members(found.often, by=side, make="often")
    quality = opens.members(found.quality, by=side, make="quality")
    share = reckoned.share_words(found.quality_share)
    return [Cell(SIDES[side]), Cell(points(found.often), url=often), Cell(points(found.quality), url=quality),
            Cell(share, url=quality)]  # fmt: skip


def shift_rows(seen: Comparison, seats: dict[int, Membership], opens: Opens) -> list[list[Cell]]:
    """Return who changes band, the largest differences first."""
    return [
        [*_both_points(seats[s.member], s.before, s.after, opens),
         Cell(f"{s.band_before} → {s.band_after}", meaning=Meaning.OK if s.after >= s.before else Meaning.WARN)]
        for s in seen.shifts
    ]  # fmt: skip


def _both_points(seat: Membership, before: int, after: int, opens: Opens) -> list[Cell]:
    """Return a member with both totals; each opens the points it is the sum of."""
    return [
        Cell(seat.person.name, url=opens.own(seat)), Cell(seat.sector.name if seat.sector else ""),
        Cell(points(before), url=opens.own(seat)), Cell(points(after), url=opens.lines(seat)),
    ]  # fmt: skip


def sector_rows(seen: Comparison, opens: Opens) -> list[list[Cell]]:
    """Return what each sector gains or loses on average, those that lose first."""
    return [_sector_row(each, opens.members(each.members, sector=each.sector)) for each in seen.sectors]


def _sector_row(each: SectorShift, url: str) -> list[Cell]:
    looks = Meaning.OVER if each.gain < 0 else Meaning.OK if each.gain else ""
    numbers = (str(each.members), points(each.before), points(each.after))
    return [Cell(each.sector or NO_SECTOR), *(Cell(number, url=url) for number in numbers),
            Cell(gain_words(each.gain), url=url, meaning=looks)]  # fmt: skip


def gain_words(gain: int) -> str:
    """Write a difference of points with its sign."""
    return f"{'+' if gain > 0 else ''}{points(gain)}"


def member_row(seat: Membership, both: Both, opens: Opens) -> list[Cell]:
    """Return one member behind a number: both totals, the band before and after."""
    old, new = both.old[seat.pk], both.new[seat.pk]
    names = dict.fromkeys([band_name(both.before, old.band), band_name(both.after, new.band)])
    return [*_both_points(seat, old.total, new.total, opens), Cell(" → ".join(names))]


def make_cell(seat: Membership, both: Both, asked: Asked) -> Cell:
    """Return the points of one make that a member adds to their sum."""
    return Cell(points(getattr(make([both.side(asked.by)[1][seat.pk]]), asked.make)))


def sums_of(both: Both, asked: Asked, members: list[int]) -> list[Figure]:
    """Return the number that was opened, reckoned from the members on its list."""
    old, new = [both.old[each] for each in members], [both.new[each] for each in members]
    found = [Figure(len(members), "委员", unit="人")]
    if asked.make:
        made = make(both.side(asked.by)[1].values())
        of_list = getattr(make(new if asked.by == "after" else old), asked.make)
        share = f"质量占{reckoned.share_words(made.quality_share)}"
        return [*found, Figure(points(of_list), f"{MAKES[asked.make]}分", unit="分", note=share)]
    means = reckoned.mean([each.total for each in old]), reckoned.mean([each.total for each in new])
    return [
        *found, Figure(points(means[0]), "现行平均", unit="分"), Figure(points(means[1]), "这一稿平均", unit="分"),
        Figure(gain_words(means[1] - means[0]), "增减", unit="分"),
    ]  # fmt: skip
