"""What speaks for and against choosing a speech: shown with their reasons, decided by people (handbook 9.6, R68)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .enums import SpeechForm

MOST_OF_A_SECTOR = 2
"""From the second oral speech of one sector on, the balance is pointed at. Our decision."""


@dataclass(frozen=True)
class Candidate:
    """
    One speech in the selection. `owner` names whose it is (`party:3`); `has_slot`: parties and the federation.

    `spoken` counts the oral speeches of the same owner or speaker at earlier plenaries of the term; `minutes_needed`
    is reckoned from its length, `minutes` is what a speaker has.
    """

    pk: int
    owner: str
    owner_name: str
    has_slot: bool
    sector: str
    spoken: int
    wanted: str
    minutes_needed: int
    minutes: int


@dataclass(frozen=True)
class Hint:
    """One reason: for it, or to be weighed."""

    ok: bool
    words: str


def hints_of(one: Candidate, everybody: Iterable[Candidate]) -> list[Hint]:
    """Return the reasons for and against choosing one as an oral speech, beside what is chosen already."""
    others = [each for each in everybody if each.pk != one.pk and each.wanted == SpeechForm.ORAL]
    return [*_slot(one, others), _spoken(one), *_sector(one, others), *_length(one)]


def without_slot(bodies: Sequence[tuple[str, str]], everybody: Iterable[Candidate]) -> list[str]:
    """
    Say of which parties and of the federation nothing is chosen as oral yet: `bodies` are (owner, name) in their order.

    Each has one slot, voluntary: who handed nothing in is named apart.
    """
    rows = list(everybody)
    handed_in = {each.owner for each in rows}
    chosen = {each.owner for each in rows if each.wanted == SpeechForm.ORAL}
    return [
        f"{name}：{'交了稿，还没有选作口头发言' if owner in handed_in else '没有交稿'}"
        for owner, name in bodies
        if owner not in chosen
    ]


def _slot(one: Candidate, others: list[Candidate]) -> Iterator[Hint]:
    same = [each for each in others if each.owner == one.owner]
    if one.has_slot and not same:
        yield Hint(True, f"党派和工商联每家一个名额，{one.owner_name}还没有用")
    elif same:
        yield Hint(False, f"{one.owner_name}已有一篇拟作口头发言")


def _spoken(one: Candidate) -> Hint:
    if one.spoken:
        return Hint(False, f"本届已作过{one.spoken}次口头发言，优先没有讲过的")
    return Hint(True, "本届还没有作过口头发言")


def _sector(one: Candidate, others: list[Candidate]) -> Iterator[Hint]:
    if not one.sector:
        return
    same = sum(each.sector == one.sector for each in others)
    if same == 0:
        yield Hint(True, f"{one.sector}界别还没有口头发言")
    elif same >= MOST_OF_A_SECTOR:
        yield Hint(False, f"{one.sector}界别已有{same}篇拟作口头发言")


def _length(one: Candidate) -> Iterator[Hint]:
    if one.minutes_needed > one.minutes:
        yield Hint(False, f"约要讲{one.minutes_needed}分钟，超过{one.minutes}分钟")
