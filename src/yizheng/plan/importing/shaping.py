"""Dataclasses back from the JSON that `dataclasses.asdict` makes of them."""

from __future__ import annotations

import copy
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def build(cls: type[T], stored: dict[str, Any]) -> T:
    """Return the dataclass; a field that is not stored takes its default, an unknown one is ignored."""
    hints = _hints(cls)  # type: ignore[arg-type]
    return cls(**{name: _value(hints[name], stored[name]) for name in hints if name in stored})


@cache
def _hints(cls: type) -> dict[str, Any]:
    hints = get_type_hints(cls)
    return {each.name: hints[each.name] for each in fields(cls)}


def _value(hint: Any, raw: Any) -> Any:
    if is_dataclass(hint):
        return build(hint, raw)  # type: ignore[arg-type]
    if get_origin(hint) is list and is_dataclass(inner := get_args(hint)[0]):
        return [build(inner, each) for each in raw]  # type: ignore[arg-type]
    return copy.deepcopy(raw)
