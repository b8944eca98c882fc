"""The page of a scheme: everything in it as fields and in words (考核办法的页面); `scheme_editing` reads them back."""

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


def parts_of(data: Data) -> list[dict[str, Any]]:
    """Return the fields of the items of a scheme: what stands first and what can be opened, item by item."""
    groups = _names(data["groups"])
    return [_item_part(item, groups) for item in data["items"]]


def rules_of(data: Data) -> dict[str, Any]:
    """Return groups, bands, what excludes what, the minimums, and empty fields for a new one of each."""
    names, bands, groups = (_names(data[key]) for key in ("items", "bands", "groups"))
    return {
        "groups": [_group_part(group) for group in data["groups"]],
        "new_group": [
            _text("group:new:name", "增加一个分组，名称", ""), _field("group:new:cap", "最多几分（不填就不限）", ""),
        ],
        "bands": [_band_part(band) for band in data["bands"]],
        "new_band": [_text("band:new:name", "增加一个等次，名称", ""), _field("band:new:from", "从多少分起", "")],
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


def _group_part(group: Data) -> dict[str, Any]:
    code, name = group["code"], group["name"]
    return {
        "fields": [
            _text(f"groupname:{code}", f"{name}：名称", name),
            _field(f"groupcap:{code}", f"{name}：最多几分", group.get("cap")),
        ],
        "drop": _box(f"groupdrop:{code}", f"删去{name}"),
    }  # fmt: skip


def _band_part(band: Data) -> dict[str, Any]:
    code, name = band["code"], band["name"]
    return {
        "fields": [
            _text(f"bandname:{code}", f"{name}：名称", name),
            _field(f"band:{code}", f"{name}：从多少分起", band["from"]),
        ],
        "drop": _box(f"banddrop:{code}", f"删去{name}"),
    }


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
        rows.append(_box(f"droprole:{code}:{kind}:{role}", f"{label}：不再计{ROLES.get(role, role)}"))
    for role, most in given.get("limit", {}).items():
        rows.append(_field(f"limit:{code}:{kind}:{role}", f"{label}：{ROLES.get(role, role)}最多几件", most))
    if "joint" in given:
        rows.append(_text(f"joint:{code}:{kind}", f"{label}：合写的第一人占几成", given["joint"]))
    if "per" in given:
        rows.append(_select(f"per:{code}:{kind}", f"{label}：按什么计次", given["per"], PER))
    rows.extend(_new_role_fields(code, kind, given))
    rows.append(_box(f"dropkind:{code}:{kind}", f"不再计{label}"))
    return rows


def _new_role_fields(code: str, kind: str, given: Data) -> list[Field]:
    """Return empty fields for one more role of a kind; where no role is told apart, the first one bars the others."""
    label, known = KINDS.get(kind, kind), given.get("roles", {})
    asks = f"{label}：再计一种身份" if known else f"{label}：只计一种身份"
    none = "不增加" if known else "不分身份，都计"
    left = {role: name for role, name in ROLES.items() if role not in known}
    return [
        _select(f"addrole:{code}:{kind}", asks, "", {"": none, **left}),
        _text(f"addpart:{code}:{kind}", f"{label}：这种身份按几成", "1"),
        _field(f"addlimit:{code}:{kind}", f"{label}：这种身份最多几件（不填就不限）", ""),
    ]  # fmt: skip


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


def _field(name: str, label: str, value: object) -> Field:
    return {"name": name, "label": label, "value": "" if value is None else value, "kind": "number"}


def _text(name: str, label: str, value: object) -> Field:
    return {"name": name, "label": label, "value": value, "kind": "text"}


def _select(name: str, label: str, value: object, options: Mapping[str, str]) -> Field:
    chosen = [{"value": key, "label": text, "is_chosen": key == value} for key, text in options.items()]
    return {"name": name, "label": label, "value": options.get(str(value), ""), "kind": "select", "options": chosen}


def _box(name: str, label: str, *, is_on: bool = False) -> Field:
    return {"name": name, "label": label, "value": "是" if is_on else "", "kind": "box", "is_on": is_on}


def plain_rules(data: Data) -> list[tuple[str, str]]:
    """Return groups, bands, exclusions and minimums in words, for whoever only reads the scheme."""
    names, bands = _names(data["items"]), _names(data["bands"])
    whole = [(group["name"], f"最多{group['cap']}分" if group.get("cap") else "不设上限") for group in data["groups"]]
    whole += [(band["name"], f"{band['from']}分起") for band in data["bands"]]
    found = [("取高不累计", "、".join(names.get(code, code) for code in named)) for named in data.get("exclusions", ())]
    return whole + found + [_minimum_words(each, bands) for each in data.get("minimums", ())]


def _minimum_words(each: Data, bands: Mapping[str, str]) -> tuple[str, str]:
    kinds: Iterable[str] = (KINDS.get(kind, kind) for kind in each.get("kinds", ()))
    band = bands.get(str(each["band_at_most"]), "")
    return each["name"], f"{'或'.join(kinds)}至少{each.get('at_least', 1)}次，达不到的最高给{band}"
