"""The demo's proposals as they were written: texts of `texts/proposals_*.txt`, read into rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yizheng.proposal.enums import ShareRole

from .plans import TEXTS
from .units import UNITS

ROLES = {"单": ShareRole.SOLE, "主": ShareRole.HOST, "会": ShareRole.CO, "分": ShareRole.SEPARATE}
FULL_NAMES = {alias: unit.name for unit in UNITS for alias in unit.aliases}


@dataclass(frozen=True)
class Row:
    """One proposal: whose, about what, what is asked, and what the unit answers to each suggestion."""

    key: str
    who: str
    category: str
    keywords: tuple[str, ...]
    units: tuple[tuple[str, ShareRole], ...]
    title: str
    background: str
    analysis: str
    suggestions: tuple[str, ...]
    answers: tuple[str, ...]


def read(text: str) -> dict[str, Row]:
    """Read a file of proposals; blocks are parted by empty lines and begin with `#`."""
    blocks = (TEXTS / f"{text}.txt").read_text(encoding="utf-8").strip().split("\n\n")
    rows = [_row(block.splitlines()) for block in blocks]
    return {row.key: row for row in rows}


def _row(lines: list[str]) -> Row:
    key, who, category, keywords, units = lines[0].removeprefix("#").split("|")
    asked = [line.removeprefix("- ") for line in lines[4:] if line.startswith("- ")]
    told = [line.removeprefix("> ") for line in lines[4:] if line.startswith("> ")]
    return Row(
        key=key, who=who, category=category, keywords=tuple(keywords.split("、")), units=tuple(_units(units)),
        title=lines[1], background=lines[2], analysis=lines[3], suggestions=tuple(asked), answers=tuple(told),
    )  # fmt: skip


def _units(text: str) -> Iterator[tuple[str, ShareRole]]:
    """Read `主:区住建局 会:区财政局、区资规分局` into full names with their roles."""
    for part in text.split():
        role, _, names = part.partition(":")
        for name in names.split("、"):
            yield FULL_NAMES.get(name, name), ROLES[role]
