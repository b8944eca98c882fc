"""The page of a draft scheme: everything in it as fields, and the fields back into the scheme (考核办法的编辑)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .enums import DutyKind, DutyRole

Data = Mapping[str, Any]
Given = Mapping[str, str]
Field = dict[str, Any]

KINDS = dict(DutyKind.choices)
ROLES = {value: label for value, label in DutyRole.choices if value}
MODES = {"each": "按次计分", "share": "按出席率计分", "start": "从满分扣起"}
CHOICES = {"all": "累计", "highest": "只计最高的一项", "highest_per_subject": "同一件事只计最高的"}
WHO = {"": "全体委员", "standing": "常委", "others": "非常委"}
PER = {"time": "每次", "quantity": "每半天", "event": "每次会议（不论几个半天）", "whole_event": "整次会议情况一样才计"}
OF_FIRST, FIRST_WORDS = " of first", "首件的"
WHOLE = "whole"
"""Stands in a post of the whole page: boxes that are not in it were left empty."""
MOST_NEW = 60


def parts_of(data: Data) -> list[dict[str, Any]]:
    """Return the fields of a scheme: its items with what stands first and what can be opened, then the bands."""
    groups = _names(data["groups"])
    found = [_item_part(item, groups) for item in data["items"]]
    bands = [_field(f"band:{band['code']}", band["name"], band["from"]) for band in data["bands"] if band["from"]]
    return [*found, {"title": "等次从多少分起", "fields": bands}]


def rules_of(data: Data) -> dict[str, Any]:
    """Return what excludes what, the minimums, and empty fields for a new item, exclusion and minimum."""
    names, bands, groups = (_names(data[key]) for key in ("items", "bands", "groups"))
    return {
        "exclusions": [
            {"title": "、".join(names.get(code, code) for code in named), "drop": _box(f"exclusion:{at}:drop", "删去")}
            for at, named in enumerate(data.get("exclusions", ()))
        ],
        "new_exclusion": [
            _select("exclusion:new:a", "一项", "", {"": "不增加", **names}),
            _select("exclusion:new:b", "另一项", "", {"": "不增加", **names}),
        ],
        "minimums": [_minimum_part(at, each, bands) for at, each in enumerate(data.get("minimums", ()))],
        "new_minimum": [
            _text("minimum:new:name", "名称（例如：一年一件提案）", ""),
            _select("minimum:new:kind", "做了哪一类", "", {"": "不增加", **KINDS}),
            _select("minimum:new:kind2", "或者哪一类", "", {"": "没有", **KINDS}),
            _field("minimum:new:at_least", "至少几次", "1"),
            _select("minimum:new:band", "达不到的最高给", data["bands"][-1]["code"], bands),
        ],
        "new_item": [
            _text("item:new:name", "项目名称", ""),
            _select("item:new:group", "归入", data["groups"][0]["code"], groups),
            _select("item:new:kind", "哪类履职", "", {"": "不增加", **KINDS}),
            _field("item:new:points", "每次几分", ""),
            _field("item:new:cap", "最多几分", ""),
        ],
    }  # fmt: skip


def _names(rows: Iterable[Data]) -> dict[str, str]:
    return {row["code"]: row["name"] for row in rows}


def _item_part(item: Data, groups: Mapping[str, str]) -> dict[str, Any]:
    code = item["code"]
    rows = [_field(f"cap:{code}", "满分或上限", item.get("cap"))]
    if item.get("cap_others") is not None:
        rows.append(_field(f"cap_others:{code}", "非常委的上限", item["cap_others"]))
    for kind, rate in item["rates"].items():
        rows.extend(_point_fields(code, kind, rate))
    more = [
        _text(f"name:{code}", "项目名称", item["name"]),
        _select(f"group:{code}", "归入", item["group"], groups),
        _select(f"mode:{code}", "怎么计", item.get("mode", "each"), MODES),
        _select(f"only:{code}", "对谁", item.get("only", ""), WHO),
        _select(f"choose:{code}", "多次怎么办", item.get("choose", "all"), CHOICES),
        _field(f"skip:{code}", "前几次不计", item.get("skip", 0)),
        _box(f"prorate:{code}", "按任职月数折算", is_on=bool(item.get("prorate"))),
        *(each for kind, rate in item["rates"].items() for each in _factor_fields(code, kind, rate)),
        _select(f"addkind:{code}", "再计一类履职", "", {"": "不增加", **_unused(item)}),
        _field(f"addpoints:{code}", "这一类每次几分", ""),
    ]  # fmt: skip
    return {"title": item["name"], "fields": rows, "more": more, "drop": _box(f"drop:{code}", "删去这一项")}


def _unused(item: Data) -> dict[str, str]:
    return {kind: label for kind, label in KINDS.items() if kind not in item["rates"]}


def _point_fields(code: str, kind: str, rate: Any) -> list[Field]:
    label = KINDS.get(kind, kind)
    if not isinstance(rate, Mapping):
        return [_field(f"points:{code}:{kind}", label, rate)]
    rows = [_field(f"first:{code}:{kind}", f"{label}（首件）", rate["first"])] if "first" in rate else []
    return [*rows, _field(f"points:{code}:{kind}", label, rate["points"])] if "points" in rate else rows


def _factor_fields(code: str, kind: str, rate: Any) -> list[Field]:
    """Return what can be opened of one kind: the factor of each role, how many count, what the first has."""
    label, rows = KINDS.get(kind, kind), []
    given: Data = rate if isinstance(rate, Mapping) else {}
    for role, part in given.get("roles", {}).items():
        rows.append(_text(f"role:{code}:{kind}:{role}", f"{label}：{ROLES.get(role, role)}按几成", _words_of(part)))
    for role, most in given.get("limit", {}).items():
        rows.append(_field(f"limit:{code}:{kind}:{role}", f"{label}：{ROLES.get(role, role)}最多几件", most))
    if "joint" in given:
        rows.append(_text(f"joint:{code}:{kind}", f"{label}：合写的第一人占几成", given["joint"]))
    if "per" in given:
        rows.append(_select(f"per:{code}:{kind}", f"{label}：按什么计次", given["per"], PER))
    rows.append(_box(f"dropkind:{code}:{kind}", f"不再计{label}"))
    return rows


def _minimum_part(at: int, each: Data, bands: Mapping[str, str]) -> dict[str, Any]:
    kinds = "、".join(KINDS.get(kind, kind) for kind in each.get("kinds", ()))
    return {
        "title": f"{each['name']}（{kinds}）",
        "fields": [
            _field(f"minimum:{at}:at_least", f"{each['name']}：至少几次", each.get("at_least", 1)),
            _select(f"minimum:{at}:band", f"{each['name']}：达不到的最高给", each["band_at_most"], bands),
        ],
        "drop": _box(f"minimum:{at}:drop", "删去"),
    }  # fmt: skip


def _words_of(part: object) -> str:
    words = str(part)
    return f"{FIRST_WORDS}{words.removesuffix(OF_FIRST)}" if words.endswith(OF_FIRST) else words


def _part_of(words: str) -> str:
    text = words.strip()
    return f"{text.removeprefix(FIRST_WORDS).strip()}{OF_FIRST}" if text.startswith(FIRST_WORDS) else text


def _field(name: str, label: str, value: object) -> Field:
    return {"name": name, "label": label, "value": "" if value is None else value, "kind": "number"}


def _text(name: str, label: str, value: object) -> Field:
    return {"name": name, "label": label, "value": value, "kind": "text"}


def _select(name: str, label: str, value: object, options: Mapping[str, str]) -> Field:
    chosen = [{"value": key, "label": text, "is_chosen": key == value} for key, text in options.items()]
    return {"name": name, "label": label, "value": options.get(str(value), ""), "kind": "select", "options": chosen}


def _box(name: str, label: str, *, is_on: bool = False) -> Field:
    return {"name": name, "label": label, "value": "是" if is_on else "", "kind": "box", "is_on": is_on}


def with_values(data: Data, given: Given) -> dict[str, Any]:
    """
    Return the scheme with what stands on the page put in; what cannot be read stays text and is refused later.

    Fields that are not in `given` stay as they are; boxes too, unless the whole page was sent.
    """
    items = [_item_with(item, given) for item in data["items"] if not given.get(f"drop:{item['code']}")]
    bands = [{**band, "from": _number(given.get(f"band:{band['code']}"), band["from"])} for band in data["bands"]]
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
        **data, "items": items, "bands": bands, "exclusions": exclusions + _new_exclusion(given),
        "minimums": minimums + _new_minimum(given),
    }  # fmt: skip


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
    if not isinstance(rate, Mapping):
        return _number(given.get(f"points:{code}:{kind}"), rate)
    changed, key = dict(rate), f"{code}:{kind}"
    for name in ("points", "first", "joint", "per"):
        if name in rate:
            changed[name] = _number(given.get(f"{name}:{key}"), rate[name])
    for name, read in (("roles", _part_of), ("limit", str.strip)):
        if name in rate:
            changed[name] = _by_role(rate[name], f"{name.removesuffix('s')}:{key}", given, read)
    return changed


def _by_role(rows: Data, key: str, given: Given, read: Any) -> dict[str, Any]:
    found = {role: (given.get(f"{key}:{role}"), part) for role, part in rows.items()}
    return {role: part if words is None or not words.strip() else read(words) for role, (words, part) in found.items()}


def _new_kind(code: str, given: Given) -> dict[str, Any]:
    kind, points = given.get(f"addkind:{code}", ""), given.get(f"addpoints:{code}", "").strip()
    return {kind: points or "0"} if kind in KINDS else {}


def _new_item(data: Data, given: Given) -> list[dict[str, Any]]:
    name, kind = given.get("item:new:name", "").strip()[:MOST_NEW], given.get("item:new:kind", "")
    if not name or kind not in KINDS:
        return []
    taken = {item["code"] for item in data["items"]}
    code = next(word for number in range(1, 1000) if (word := f"X{number}") not in taken)
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


def plain_rules(data: Data) -> list[tuple[str, str]]:
    """Return exclusions and minimums in words, for whoever only reads the scheme."""
    names, bands = _names(data["items"]), _names(data["bands"])
    found = [("取高不累计", "、".join(names.get(code, code) for code in named)) for named in data.get("exclusions", ())]
    return found + [_minimum_words(each, bands) for each in data.get("minimums", ())]


def _minimum_words(each: Data, bands: Mapping[str, str]) -> tuple[str, str]:
    kinds: Iterable[str] = (KINDS.get(kind, kind) for kind in each.get("kinds", ()))
    band = bands.get(str(each["band_at_most"]), "")
    return each["name"], f"{'或'.join(kinds)}至少{each.get('at_least', 1)}次，达不到的最高给{band}"
