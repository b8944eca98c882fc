"""What stands on the page of a draft scheme is put back into the scheme (考核办法的编辑)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from .scheme_fields import FIRST_WORDS, KINDS, OF_FIRST, ROLES, Data, Given

WHOLE = "whole"
"""Stands in a post of the whole page: boxes that are not in it were left empty."""
MOST_NEW = 60


def with_values(data: Data, given: Given) -> dict[str, Any]:
    """
    Return the scheme with what stands on the page put in; what cannot be read stays text and is refused later.

    Fields that are not in `given` stay as they are; boxes too, unless the whole page was sent.
    """
    items = [_item_with(item, given) for item in data["items"] if not given.get(f"drop:{item['code']}")]
    items += _new_item(data, given)
    kept = {item["code"] for item in items}
    exclusions = [
        list(named)
        for at, named in enumerate(data.get("exclusions", ()))
        if not given.get(f"exclusion:{at}:drop") and set(named) <= kept
    ]
    minimums = [
        _minimum_with(at, each, given)
        for at, each in enumerate(data.get("minimums", ()))
        if not given.get(f"minimum:{at}:drop")
    ]
    return {
        **data, "groups": _groups_with(data, given), "items": items, "bands": _bands_with(data, given),
        "exclusions": exclusions + _new_exclusion(given),
        "minimums": minimums + _new_minimum(given),
    }  # fmt: skip


def _groups_with(data: Data, given: Given) -> list[dict[str, Any]]:
    kept = []
    for group in data["groups"]:
        code = group["code"]
        if not given.get(f"groupdrop:{code}"):
            name = _number(given.get(f"groupname:{code}"), group["name"])
            kept.append({**group, "name": name, **_cap_with(f"groupcap:{code}", group, given)})
    if name := given.get("group:new:name", "").strip()[:MOST_NEW]:
        code = _free_code("group", data["groups"])
        kept.append({"code": code, "name": name, **_cap_with("group:new:cap", {}, given)})
    return kept


def _cap_with(key: str, group: Data, given: Given) -> dict[str, Any]:
    """Return the bound of a group as the page has it; an empty field is no bound."""
    cap = _number(given[key], None) if key in given else group.get("cap")
    return {"cap": cap} if cap is not None or "cap" in group else {}


def _bands_with(data: Data, given: Given) -> list[dict[str, Any]]:
    """Return the bands as the page has them, the highest first; what is no number stays in its place to be refused."""
    kept = []
    for band in data["bands"]:
        code = band["code"]
        if not given.get(f"banddrop:{code}"):
            name = _number(given.get(f"bandname:{code}"), band["name"])
            kept.append({**band, "name": name, "from": _number(given.get(f"band:{code}"), band["from"])})
    if name := given.get("band:new:name", "").strip()[:MOST_NEW]:
        from_ = given.get("band:new:from", "").strip()
        kept.insert(0, {"code": _free_code("band", data["bands"]), "name": name, "from": from_ or "没有填"})
    return sorted(kept, key=_height, reverse=True)


def _height(band: Data) -> Decimal:
    try:
        height = Decimal(str(band["from"]))
    except ArithmeticError:
        return Decimal("Infinity")
    return height if height.is_finite() else Decimal("Infinity")


def _free_code(stem: str, rows: Iterable[Data]) -> str:
    taken = {row["code"] for row in rows}
    return next(word for number in range(1, 1000) if (word := f"{stem}{number}") not in taken)


def _item_with(item: Data, given: Given) -> dict[str, Any]:
    code, changed = item["code"], dict(item)
    for key in ("cap", "cap_others"):
        if f"{key}:{code}" in given:
            changed[key] = _number(given[f"{key}:{code}"], None)
    for key in ("name", "group", "mode", "only", "choose", "skip"):
        if f"{key}:{code}" in given:
            changed[key] = given[f"{key}:{code}"].strip()
    if given.get(WHOLE):
        changed["prorate"] = bool(given.get(f"prorate:{code}"))
    changed["rates"] = {
        kind: _rate_with(code, kind, rate, given)
        for kind, rate in item["rates"].items()
        if not given.get(f"dropkind:{code}:{kind}")
    } | _new_kind(code, given)
    return changed


def _rate_with(code: str, kind: str, rate: Any, given: Given) -> Any:
    key = f"{code}:{kind}"
    role = given.get(f"addrole:{key}", "")
    if not isinstance(rate, Mapping):
        points = _number(given.get(f"points:{key}"), rate)
        return _with_role({"points": points}, key, role, given) if role in ROLES else points
    changed = dict(rate)
    for name in ("points", "first", "joint", "per"):
        if name in rate:
            changed[name] = _number(given.get(f"{name}:{key}"), rate[name])
    for name, read in (("roles", _part_of), ("limit", str.strip)):
        if name in rate:
            changed[name] = _by_role(rate[name], f"{name.removesuffix('s')}:{key}", key, given, read)
    return _with_role(changed, key, role, given) if role in ROLES else changed


def _with_role(rate: dict[str, Any], key: str, role: str, given: Given) -> dict[str, Any]:
    """Return a rate with one more role; a factor that was left empty is refused later, as a word that is none."""
    roles = {**rate.get("roles", {}), role: _part_of(given.get(f"addpart:{key}", "1")) or "没有填"}
    most = given.get(f"addlimit:{key}", "").strip()
    return {**rate, "roles": roles} | ({"limit": {**rate.get("limit", {}), role: most}} if most else {})


def _by_role(rows: Data, key: str, rate_key: str, given: Given, read: Any) -> dict[str, Any]:
    kept = {role: part for role, part in rows.items() if not given.get(f"droprole:{rate_key}:{role}")}
    found = {role: (given.get(f"{key}:{role}"), part) for role, part in kept.items()}
    return {role: part if words is None or not words.strip() else read(words) for role, (words, part) in found.items()}


def _part_of(words: str) -> str:
    text = words.strip()
    return f"{text.removeprefix(FIRST_WORDS).strip()}{OF_FIRST}" if text.startswith(FIRST_WORDS) else text


def _new_kind(code: str, given: Given) -> dict[str, Any]:
    kind, points = given.get(f"addkind:{code}", ""), given.get(f"addpoints:{code}", "").strip()
    return {kind: points or "0"} if kind in KINDS else {}


def _new_item(data: Data, given: Given) -> list[dict[str, Any]]:
    name, kind = given.get("item:new:name", "").strip()[:MOST_NEW], given.get("item:new:kind", "")
    if not name or kind not in KINDS:
        return []
    code = _free_code("X", data["items"])
    made: dict[str, Any] = {
        "code": code, "name": name, "group": given.get("item:new:group", ""), "mode": "each",
        "rates": {kind: given.get("item:new:points", "").strip() or "0"},
    }  # fmt: skip
    cap = given.get("item:new:cap", "").strip()
    return [{**made, "cap": cap} if cap else made]


def _new_exclusion(given: Given) -> list[list[str]]:
    pair = sorted({given.get("exclusion:new:a", ""), given.get("exclusion:new:b", "")} - {""})
    return [pair] if len(pair) > 1 else []


def _minimum_with(at: int, each: Data, given: Given) -> dict[str, Any]:
    return {
        **each, "at_least": _number(given.get(f"minimum:{at}:at_least"), each.get("at_least", 1)),
        "band_at_most": _number(given.get(f"minimum:{at}:band"), each["band_at_most"]),
    }  # fmt: skip


def _new_minimum(given: Given) -> list[dict[str, Any]]:
    name = given.get("minimum:new:name", "").strip()[:MOST_NEW]
    kinds = [k for k in (given.get("minimum:new:kind", ""), given.get("minimum:new:kind2", "")) if k in KINDS]
    if not name or not kinds:
        return []
    at_least = given.get("minimum:new:at_least", "").strip() or "1"
    band = given.get("minimum:new:band", "")
    return [{"name": name, "kinds": kinds, "at_least": at_least, "band_at_most": band}]


def _number(text: str | None, otherwise: Any) -> Any:
    return otherwise if text is None or not text.strip() else text.strip()
