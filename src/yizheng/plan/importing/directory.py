"""Who the names of a plan are, each in its month: a chairperson of June need not be one in May."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from yizheng.org.naming import NameCandidate, Resolution, ResolutionState, holds
from yizheng.org.naming import Target as Found
from yizheng.org.resolving import Directory
from yizheng.plan.importing.draft import Name, Target
from yizheng.plan.importing.naming import Column

PARTY_KINDS = ("person", "body", "unit")
"""What can carry or lead a task; a post or a group without holders carries nothing."""
FOUND = "与名册一致"


class NamesOfYear:
    """
    The directory of a plan's year, opened once a month.

    `candidates_on` loads who and what existed on a date; names without a month are asked for January.
    """

    def __init__(self, year: int, candidates_on: Callable[[date], Sequence[NameCandidate]]) -> None:
        self._year = year
        self._candidates_on = candidates_on
        self._directories: dict[int, Directory] = {}

    def look_up(self, column: Column, text: str, month: int | None, beside: Sequence[Name] = ()) -> Name:
        """Return who a name is; `beside` are the departments of its row, which tell who 分管主席 is."""
        departments = [_known(name) for name in beside] if column == "leaders" else []
        return _name(text, self._directory(month or 1).resolve(text, departments))

    def roll(self, column: Column) -> list[Target]:
        """Return who can stand in a column in the year: leaders by their posts, or bodies and units."""
        on = date(self._year, 12, 31)
        in_force = [each for each in self._candidates_on(on) if holds(each, on)]
        if column == "departments":
            return [_target(each) for each in in_force if each.kind in ("body", "unit")]
        leaders = [each for each in in_force if any(holds(post, on) for post in each.posts)]
        ranked = sorted(leaders, key=lambda each: min(post.rank for post in each.posts))
        return [_target(each) for each in ranked if each.kind == "person"]

    def _directory(self, month: int) -> Directory:
        if month not in self._directories:
            on = date(self._year, month, 1)
            self._directories[month] = Directory(self._candidates_on(on), on)
        return self._directories[month]


def _target(candidate: NameCandidate) -> Target:
    return Target(candidate.kind, candidate.id, candidate.name)


def _name(text: str, resolution: Resolution) -> Name:
    return Name(
        text,
        targets=_targets(resolution.targets),
        choices=_targets(suggestion.target for suggestion in resolution.suggestions),
        settled=resolution.state is ResolutionState.RESOLVED,
        reason=resolution.note or (FOUND if resolution.state is ResolutionState.RESOLVED else ""),
    )


def _targets(found: Iterable[Found]) -> list[Target]:
    kept = (Target(each.kind, each.id, each.name) for each in found if each.kind in PARTY_KINDS)
    return list({(target.kind, target.id): target for target in kept}.values())


def _known(name: Name) -> Resolution:
    """A department as it stands in the tree, as the directory reads it."""
    state = ResolutionState.RESOLVED if name.settled else ResolutionState.UNSURE
    targets = tuple(Found(target.kind, target.id, target.label) for target in name.targets)  # type: ignore[arg-type]
    return Resolution(name.text, state, targets)
