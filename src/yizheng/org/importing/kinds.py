"""The kinds of sheets: what each looks for, reads, judges and writes. Rooms above register their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yizheng.intake.sheets.columns import Field
from yizheng.intake.sheets.table import TableRow
from yizheng.kernel.acting import Actor

from ..imports import ROLL_IMPORT, UNITS_IMPORT
from ..models import Sector
from . import phrases, roll_judging, roll_reading, telling, units
from .choices import NEW_NAME, Choices
from .columns import ROLL_FIELDS, UNIT_FIELDS
from .findings import Entry, Finding
from .roll_writing import RollWriter
from .world import RollWorld

World = Any
"""A `RollWorld`, a `UnitWorld` or another's: only the functions of its own kind look into it."""


def name_of(values: Mapping[str, str]) -> str:
    """Return what a row is called: rows of one name may mean one another."""
    return values["name"]


def _always_ready(_choices: Choices, _world: World) -> str:
    return ""


def _no_names() -> Sequence[str]:
    return ()


def _no_words() -> Mapping[str, Sequence[str]]:
    return {}


@dataclass(frozen=True)
class Naming:
    """
    Names that a page-wide choice settles: what the card says, and what may be meant.

    `offered` is what stands in the choice, `known` everything that may be posted; `may_be_new` lets a name be added.
    """

    title: str
    text: str
    offered: Callable[[World], Sequence[str]]
    known: Callable[[], Sequence[str]]
    may_be_new: bool = False


@dataclass(frozen=True)
class SheetKind:
    """
    One kind of sheet. `look` reads what the committee has; `write` writes entries within an act.

    `key` is what rows are held against each other by; `ready` says why nothing can be written yet. `title` and
    `list_name` are of the page that lists the imports, `name_label` is over the names, `summary` tells a row.
    `example` and `words` fill the template: a row to follow, drop-downs by field.
    """

    purpose: str
    noun: str
    fields: tuple[Field, ...]
    look: Callable[[Choices, date], World]
    read: Callable[[TableRow, World], tuple[dict[str, str], list[Finding]]]
    judge: Callable[[Sequence[Entry], World], None]
    write: Callable[[Sequence[Sequence[Entry]], World, Actor, datetime], None]
    title: str
    list_name: str
    name_label: str
    summary: Callable[[Mapping[str, str]], str]
    example: tuple[str, ...]
    sheet_name: str
    ready: Callable[[Choices, World], str] = _always_ready
    key: Callable[[Mapping[str, str]], str] = name_of
    naming: Naming | None = None
    words: Callable[[], Mapping[str, Sequence[str]]] = _no_words

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


def _roll_ready(_choices: Choices, world: RollWorld) -> str:
    if world.term is None:
        return phrases.NO_TERM
    return phrases.TERM_CLOSED.format(term=world.term) if world.term.closed_on is not None else ""


def _sectors_known() -> list[str]:
    return [*Sector.objects.values_list("name", flat=True), NEW_NAME]


ROLL = SheetKind(
    ROLL_IMPORT.name, "人", ROLL_FIELDS, RollWorld, roll_reading.read_row, roll_judging.judge, _write_roll,
    title="导入名册", list_name="org-import:rolls", name_label="姓名", summary=telling.roll, ready=_roll_ready,
    example=telling.ROLL_EXAMPLE, sheet_name="名册",
    naming=Naming(
        "界别对照", "表里的这些界别不在字典里。选定以后重新读取，这些行就不再有问题。",
        lambda world: list(world.sectors), _sectors_known, may_be_new=True,
    ),
    words=telling.roll_words,
)  # fmt: skip
UNITS = SheetKind(
    UNITS_IMPORT.name, "家", UNIT_FIELDS, units.UnitWorld, units.read_row, units.judge, _write_units,
    title="导入单位", list_name="org-import:units", name_label="单位", summary=telling.unit,
    example=telling.UNIT_EXAMPLE, sheet_name="承办单位", words=telling.unit_words,
)  # fmt: skip
_kinds: dict[str, SheetKind] = {}


def register(*kinds: SheetKind) -> None:
    """Let sheets of these kinds be imported; called by each room's `AppConfig.ready`."""
    for kind in kinds:
        _kinds[kind.purpose] = kind


def kind_of(purpose: str) -> SheetKind:
    """Return the kind of an import's purpose. Raises: LookupError."""
    return _kinds[purpose]


def purposes() -> list[str]:
    """Return the purposes of every kind."""
    return list(_kinds)


register(ROLL, UNITS)
