"""
What was read of the configuration in the open scope: one query serves every key that a page asks for.

After a write within the scope nothing is kept any more: a savepoint may yet take the write back.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from yizheng.kernel import scoping
from yizheng.kernel.prepared import Reading


@dataclass(frozen=True)
class Dated:
    """One value and the day it begins."""

    valid_from: date
    value: Any


Values = dict[str, list[Dated]]


@dataclass(frozen=True)
class _Read:
    """What one scope read; `values` None: something was written in it, so each reading asks anew."""

    scope: scoping.Scope
    values: Values | None


_read: ContextVar[_Read | None] = ContextVar("configuration_read", default=None)


def values() -> Values:
    """Return the values of the open scope, key by key, the newest first."""
    scope, read = scoping.current(), _read.get()
    if read is not None and read.scope is scope:
        return _from_rows() if read.values is None else read.values
    found = _from_rows()
    _read.set(_Read(scope, found))
    return found


def forget() -> None:
    """Keep nothing for the rest of the open scope: a value was written."""
    _read.set(_Read(scoping.current(), None) if scoping.is_open() else None)


def _from_rows() -> Values:
    found: Values = {}
    for key, valid_from, value in _SETTINGS.rows():
        found.setdefault(key, []).append(Dated(valid_from, value))
    return found


def _settings() -> QuerySet[Any, tuple[str, date, Any]]:
    from .models import Setting

    rows = Setting.objects.filter(is_withdrawn=False).order_by("-valid_from")
    return rows.values_list("key", "valid_from", "value")


_SETTINGS = Reading(_settings)
