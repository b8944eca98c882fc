"""From facts to points: items first, then what excludes what, then the caps of groups, then the band."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from .facts import MONTHS, ONE, Fact, Gate, Member
from .scheme import Band, Item, Minimum, Rate, Scheme

WHOLE = Fraction(1)


class Cut:
    """Why a line counts less than its deed would bring."""

    NONE = ""
    CAP = "cap"
    GROUP_CAP = "group_cap"
    TWICE = "twice"
    LIMIT = "limit"
    SKIPPED = "skipped"
    LOWER = "lower"
    EXCLUDED = "excluded"
    FLOOR = "floor"
    OUT = "out"


class Line(NamedTuple):
    """
    One line of the score ledger: the fact, the rule (item and kind), its version, what it brings, what counts.

    `points` is before, `counted` after caps, both in hundredths; `cut` says which bound made the difference.
    `fact` is nothing on the opening line of an item that starts full.
    """

    fact: Fact | None
    item: str
    version: int
    points: int
    counted: int
    cut: str = Cut.NONE
    quality: bool = False


class Unmet(NamedTuple):
    """A minimum that is not reached: its name, what was done, what was asked (after months served)."""

    name: str
    done: int
    asked: int


class Tally(NamedTuple):
    """The reckoning of one member: lines in the scheme's order, sums, the total, the band by points alone and after."""

    member: Member
    lines: tuple[Line, ...]
    items: dict[str, int]
    groups: dict[str, int]
    total: int
    unmet: tuple[Unmet, ...]
    band_by_points: str
    band: str


def half_up(numerator: int, denominator: int) -> int:
    """Divide and round half away from zero, as points are rounded everywhere."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    numerator, denominator = abs(numerator), abs(denominator)
    return sign * ((2 * numerator + denominator) // (2 * denominator))


def reckon_year(scheme: Scheme, members: Iterable[Member], facts: Iterable[Fact]) -> dict[int, Tally]:
    """Reckon a whole year from nothing: every member, also those without a single fact."""
    kept = list(members)
    by_member: dict[int, list[Fact]] = {member.id: [] for member in kept}
    for fact in facts:
        if fact.member in by_member:
            by_member[fact.member].append(fact)
    return {member.id: reckon(scheme, member, by_member[member.id]) for member in kept}


def reckon(scheme: Scheme, member: Member, facts: Iterable[Fact]) -> Tally:
    """Reckon one member from their facts, in whatever order they come."""
    ordered = sorted(facts, key=lambda fact: (fact[4], fact[5], fact[0]))
    by_item: dict[str, list[Fact]] = {}
    looking = _looking(scheme)
    for fact in ordered:
        for code in looking.get(fact[2], ()):
            by_item.setdefault(code, []).append(fact)
    lines = {item.code: item_lines(scheme, item, member, by_item.get(item.code, ())) for item in scheme.items}
    return gather(scheme, member, lines, ordered)


_LOOKING: dict[int, tuple[Scheme, dict[str, tuple[str, ...]]]] = {}


def _looking(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """Return for each kind the codes of the items that look at it; kept for the scheme at hand."""
    kept = _LOOKING.get(id(scheme))
    if kept is None or kept[0] is not scheme:
        _LOOKING.clear()
        kept = (scheme, {kind: tuple(item.code for item in items) for kind, items in scheme.kinds.items()})
        _LOOKING[id(scheme)] = kept
    return kept[1]


def item_lines(scheme: Scheme, item: Item, member: Member, facts: Sequence[Fact]) -> list[Line]:
    """Reckon one item of one member; `facts` are those of its kinds, in order."""
    if not item.is_for(standing=member.standing):
        return []
    if item.mode == "share":
        return _shared(scheme, item, member, facts)
    lines = _chosen(item, _each(scheme, item, member, facts))
    if item.mode == "start":
        return _from_full(scheme, item, member, lines)
    return capped(lines, item.cap_of(standing=member.standing), Cut.CAP)


def _each(scheme: Scheme, item: Item, member: Member, facts: Sequence[Fact]) -> list[Line]:
    """Return what each deed brings by itself: once for one thing, within the limits of its role, from the n-th on."""
    seen: set[tuple[str, str]] = set()
    counted: dict[tuple[str, str], int] = {}
    broken = _broken(item, facts)
    lines = []
    for fact in facts:
        rate = item.rates[fact.kind]
        if rate.roles and fact.role not in rate.roles:
            continue  # the rule does not look at this role: who came is no line of what is taken for absence
        points, cut = 0, _cut(rate, fact, seen, counted, broken)
        if not cut:
            place = _place(rate, fact, counted)
            cut = Cut.SKIPPED if 0 < place <= item.skip else Cut.NONE
            points = 0 if cut else points_of(item, rate, member, fact, is_first=place == 1)
        lines.append(Line(fact, item.code, scheme.version, points, points, cut, rate.quality))
    return lines


def _broken(item: Item, facts: Sequence[Fact]) -> set[str]:
    """Return the events in which a member had several roles, when the item asks for whole events."""
    if not any(rate.per == "whole_event" for rate in item.rates.values()):
        return set()
    roles: dict[str, str] = {}
    return {fact.event for fact in facts if roles.setdefault(fact.event, fact.role) != fact.role}


def _cut(
    rate: Rate, fact: Fact, seen: set[tuple[str, str]], counted: dict[tuple[str, str], int], broken: set[str]
) -> str:
    """Say why a deed brings nothing, or remember that it was counted."""
    if rate.per == "whole_event" and fact.event in broken:
        return Cut.OUT
    key = (fact.kind, fact.event if "event" in rate.per else fact.subject or f"#{fact.id}")
    if key in seen:
        return Cut.TWICE
    number = counted.get((fact.kind, fact.role), 0) + 1
    if fact.role in rate.limit and number > rate.limit[fact.role]:
        return Cut.LIMIT
    seen.add(key)
    counted[fact.kind, fact.role] = number
    return Cut.NONE


def _place(rate: Rate, fact: Fact, counted: dict[tuple[str, str], int]) -> int:
    """Return the how-manieth of its kind the deed is (1 for the first); 0 for a role that is no main role."""
    factor = rate.roles.get(fact.role)
    if factor is not None and factor.of_first:
        return 0
    key = (fact.kind, "#main")
    counted[key] = counted.get(key, 0) + 1
    return counted[key]


def points_of(item: Item, rate: Rate, member: Member, fact: Fact, *, is_first: bool) -> int:
    """Return what one deed brings by its rate, role, quantity and share, in hundredths, before any cap."""
    factor = rate.roles.get(fact.role)
    from_first = rate.first is not None and (is_first or (factor is not None and factor.of_first))
    base = rate.first if from_first and rate.first is not None else rate.points
    part = (factor.part if factor else WHOLE) * _joint_part(rate, fact)
    quantity = fact.quantity if rate.per == "quantity" else ONE
    numerator, denominator = base * quantity * part.numerator, ONE * part.denominator
    if item.prorate and 0 < member.months < MONTHS:
        numerator, denominator = numerator * MONTHS, denominator * member.months
    return half_up(numerator, denominator)


def _joint_part(rate: Rate, fact: Fact) -> Fraction:
    """Return the part of a joint deed: the first has `joint`, the others share the rest evenly (R54)."""
    if rate.joint is None or fact.parts < 2 or fact.role not in ("lead", "co"):
        return WHOLE
    return rate.joint if fact.role == "lead" else (1 - rate.joint) / (fact.parts - 1)


def _chosen(item: Item, lines: list[Line]) -> list[Line]:
    """Keep only the highest, of all or of each thing, where the item says so; the others stay to be read as 0."""
    if item.choose == "all":
        return lines
    best: dict[str, int] = {}
    for at, line in enumerate(lines):
        key = line.fact.subject if item.choose == "highest_per_subject" and line.fact else ""
        if not line.cut and (key not in best or line.points > lines[best[key]].points):
            best[key] = at
    kept = set(best.values())
    return [
        line if at in kept or line.cut else line._replace(counted=0, cut=Cut.LOWER) for at, line in enumerate(lines)
    ]


def _from_full(scheme: Scheme, item: Item, member: Member, lines: list[Line]) -> list[Line]:
    """Begin with all points and take away, never below nothing (扣完为止)."""
    full = item.cap_of(standing=member.standing) or 0
    left, kept = full, [Line(None, item.code, scheme.version, full, full)]
    for line in lines:
        counted = max(line.counted, -left)
        left += counted
        kept.append(line if counted == line.counted else line._replace(counted=counted, cut=Cut.FLOOR))
    return kept


def _shared(scheme: Scheme, item: Item, member: Member, facts: Sequence[Fact]) -> list[Line]:
    """
    Give the whole by credit ÷ due; roles without a credit are out of the due.

    The sum is rounded, not the lines: each line is the step between two rounded sums. Who was excused from all that
    was due has the whole. Rule: handbook 10.6 A and B; office-practice 25; the last sentence is our decision.
    """
    whole, version = item.cap_of(standing=member.standing) or 0, scheme.version
    cuts = _cuts_of_share(item, facts)
    due = sum(fact.quantity for fact, cut in zip(facts, cuts, strict=True) if not cut)
    if not due and facts:
        first, *others = facts
        return [
            Line(first, item.code, version, whole, whole),
            *(Line(fact, item.code, version, 0, 0, Cut.OUT) for fact in others),
        ]
    lines, given, credit = [], 0, Fraction(0)
    for fact, cut in zip(facts, cuts, strict=True):
        if not cut:
            credit += item.rates[fact.kind].roles[fact.role].part * fact.quantity
        reached = half_up(whole * credit.numerator, due * credit.denominator)
        lines.append(Line(fact, item.code, version, reached - given, reached - given, cut))
        given = reached
    return lines


def _cuts_of_share(item: Item, facts: Sequence[Fact]) -> list[str]:
    seen: set[tuple[str, str]] = set()
    cuts = []
    for fact in facts:
        key = (fact.kind, fact.subject or f"#{fact.id}")
        is_due = fact.role in item.rates[fact.kind].roles
        cuts.append(Cut.TWICE if key in seen else Cut.NONE if is_due else Cut.OUT)
        seen.add(key)
    return cuts


def capped(lines: list[Line], cap: int | None, cut: str) -> list[Line]:
    """Let lines count in their order until the cap is reached; what goes over is cut from the end and says so."""
    over = 0 if cap is None else sum(line.counted for line in lines) - cap
    if over <= 0:
        return lines
    kept = list(lines)
    for at in range(len(lines) - 1, -1, -1):
        taken = min(over, max(0, lines[at].counted))
        if taken:
            kept[at] = lines[at]._replace(counted=lines[at].counted - taken, cut=cut)
            over -= taken
    return kept


def gather(scheme: Scheme, member: Member, lines: dict[str, list[Line]], facts: Sequence[Fact]) -> Tally:
    """Put the items of one member together: exclusions, caps of groups, total, minimums, band."""
    items = {code: sum(line.counted for line in rows) for code, rows in lines.items()}
    lines = _without_excluded(scheme, lines, items)
    groups: dict[str, int] = {}
    for group in scheme.groups:
        codes = [item.code for item in scheme.items if item.group == group.code]
        if group.cap is not None and sum(items[code] for code in codes) > group.cap:
            _cap_group(lines, items, codes, group.cap)
        groups[group.code] = sum(items[code] for code in codes)
    total = max(0, sum(groups.values()))
    unmet = _unmet(scheme, member, facts)
    by_points = _band_of(scheme, total)
    band = _band_after(scheme, member, by_points, unmet, lines)
    flat = tuple(line for item in scheme.items for line in lines[item.code])
    return Tally(member, flat, items, groups, total, tuple(u for u, _ in unmet), by_points.code, band)


def _without_excluded(scheme: Scheme, lines: dict[str, list[Line]], items: dict[str, int]) -> dict[str, list[Line]]:
    """Of items that exclude each other let the higher count; of equals, the one that stands first."""
    kept = dict(lines)
    for named in scheme.exclusions:
        codes = [item.code for item in scheme.items if item.code in named]
        best = max(codes, key=lambda code: items[code])
        for code in codes:
            if code != best and items[code]:
                kept[code] = [row._replace(counted=0, cut=row.cut or Cut.EXCLUDED) for row in kept[code]]
                items[code] = 0
    return kept


def _cap_group(lines: dict[str, list[Line]], items: dict[str, int], codes: list[str], cap: int) -> None:
    left = cap
    for code in codes:
        lines[code] = capped(lines[code], left, Cut.GROUP_CAP)
        items[code] = sum(line.counted for line in lines[code])
        left -= items[code]


def _band_of(scheme: Scheme, total: int) -> Band:
    return next(band for band in scheme.bands if total >= band.at_least)


def _unmet(scheme: Scheme, member: Member, facts: Sequence[Fact]) -> list[tuple[Unmet, Minimum]]:
    found = []
    for minimum in scheme.minimums:
        if minimum.only and (minimum.only == "standing") != member.standing:
            continue
        done = len({fact.event for fact in facts if _speaks_for(minimum, fact)})
        asked = half_up(minimum.at_least * member.months, MONTHS)
        if done < asked:
            found.append((Unmet(minimum.name, done, asked), minimum))
    return found


def _speaks_for(minimum: Minimum, fact: Fact) -> bool:
    return fact.kind in minimum.kinds and (not minimum.roles or fact.role in minimum.roles)


def _band_after(
    scheme: Scheme,
    member: Member,
    by_points: Band,
    unmet: Sequence[tuple[Unmet, Minimum]],
    lines: Mapping[str, Iterable[Line]],
) -> str:
    """Return the band after minimums and bars; nothing while the gate waits, the last when it failed."""
    if member.gate == Gate.WAITING:
        return ""
    last = scheme.bands[-1].code
    if member.gate == Gate.FAILED or any(_bars(scheme, item, lines) for item in scheme.items):
        return last
    order = [band.code for band in scheme.bands]
    lowest = max([order.index(by_points.code), *(order.index(minimum.band_at_most) for _, minimum in unmet)])
    return order[lowest]


def _bars(scheme: Scheme, item: Item, lines: Mapping[str, Iterable[Line]]) -> bool:
    barring = {kind for kind, rate in item.rates.items() if rate.bars}
    return bool(barring) and any(line.fact and line.fact.kind in barring for line in lines[item.code])
