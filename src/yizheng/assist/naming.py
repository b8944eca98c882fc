"""Recognise the kind of a unit by its name: 江北县教育和体育局 is an 教育局."""

from __future__ import annotations

from functools import lru_cache

from yizheng.assist import knowledge


@lru_cache(maxsize=5_000)
def kind_of(name: str) -> str | None:
    """Name the shipped kind of unit behind a name; the longest known name in it decides, the last one on a tie."""
    best: tuple[int, int, str] | None = None
    for alias, label in _names():
        place = name.rfind(alias)
        if place >= 0:
            found = (len(alias), place, label)
            best = max(best, found) if best else found
    return best[2] if best else None


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    return tuple((name, unit.label) for unit in knowledge.units().values() for name in (unit.label, *unit.aliases))
