"""
The dated register of configuration (配置, handbook 16): typed keys with defaults, values per committee and day.

Each room declares its keys beside the rules that read them. A value is read at the moment of an act; what
already runs keeps the value it started with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from .models import Setting

T = TypeVar("T")


@dataclass(frozen=True)
class Key(Generic[T]):
    """
    One key: its default, what it is called on the page, what changing it changes.

    `check` returns a sentence why a value cannot stand, None when it can. `unit` is printed after the value.
    """

    name: str
    default: T
    label: str
    effect: str
    section: str
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    check: Callable[[T], str | None] | None = None


_keys: dict[str, Key[Any]] = {}


def register(key: Key[T]) -> Key[T]:
    """Make a key known and return it, so that a room keeps it by a name: `NOTICE_DAYS = register(Key(…))`."""
    if key.name in _keys:
        raise ValueError(f"two keys are called {key.name}")
    _keys[key.name] = key
    return key


def value(key: Key[T], *, on: date) -> T:
    """Return what holds in the open scope on a date: the newest value that has begun, else the default."""
    row = Setting.objects.filter(key=key.name, valid_from__lte=on).order_by("-valid_from").first()
    return key.default if row is None else row.value


def get(name: str) -> Key[Any]:
    """Return a key by name. Raises: LookupError."""
    try:
        return _keys[name]
    except KeyError:
        raise LookupError(f"no configuration key is called {name!r}") from None


def registered() -> list[Key[Any]]:
    """Return every key, by name."""
    return [_keys[name] for name in sorted(_keys)]
