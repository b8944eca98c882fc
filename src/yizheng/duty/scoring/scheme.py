"""A scheme of assessment as data (考核办法; handbook 10.5), read from JSON and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from .facts import ONE

MODES = ("each", "share", "start")
CHOICES = ("all", "highest", "highest_per_subject")
WHO = ("", "standing", "others")
PER = ("time", "quantity", "event", "whole_event")
OF_FIRST = " of first"
FEWEST_BANDS = 2


class BadScheme(ValueError):
    """The scheme does not hold together; the sentence says where, to a clerk."""


@dataclass(frozen=True)
class Factor:
    """What part of the points a role brings; `of_first` takes the points of the first deed as the whole."""

    part: Fraction
    of_first: bool = False


@dataclass(frozen=True)
class Rate:
    """
    What one kind of deed brings, in hundredths of a point.

    `first` is for the first one of the item, `points` for each other; `limit` bounds how many count by role;
    `joint` holds the part of the first proposer, the others sharing the rest; `bars` keeps from any but the last band.
    `per`: each time, by quantity, once for one event (a meeting of many half-days), or once for an event in all of
    whose half-days the role was the same.
    """

    points: int
    first: int | None = None
    roles: Mapping[str, Factor] = field(default_factory=dict)
    limit: Mapping[str, int] = field(default_factory=dict)
    joint: Fraction | None = None
    quality: bool = False
    bars: bool = False
    per: str = "time"


@dataclass(frozen=True)
class Item:
    """
    One line of the scheme.

    `each` adds points for each deed; `share` gives `cap` × credit ÷ due; `start` begins full and takes away.
    The first `skip` deeds of a kind bring nothing. `cap` is for all, or for standing members when `cap_others` is set.
    """

    code: str
    name: str
    group: str
    mode: str
    rates: Mapping[str, Rate]
    cap: int | None = None
    cap_others: int | None = None
    only: str = ""
    choose: str = "all"
    skip: int = 0
    prorate: bool = False

    def cap_of(self, *, standing: bool) -> int | None:
        """Return the most a member of this standing can have, in hundredths; nothing when unbounded."""
        return self.cap if standing or self.cap_others is None else self.cap_others

    def is_for(self, *, standing: bool) -> bool:
        """Tell whether the item is reckoned for a member of this standing."""
        return not self.only or (self.only == "standing") == standing


@dataclass(frozen=True)
class Group:
    """Items whose sum is bounded together: base, bonus, deductions."""

    code: str
    name: str
    cap: int | None = None


@dataclass(frozen=True)
class Minimum:
    """Deeds without which the points do not help (三个一): at least so many things of these kinds and roles."""

    name: str
    kinds: frozenset[str]
    at_least: int
    band_at_most: str
    roles: frozenset[str] = frozenset()
    only: str = ""


@dataclass(frozen=True)
class Band:
    """A grade and the total from which it is given, in hundredths."""

    code: str
    name: str
    at_least: int


@dataclass(frozen=True)
class Scheme:
    """A whole scheme: groups, items in order, sets of items of which only the higher counts, minimums, bands."""

    code: str
    name: str
    version: int
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    bands: tuple[Band, ...]
    exclusions: tuple[frozenset[str], ...] = ()
    minimums: tuple[Minimum, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()

    @property
    def kinds(self) -> dict[str, tuple[Item, ...]]:
        """Return for each kind of deed the items that look at it."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            for kind in item.rates:
                found.setdefault(kind, []).append(item)
        return {kind: tuple(items) for kind, items in found.items()}


def parse(data: Mapping[str, Any]) -> Scheme:
    """Read a scheme from JSON. Raises: BadScheme, with the place in words."""
    scheme = Scheme(
        code=_text(data, "code", "办法"),
        name=_text(data, "name", "办法"),
        version=int(data.get("version", 1)),
        groups=tuple(_group(row) for row in _rows(data, "groups", "办法")),
        items=tuple(_item(row) for row in _rows(data, "items", "办法")),
        bands=tuple(sorted((_band(row) for row in _rows(data, "bands", "办法")), key=lambda b: -b.at_least)),
        exclusions=tuple(frozenset(map(str, row)) for row in data.get("exclusions", ())),
        minimums=tuple(_minimum(row) for row in data.get("minimums", ())),
        source=str(data.get("source", "")),
        notes=tuple(map(str, data.get("notes", ()))),
    )
    _check(scheme)
    return scheme


def hundredths(value: object, where: str) -> int:
    """Read points with at most two decimals as hundredths. Raises: BadScheme."""
    try:
        read = Decimal(str(value)) * ONE
    except ArithmeticError:
        raise BadScheme(f"{where}：“{value}”不是分数。") from None
    if not read.is_finite() or read != int(read) or abs(read) > 1_000_000:
        raise BadScheme(f"{where}：“{value}”最多两位小数，且不超过一万分。")
    return int(read)


def _group(row: Mapping[str, Any]) -> Group:
    return Group(_text(row, "code", "分组"), _text(row, "name", "分组"), _cap(row, "cap", "分组"))


def _band(row: Mapping[str, Any]) -> Band:
    name = _text(row, "name", "等次")
    return Band(_text(row, "code", "等次"), name, hundredths(row.get("from", 0), f"等次“{name}”"))


def _item(row: Mapping[str, Any]) -> Item:
    name = _text(row, "name", "项目")
    where = f"项目“{name}”"
    mode, choose, only = (str(row.get(k, d)) for k, d in (("mode", "each"), ("choose", "all"), ("only", "")))
    if mode not in MODES or choose not in CHOICES or only not in WHO:
        raise BadScheme(f"{where}：计分方式、取舍或对象写法不认识。")
    cap = _cap(row, "cap", where)
    if mode != "each" and cap is None:
        raise BadScheme(f"{where}：按出席率计分和从满分扣起的项目必须写明满分。")
    rates = row.get("rates")
    if not isinstance(rates, Mapping) or not rates:
        raise BadScheme(f"{where}：没有写明哪些履职行为计多少分。")
    return Item(
        _text(row, "code", where), name, _text(row, "group", where), mode,
        {str(kind): _rate(rate, where) for kind, rate in rates.items()}, cap, _cap(row, "cap_others", where),
        only, choose, int(row.get("skip", 0)), bool(row.get("prorate", False)),
    )  # fmt: skip


def _rate(row: Any, where: str) -> Rate:
    if not isinstance(row, Mapping):
        return Rate(hundredths(row, where))
    first, joint, per = row.get("first"), row.get("joint"), str(row.get("per", "time"))
    if per not in PER:
        raise BadScheme(f"{where}：按什么计次写法不认识。")
    return Rate(
        points=hundredths(row.get("points", 0), where),
        first=None if first is None else hundredths(first, where),
        roles={str(role): _factor(part, where) for role, part in row.get("roles", {}).items()},
        limit={str(role): int(most) for role, most in row.get("limit", {}).items()},
        joint=None if joint is None else _fraction(joint, where),
        quality=bool(row.get("quality", False)),
        bars=bool(row.get("bars", False)),
        per=per,
    )


def _factor(part: object, where: str) -> Factor:
    words = str(part)
    return Factor(_fraction(words.removesuffix(OF_FIRST), where), words.endswith(OF_FIRST))


def _fraction(part: object, where: str) -> Fraction:
    try:
        return Fraction(str(part))
    except (ValueError, ZeroDivisionError):
        raise BadScheme(f"{where}：“{part}”不是比例，请写成1、0.5或1/3。") from None


def _minimum(row: Mapping[str, Any]) -> Minimum:
    name = _text(row, "name", "必备条件")
    return Minimum(
        name, frozenset(map(str, row.get("kinds", ()))), int(row.get("at_least", 1)),
        _text(row, "band_at_most", f"必备条件“{name}”"), frozenset(map(str, row.get("roles", ()))),
        str(row.get("only", "")),
    )  # fmt: skip


def _check(scheme: Scheme) -> None:
    for what, codes in (
        ("分组", [g.code for g in scheme.groups]), ("项目", [i.code for i in scheme.items]),
        ("等次", [b.code for b in scheme.bands]),
    ):  # fmt: skip
        _no_twins(what, codes)
    for what, names in (("分组", [g.name for g in scheme.groups]), ("等次", [b.name for b in scheme.bands])):
        _no_namesakes(what, names)
    for upper, lower in pairwise(scheme.bands):
        if upper.at_least == lower.at_least:
            raise BadScheme(f"等次“{upper.name}”和“{lower.name}”从同一个分数起，请改一个。")
    if scheme.bands[-1].at_least != 0:
        raise BadScheme("最低一个等次要从0分起，否则有人没有等次。")
    if len(scheme.bands) < FEWEST_BANDS:
        raise BadScheme("至少要有两个等次。")
    groups, items = {g.code for g in scheme.groups}, {i.code for i in scheme.items}
    for item in scheme.items:
        if item.group not in groups:
            raise BadScheme(f"项目“{item.name}”归入的分组没有了，请先给它另选一个分组。")
    for named in scheme.exclusions:
        if not named <= items:
            raise BadScheme("取高不累计的项目里有没列出的项目。")
    for minimum in scheme.minimums:
        if minimum.band_at_most not in {b.code for b in scheme.bands}:
            raise BadScheme(f"必备条件“{minimum.name}”用的等次没有了，请先给它另选一个等次。")


def _no_twins(what: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise BadScheme(f"{what}代号“{code}”用了两次。")
        seen.add(code)


def _no_namesakes(what: str, names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise BadScheme(f"有两个{what}都叫“{name}”，请改一个名称。")


def _cap(row: Mapping[str, Any], key: str, where: str) -> int | None:
    return None if row.get(key) is None else hundredths(row[key], where)


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    words = str(row.get(key, "")).strip()
    if not words:
        raise BadScheme(f"{where}缺“{key}”。")
    return words


def _rows(data: Mapping[str, Any], key: str, where: str) -> list[Mapping[str, Any]]:
    rows = data.get(key)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, Mapping) for row in rows):
        raise BadScheme(f"{where}的“{key}”是空的或写法不对。")
    return rows
