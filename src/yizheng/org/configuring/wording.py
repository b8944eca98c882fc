"""How values of keys are said on a page, in the ledger's history and in the reference."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.ui.tags.marks import long_date

from ..configuration import Key

MOST_SHOWN = 6
ACTS = {"change_setting": "改配置", "withdraw_setting": "取消改动"}


def said(key: Key[Any], value: Any, *, whole: bool = False) -> str:
    """Say a value: 是, 20天, 从名称里选的那一项; a long list is cut off unless the `whole` is wanted."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return f"（长文本，{value.get('chars', '')} 字）"
    if isinstance(value, list):
        return _list(key, value, whole)
    return f"{dict(key.choices).get(value, value)}{key.unit}" if value != "" else "（空）"


def _list(key: Key[Any], values: list[Any], whole: bool) -> str:
    names = dict(key.choices)
    shown = [key.line_said(names.get(each, each)) if isinstance(each, str) else said(key, each) for each in values]
    if not shown:
        return "（一项也没有）"
    if whole or len(shown) <= MOST_SHOWN:
        return "、".join(shown)
    return f"{'、'.join(shown[:MOST_SHOWN])}等 {len(shown)} 项"


def stood(key: Key[Any], row: dict[str, Any]) -> str:
    """Say what a ledger row of a key says: 20天 → 15天，从2026年12月1日起."""
    day = long_date(date.fromisoformat(row["valid_from"]))
    value = row["value"]
    if _is_change(key, value):
        return f"{said(key, value[0], whole=True)} → {said(key, value[1], whole=True)}，从{day}起"
    return f"{said(key, value, whole=True)}，原定从{day}起"


def _is_change(key: Key[Any], value: Any) -> bool:
    """A pair (old, new); for a key that holds a list the pair is one of lists."""
    if not isinstance(value, list) or len(value) != 2:
        return False
    return not isinstance(key.default, list) or all(isinstance(each, list) for each in value)
