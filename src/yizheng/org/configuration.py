"""
The dated register of configuration (配置, handbook 16): typed keys with defaults, values per committee and day.

Each room declares its keys beside the rules that read them. A value is read at the moment of an act; what
already runs keeps the value it started with. How to add one: docs/how-to/add-a-key.md.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from .values_read import values

T = TypeVar("T")

MOST_CHARS = 200
MOST_LINES = 200
MOST_NUMBER = 1_000_000


@dataclass(frozen=True)
class Key(Generic[T]):
    """
    One key: its default, what it is called on the page, what changing it changes.

    The default says the type: yes or no, a whole number, a text, a list of texts. With `choices` a text is one
    of them, a list several. `check` returns a sentence why a value cannot stand, None when it can. `unit` is
    printed after the value. With `line_names` (code, name) each line of a list is kept as code=value, and said and
    typed as 名称：value.
    """

    name: str
    default: T
    label: str
    effect: str
    section: str
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    check: Callable[[T], str | None] | None = None
    line_names: tuple[tuple[str, str], ...] = ()

    def line_said(self, line: str) -> str:
        """Return a kept line as people read it: adopted_city=10 as 市级采用：10."""
        code, sign, rest = line.partition("=")
        name = dict(self.line_names).get(code)
        return f"{name}：{rest}" if sign and name else line

    def line_read(self, line: str) -> str:
        """Return a typed line as it is kept; one that begins with no known name stays as it was typed."""
        codes = {name: code for code, name in self.line_names}
        name, sign, rest = unicodedata.normalize("NFKC", line).replace("=", ":", 1).partition(":")
        code = codes.get(name.strip())
        return f"{code}={rest.strip()}" if sign and code else line


_keys: dict[str, Key[Any]] = {}


def register(key: Key[T]) -> Key[T]:
    """
    Make a key known and return it, so that a room keeps it by a name: `NOTICE_DAYS = register(Key(…))`.

    Raises: ValueError for a second key of this name, and for a default that could not be chosen on the page.
    """
    if key.name in _keys:
        raise ValueError(f"two keys are called {key.name}")
    if (sentence := why_not(key, key.default)) is not None:
        raise ValueError(f"the default of {key.name} cannot stand: {sentence}")
    _keys[key.name] = key
    return key


def value(key: Key[T], *, on: date) -> T:
    """
    Return what holds in the open scope on a date: the newest value that has begun, else the default.

    Raises: TypeError when what is stored is of another type than the key's.
    """
    begun = next((each for each in values().get(key.name, ()) if each.valid_from <= on), None)
    if begun is None:
        return key.default
    if not is_of_type(key, begun.value):
        raise TypeError(f"{key.name} holds {begun.value!r} from {begun.valid_from}, which is of another type")
    found: T = begun.value
    return found


def is_of_type(key: Key[Any], given: Any) -> bool:
    """Tell whether a value is of the key's type; a yes or no is no number."""
    if isinstance(key.default, list):
        return isinstance(given, list) and all(isinstance(each, str) for each in given)
    return type(given) is type(key.default)


def why_not(key: Key[Any], given: Any) -> str | None:
    """Return a sentence why a value cannot stand for a key, None when it can."""
    if not is_of_type(key, given):
        return f"“{key.label}”要填{_kind(key)}。"
    return _out_of_bounds(key, given) or _not_offered(key, given) or (key.check(given) if key.check else None)


def get(name: str) -> Key[Any]:
    """Return a key by name. Raises: LookupError."""
    try:
        return _keys[name]
    except KeyError:
        raise LookupError(f"no configuration key is called {name!r}") from None


def registered() -> list[Key[Any]]:
    """Return every key, by name."""
    return [_keys[name] for name in sorted(_keys)]


def _kind(key: Key[Any]) -> str:
    if isinstance(key.default, bool):
        return "是或否"
    if isinstance(key.default, int):
        return "整数"
    return "一行一个的文字" if isinstance(key.default, list) else "文字"


def _out_of_bounds(key: Key[Any], given: Any) -> str | None:
    if isinstance(given, int) and abs(given) > MOST_NUMBER:
        return f"“{key.label}”的数太大，请核对。"
    lines = given if isinstance(given, list) else [given] if isinstance(given, str) else []
    if len(lines) > MOST_LINES:
        return f"“{key.label}”最多 {MOST_LINES} 行，现在有 {len(lines)} 行。"
    if any(len(line) > MOST_CHARS for line in lines):
        return f"“{key.label}”每行最多 {MOST_CHARS} 字，请精简。"
    if any("\x00" in line for line in lines):
        return f"“{key.label}”里有不能保存的字符，请重新输入。"
    twice = next((line for line in lines if lines.count(line) > 1), None)
    return None if twice is None else f"“{key.line_said(twice)}”写了两次，请去掉一个。"


def _not_offered(key: Key[Any], given: Any) -> str | None:
    offered = dict(key.choices)
    chosen = given if isinstance(given, list) else [given]
    unknown = [each for each in chosen if each not in offered] if offered else []
    return f"“{key.label}”没有“{unknown[0]}”这一项，请从列出的里面选。" if unknown else None
