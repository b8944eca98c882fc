"""What is known of names on a day, and what a display text was understood as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, Protocol

# A suggestion below LEAST is no help, nor one further than NEAR behind the best.
LEAST, NEAR, MOST = 0.5, 0.2, 5
Kind = Literal["person", "post", "group", "body", "unit"]


class ResolutionState(StrEnum):
    """Whether a name is known, needs a look, or is not known at all."""

    RESOLVED = "resolved"
    UNSURE = "unsure"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The word shown beside the name."""
        return {"resolved": "已对上", "unsure": "请核对", "unknown": "未找到"}[self.value]


class Dated(Protocol):
    """Holds from `valid_from` (inclusive) to `valid_to` (exclusive); an empty end is open."""

    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


def holds(dated: Dated, on: date) -> bool:
    """Tell whether it holds on that day."""
    begun = dated.valid_from is None or dated.valid_from <= on
    return begun and (dated.valid_to is None or on < dated.valid_to)


@dataclass(frozen=True)
class Alias:
    """Another name, used from `valid_from` (inclusive) to `valid_to` (exclusive); empty is open."""

    text: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Tenure:
    """A post (主席、副主席、秘书长) held from inclusive to exclusive; `rank` is the official order."""

    post: str
    valid_from: date | None = None
    valid_to: date | None = None
    rank: int = 0


@dataclass(frozen=True)
class Charge:
    """A leader is in charge of a body (分管), from inclusive to exclusive."""

    body_id: int
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class NameCandidate:
    """Somebody or something a name can mean. `collectives` says what 各… reaches: 专委会, 联络处."""

    kind: Kind
    id: int
    name: str
    aliases: tuple[Alias, ...] = ()
    posts: tuple[Tenure, ...] = ()
    charges: tuple[Charge, ...] = ()
    collectives: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Target:
    """Who is meant; `through` is the post or phrase that led here, empty for a plain name."""

    kind: Kind
    id: int
    name: str
    through: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A candidate that a person may confirm."""

    target: Target
    score: float
    reason: str


@dataclass(frozen=True)
class Resolution:
    """What a display text was understood as; the text itself is kept exactly."""

    display_text: str
    state: ResolutionState
    targets: tuple[Target, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    note: str = ""  # a sentence to the clerk, empty when everything is clear


def target_of(candidate: NameCandidate, through: str = "") -> Target:
    """The candidate as a target, reached through a post or phrase where one was written."""
    return Target(candidate.kind, candidate.id, candidate.name, through)


def resolved(targets: Iterable[Target]) -> Resolution:
    """Everything is clear; a target named twice counts once."""
    return Resolution("", ResolutionState.RESOLVED, tuple(dict.fromkeys(targets)))


def unsure(suggestions: Iterable[Suggestion], note: str) -> Resolution:
    """A person has to choose."""
    return Resolution("", ResolutionState.UNSURE, (), tuple(suggestions), note)


def unknown(note: str) -> Resolution:
    """Nothing fits, and the note says what to do."""
    return Resolution("", ResolutionState.UNKNOWN, note=note)


def together(parts: Iterable[Resolution]) -> Resolution:
    """Several names in one place: resolved only when each of them is."""
    found = list(parts)
    targets = tuple(dict.fromkeys(target for one in found for target in one.targets))
    suggestions = tuple(one for part in found for one in part.suggestions)
    states = {one.state for one in found}
    state = states.pop() if len(states) == 1 else ResolutionState.UNSURE
    return Resolution("", state, targets, suggestions, "".join(one.note for one in found))


def nearest(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """The best suggestion for each target, as far as it comes near the best of all."""
    best: dict[Target, Suggestion] = {}
    for one in suggestions:
        if one.target not in best or one.score > best[one.target].score:
            best[one.target] = one
    ordered = sorted(best.values(), key=lambda one: -one.score)
    bar = max(LEAST, ordered[0].score - NEAR) if ordered else LEAST
    return [one for one in ordered if one.score >= bar][:MOST]
