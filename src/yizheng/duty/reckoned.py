"""Points of a running year as pages need them: reckoned from the facts when they are read, never stored before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yizheng.org.models import Membership

from . import queries
from .scoring.comparing import Comparison, compare
from .scoring.facts import ONE, Fact
from .scoring.reckoning import Cut, Line, Tally, half_up, reckon_year
from .scoring.scheme import Item, Rate, Scheme

CUTS = {
    Cut.CAP: "已到本项上限", Cut.GROUP_CAP: "已到本组上限", Cut.TWICE: "同一件事已经计过", Cut.LIMIT: "超过可计的件数",
    Cut.SKIPPED: "办法规定前几件不计", Cut.LOWER: "同一件事只计最高的一项", Cut.EXCLUDED: "与另一项取高，不累计",
    Cut.FLOOR: "已扣完", Cut.OUT: "按办法不计入",
}  # fmt: skip


def points(hundredths: int) -> str:
    """Write points as people read them: 12.5, 30, -10."""
    whole, rest = divmod(abs(hundredths), ONE)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole}{f'.{rest:02}'.rstrip('0') if rest else ''}"


def tallies(year: int, scheme: Scheme | None = None) -> dict[int, Tally]:
    """Reckon everybody of a year by the scheme in force, or by another one."""
    return reckon_year(scheme or queries.scheme_of(year), queries.scored_members(year), queries.facts_of(year))


def tally_of(seat: Membership, year: int, scheme: Scheme | None = None) -> Tally:
    """Reckon one member of a year by the scheme in force, or by another one."""
    members, facts = queries.scored_members(year, [seat]), queries.facts_of(year, [seat.pk])
    return reckon_year(scheme or queries.scheme_of(year), members, facts)[seat.pk]


class Both(NamedTuple):
    """Everybody of a year reckoned twice over the same facts: by the scheme in force and by a draft."""

    before: Scheme
    after: Scheme
    old: dict[int, Tally]
    new: dict[int, Tally]

    def side(self, name: str) -> tuple[Scheme, dict[int, Tally]]:
        """Return one of the two: `before` or `after`."""
        return (self.before, self.old) if name == "before" else (self.after, self.new)


def both(year: int, draft: Scheme, seats: Sequence[Membership] | None = None) -> Both:
    """Reckon everybody of a year by the scheme in force and by a draft; `seats` are they, where they are at hand."""
    before = queries.scheme_of(year)
    members, facts = queries.scored_members(year, seats), queries.facts_of(year)
    return Both(before, draft, reckon_year(before, members, facts), reckon_year(draft, members, facts))


def what_if(year: int, draft: Scheme, seats: Sequence[Membership] | None = None) -> Comparison:
    """Run a draft over the facts of a year beside the scheme in force (规则推演; F148)."""
    return compare(*both(year, draft, seats))


def band_name(scheme: Scheme, code: str) -> str:
    """Return the name of a band; the gate keeps it open while it waits."""
    return next((band.name for band in scheme.bands if band.code == code), "待把关")


def why(scheme: Scheme, line: Line) -> str:
    """Say in one sentence by which rule a line brings its points, and what bound cut them."""
    item = next(each for each in scheme.items if each.code == line.item)
    rule = _opening(item) if line.fact is None else _rule(item, item.rates[line.fact.kind], line.fact)
    cut = f"；{CUTS[line.cut]}" if line.cut else ""
    return f"{item.name}：{rule}{cut}（第{line.version}版）"


def _opening(item: Item) -> str:
    return f"从{points(item.cap or 0)}分扣起"


def _rule(item: Item, rate: Rate, fact: Fact) -> str:
    if item.mode == "share":
        cap = points(item.cap or 0)
        return f"满分{cap}分按出席半天数除以应到半天数"
    words = [f"每{'半天' if rate.per == 'quantity' else '次'}{points(rate.points)}分"]
    if rate.first is not None:
        words.append(f"首件{points(rate.first)}分")
    factor = rate.roles.get(fact.role)
    if factor is not None and factor.part != 1:
        words.append(f"这一身份按{factor.part}计")
    if rate.joint is not None and fact.parts > 1:
        words.append(f"{fact.parts}人分享，第一人占{rate.joint}")
    if item.prorate:
        words.append("按任职月数折算")
    return "，".join(words)


def share_words(tenths: int) -> str:
    """Write tenths of a percent: 25.0%."""
    return f"{tenths // 10}.{tenths % 10}%"


def mean(totals: list[int]) -> int:
    """Return the mean of totals in hundredths; 0 of none."""
    return half_up(sum(totals), len(totals)) if totals else 0
