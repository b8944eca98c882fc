"""The two kinds of sheets: what each looks for, reads, judges and writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yizheng.intake.sheets.columns import Field
from yizheng.intake.sheets.table import TableRow
from yizheng.kernel.acting import Actor

from ..imports import ROLL_IMPORT, UNITS_IMPORT
from . import roll_judging, roll_reading, units
from .choices import Choices
from .columns import ROLL_FIELDS, UNIT_FIELDS
from .findings import Entry, Finding
from .roll_writing import RollWriter
from .world import RollWorld

World = Any
"""A `RollWorld` or a `UnitWorld`: only the functions of its own kind look into it."""


@dataclass(frozen=True)
class SheetKind:
    """One kind of sheet. `look` reads what the committee has; `write` writes entries within an act."""

    purpose: str
    noun: str
    fields: tuple[Field, ...]
    look: Callable[[Choices, date], World]
    read: Callable[[TableRow, World], tuple[dict[str, str], list[Finding]]]
    judge: Callable[[Sequence[Entry], World], None]
    write: Callable[[Sequence[Sequence[Entry]], World, Actor, datetime], None]

    @property
    def required(self) -> Field:
        """Return the column without which there is no table."""
        return next(field for field in self.fields if field.is_required)


def _write_roll(parts: Sequence[Sequence[Entry]], world: RollWorld, by: Actor, at: datetime) -> None:
    writer = RollWriter(world, by=by, at=at)
    for part in parts:
        writer.write(part)


def _write_units(parts: Sequence[Sequence[Entry]], world: units.UnitWorld, by: Actor, at: datetime) -> None:
    writer = units.UnitWriter(world, by=by, at=at)
    for part in parts:
        writer.write(part)
    writer.finish()


ROLL = SheetKind(ROLL_IMPORT.name, "人", ROLL_FIELDS, RollWorld, roll_reading.read_row, roll_judging.judge, _write_roll)
UNITS = SheetKind(UNITS_IMPORT.name, "家", UNIT_FIELDS, units.UnitWorld, units.read_row, units.judge, _write_units)
_KINDS = {kind.purpose: kind for kind in (ROLL, UNITS)}


def kind_of(purpose: str) -> SheetKind:
    """Return the kind of an import's purpose. Raises: LookupError."""
    return _KINDS[purpose]
