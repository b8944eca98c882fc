"""Reads: the keys with what holds and what is to come, and what happened to one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from yizheng.kernel.models import LedgerEntry

from ..configuration import Key, registered, value
from ..models import Setting
from ..values_read import values


@dataclass(frozen=True)
class Standing:
    """A key as it stands on a day: its value, since when (None: the default), and what is to come."""

    key: Key[Any]
    value: Any
    since: date | None
    future: tuple[tuple[date, Any], ...]


@dataclass(frozen=True)
class Section:
    """The keys of one section."""

    title: str
    keys: tuple[Standing, ...]


def standing(key: Key[Any], *, on: date) -> Standing:
    """Return how a key stands."""
    rows = values().get(key.name, [])
    since = next((row.valid_from for row in rows if row.valid_from <= on), None)
    future = tuple((row.valid_from, row.value) for row in reversed(rows) if row.valid_from > on)
    return Standing(key, value(key, on=on), since, future)


def sections(*, on: date) -> list[Section]:
    """Return every key as it stands, section by section in one query."""
    keys = sorted(registered(), key=lambda key: key.section)
    return [
        Section(title, tuple(standing(key, on=on) for key in group))
        for title, group in groupby(keys, key=lambda key: key.section)
    ]


def history(key: Key[Any]) -> QuerySet[LedgerEntry]:
    """Return what happened to a key, the newest first."""
    rows = Setting.objects.filter(key=key.name).values("pk")
    return LedgerEntry.objects.filter(kind="setting", object_id__in=rows).order_by("-id")
