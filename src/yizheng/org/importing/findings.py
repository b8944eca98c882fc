"""What is said about a row: problems that hold it up, warnings that do not, changes it would make."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from yizheng.intake.models import RowVerdict

Json = dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """
    One sentence about a row, with what can be chosen on the spot: (label, word of the decision).

    `held` are the texts that a page-wide choice settles (界别 not in the dictionary).
    """

    text: str
    is_problem: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    unknown_sector: str = ""


@dataclass(frozen=True)
class FieldChange:
    """A value that changes; `is_sealed` values are personal: whoever sees them is noted."""

    label: str
    old: str
    new: str
    is_sealed: bool = False


@dataclass
class Entry:
    """One row on its way from the sheet to the roll."""

    number: int
    values: dict[str, str]
    cells: list[str]
    read: list[Finding] = field(default_factory=list)
    peers: list[list[Any]] = field(default_factory=list)
    phone_rows: list[int] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    changes: list[FieldChange] = field(default_factory=list)
    target: int | None = None
    verdict: str = RowVerdict.NEW

    @property
    def findings(self) -> list[Finding]:
        """Return everything said about the row, problems first."""
        return sorted([*self.read, *self.found], key=lambda finding: not finding.is_problem)

    @property
    def has_problem(self) -> bool:
        """Tell whether the row is held up."""
        return any(finding.is_problem for finding in self.findings)

    def judged_json(self) -> Json:
        """Return everything but the cells, as it is kept beside them."""
        kept = asdict(self)
        del kept["cells"]
        return kept


def entry_from(judged: Json, cells: list[str]) -> Entry:
    """Read an entry as it was kept."""
    told = {name: [_finding(each) for each in judged[name]] for name in ("read", "found")}
    changes = [FieldChange(**each) for each in judged["changes"]]
    return Entry(**{**judged, **told, "changes": changes, "cells": cells})


def _finding(kept: Json) -> Finding:
    return Finding(**{**kept, "choices": tuple((label, word) for label, word in kept["choices"])})


def problem(text: str, *choices: tuple[str, str], unknown_sector: str = "") -> Finding:
    """Say what holds a row up."""
    return Finding(text, True, choices, unknown_sector)


def warning(text: str) -> Finding:
    """Say what should be looked at."""
    return Finding(text)
