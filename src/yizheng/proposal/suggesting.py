"""
Which unit a proposal may belong to, and why (单位推荐): earlier assignments, names in the text, nothing hidden.

One history is built a request; every proposal of a page is compared with it without further queries.
Rule: F046. A suggestion is never taken by itself: a clerk or an assigner names the units.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from yizheng.assist.words import content_words
from yizheng.kernel import quarantine
from yizheng.org.models import OrgUnit, UnitAlias, in_force
from yizheng.org.queries import units_in_force

from .enums import ANSWERING, ShareRole, ShareSource
from .models import GONE, Handling, PlannedShare, Proposal, Suggestion

MOST_PAST = 2_000
MOST_SIMILAR = 20
MOST_SUGGESTED = 3
COMMON_SHARE = 0.25
"""A word that a quarter of all earlier titles use says nothing about the unit."""

NEAR = 0.3
"""From this share of common words on an earlier proposal counts as like this one."""

NAMED_SCORE = 0.5
SURE, LIKELY = 0.6, 0.3
WISHED_SCORE = 0.25
MOST_OF_ONE = 0.55
"""One earlier proposal, or one other sign, alone is never sure."""

BESIDE = 0.5
"""A second unit is suggested as co-handler from half of the first one's score on."""


@dataclass(frozen=True)
class Suggested:
    """A unit that may handle a proposal: in which role, why, and how sure that is (0 to 1)."""

    unit: OrgUnit
    role: ShareRole
    reason: str
    score: float

    @property
    def confidence(self) -> str:
        """Say honestly how sure it is."""
        return "把握大" if self.score >= SURE else "一般" if self.score >= LIKELY else "没有把握"


@dataclass(frozen=True)
class Past:
    """An earlier proposal of the committee: its words, and who handled it in which role."""

    number: str
    words: frozenset[str]
    units: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Signs:
    """What speaks for units: like proposals and their weight, names in the text, the proposer's wish."""

    like: Mapping[int, list[str]]
    weights: Mapping[int, float]
    named: Mapping[int, str]
    wished: Set[int]

    def units(self) -> set[int]:
        """Return the units that anything speaks for."""
        return {*self.weights, *self.named, *self.wished}


@dataclass
class History:
    """Everything a suggestion is made of: earlier proposals by word, units of today by every name."""

    past: Sequence[Past]
    units: Mapping[int, OrgUnit]
    names: Mapping[str, int]
    by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for place, each in enumerate(self.past):
            for word in each.words:
                self.by_word[word].append(place)

    def rarity(self, word: str) -> float:
        """Return how much a word says: nothing when everybody uses it, most when nobody did."""
        used = len(self.by_word.get(word, ()))
        if used > 10 and used > COMMON_SHARE * len(self.past):
            return 0.0
        return math.log(1 + (len(self.past) + 1) / (used + 1))


def history(on: date) -> History:
    """Read the last assigned proposals and the units in force, in three queries."""
    units = {unit.pk: unit for unit in units_in_force(on)}
    return History(past=_past(), units=units, names=_names(units, on))


def _past() -> list[Past]:
    """What is under quarantine teaches nothing."""
    readable = Proposal.objects.exclude(quarantine.is_closed("proposal"))
    rows = Handling.objects.exclude(state__in=GONE).filter(proposal__in=readable).order_by("-proposal_id", "order")
    lines = rows.values_list("proposal_id", "proposal__filed_no", "proposal__title", "unit_id", "role")
    found: dict[int, tuple[str, str, list[tuple[int, str]]]] = {}
    for pk, number, title, unit, role in lines[: MOST_PAST * 2]:
        if pk in found or len(found) < MOST_PAST:
            found.setdefault(pk, (f"第{number or 0:03d}号", title, []))[2].append((unit, role))
    return [Past(number, words_of(title), tuple(units)) for number, title, units in found.values()]


def _names(units: Mapping[int, OrgUnit], on: date) -> dict[str, int]:
    """A name that two units share names neither."""
    called: dict[str, set[int]] = defaultdict(set)
    for unit in units.values():
        called[unit.name].add(unit.pk)
    for text, pk in UnitAlias.objects.filter(in_force(on), unit__in=list(units)).values_list("text", "unit_id"):
        called[text].add(pk)
    return {text: next(iter(pks)) for text, pks in called.items() if len(pks) == 1 and len(text) > 2}


@lru_cache(maxsize=20_000)
def words_of(title: str) -> frozenset[str]:
    """Cut a title into the words that carry its subject; a title is cut once a process."""
    return frozenset(content_words(title)) - {"建议", "关于"}


def suggest_units(proposal: Proposal, *, on: date) -> list[Suggested]:
    """Return the units that may handle one proposal, the likeliest first."""
    return suggest_for([proposal], on=on)[proposal.pk]


def suggest_for(proposals: Sequence[Proposal], *, on: date) -> dict[int, list[Suggested]]:
    """Return the units that may handle each of these proposals; the number of queries does not grow with them."""
    known, advice, wished = history(on), _advice(proposals), _wished(proposals)
    return {each.pk: suggest(each, advice[each.pk], wished[each.pk], known) for each in proposals}


def _advice(proposals: Sequence[Proposal]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for pk, text in Suggestion.objects.filter(proposal__in=proposals).values_list("proposal_id", "text"):
        found[pk].append(text)
    return found


def _wished(proposals: Sequence[Proposal]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = PlannedShare.objects.filter(proposal__in=proposals, source=ShareSource.PROPOSER)
    for pk, unit in rows.values_list("proposal_id", "unit_id"):
        found[pk].add(unit)
    return found


def suggest(proposal: Proposal, advice: Iterable[str], wished: Set[int], known: History) -> list[Suggested]:
    """Weigh one proposal against what is known. Pure but for the cut of words."""
    like, weights = _similar(words_of(proposal.title), known)
    text = "\n".join([proposal.title, proposal.background, proposal.analysis, *advice])
    signs = Signs(like, weights, _named(text, known), wished & set(known.units))
    found = [_weigh(known.units[unit], signs) for unit in signs.units()]
    ranked = sorted(found, key=lambda each: (-each.score, each.unit.order, each.unit.pk))[:MOST_SUGGESTED]
    return _roles([each for each in ranked if each.score >= BESIDE * ranked[0].score])


def _similar(words: frozenset[str], known: History) -> tuple[dict[int, list[str]], dict[int, float]]:
    """Return by unit the numbers of like proposals it answered, and the weight these give it, 0 to 1."""
    total = sum(known.rarity(word) for word in words)
    scores: Counter[int] = Counter()
    for word in words:
        weight = known.rarity(word)
        if weight > 0:
            for place in known.by_word.get(word, ()):
                scores[place] += weight / total  # type: ignore[assignment]
    best = [(place, score) for place, score in scores.most_common(MOST_SIMILAR) if score >= NEAR]
    numbers: dict[int, list[str]] = defaultdict(list)
    gained: dict[int, float] = defaultdict(float)
    for place, score in best:
        for unit, role in known.past[place].units:
            if unit in known.units:
                numbers[unit].append(known.past[place].number)
                gained[unit] += score if role in ANSWERING else score * BESIDE
    whole = sum(score for _, score in best) or 1.0
    nearest = best[0][1] if best else 0.0
    return numbers, {unit: min(1.0, nearest * weight / whole) for unit, weight in gained.items()}


def _named(text: str, known: History) -> dict[int, str]:
    found: dict[int, str] = {}
    for name, unit in known.names.items():
        if name in text:
            found.setdefault(unit, name)
    return found


def _weigh(unit: OrgUnit, signs: Signs) -> Suggested:
    numbers, reasons = signs.like.get(unit.pk, []), []
    if unit.pk in signs.named:
        reasons.append(f"文中提到“{signs.named[unit.pk]}”")
    if numbers:
        reasons.append(f"近年{len(numbers)}件相近提案由它办理，如{numbers[0]}")
    if unit.pk in signs.wished:
        reasons.append("提案人希望由它办理")
    score = signs.weights.get(unit.pk, 0.0) + NAMED_SCORE * (unit.pk in signs.named)
    score += WISHED_SCORE * (unit.pk in signs.wished)
    if len(reasons) < 2 and len(numbers) < 2:
        score = min(score, MOST_OF_ONE)
    return Suggested(unit, ShareRole.SOLE, "；".join(reasons), min(1.0, score))


def _roles(ranked: Sequence[Suggested]) -> list[Suggested]:
    if len(ranked) < 2:
        return list(ranked)
    roles = [ShareRole.HOST, *([ShareRole.CO] * (len(ranked) - 1))]
    return [Suggested(each.unit, role, each.reason, each.score) for each, role in zip(ranked, roles, strict=True)]
