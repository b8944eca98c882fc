"""The page of the configuration keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from yizheng.org.configuration import Key, registered
from yizheng.org.configuring.wording import said

from .tables import page, table

HEADS = ["配置项", "标识", "默认值", "改了以后"]


def configuration() -> str:
    """Write every key, section by section: its name, its default, what changing it changes."""
    lead = (
        "每项配置按机关、按日期生效；已经开始的期限和事项按原来的算。页面“配置”由系统管理员修改，经过记入台账。"
        "怎么加一项：docs/how-to/add-a-key.md。"
    )
    keys = sorted(registered(), key=lambda key: key.section)
    sections = groupby(keys, key=lambda key: key.section)
    return page("配置项", lead, [part for title, group in sections for part in _section(title, list(group))])


def _section(title: str, keys: list[Key[object]]) -> Iterator[list[str]]:
    yield [f"## {title}"]
    yield table(HEADS, [[key.label, f"`{key.name}`", said(key, key.default, whole=True), key.effect] for key in keys])
