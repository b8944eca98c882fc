"""
Which unit may see to a matter, how sure that is, and why (单位推荐).

Three things speak: what the version in use learned (or the shipped knowledge and the duties), like cases of the
committee, and names in the text. A correction speaks at once as a like case, and for good after the next training.
Rule: F046, F152. A suggestion is never taken by itself: a clerk or an assigner names the units.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date

from yizheng.org.models import OrgUnit, UnitAlias, in_force
from yizheng.org.queries import units_in_force

from . import knowledge
from .cases import Case, Cases, Likeness
from .enums import Level
from .guides import Guide, unit_guide
from .naming import kind_of
from .routing import Suggestion
from .services import level_of
from .texts import Text

MOST_SUGGESTED = 3
LEARNED_BY_CASES = 0.6
"""So much of the answer like cases give when the nearest is the same in every word."""

NAMED_GAIN, WISHED_GAIN = 0.35, 0.15
LEAST = 0.08
MOST_OF_ONE = 0.55
"""One earlier case, or one other sign, alone is never sure."""

BESIDE = 0.35
"""A second unit is named from so much of the first one's share on."""

_CLAUSES = re.compile(r"[，、；;。\n]+")


@dataclass(frozen=True)
class Reason:
    """Why: in words, with the page that shows it."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class UnitSuggestion:
    """A unit that may see to a matter, how likely that is (0 to 1), and why."""

    unit: OrgUnit
    share: float
    reasons: tuple[Reason, ...]

    @property
    def level(self) -> Level:
        """Say honestly how sure it is."""
        return level_of(self.share)


@dataclass(frozen=True)
class Asked:
    """What is asked about: its words, the units its author wished, and itself, to be no case of its own."""

    text: Text
    wished: Set[int] = frozenset()
    object_id: int | None = None


@dataclass(frozen=True)
class Adviser:
    """Everything a suggestion is made of, read once a request."""

    units: Mapping[int, OrgUnit]
    names: Mapping[str, int]
    guide: Guide
    cases: Cases = field(default_factory=Cases)

    @property
    def version_id(self) -> int | None:
        """Return the version that speaks."""
        return self.guide.version.pk if self.guide.version else None

    def suggest(self, asked: Asked) -> list[UnitSuggestion]:
        """Name up to three units, the likeliest first."""
        signs = _Signs(
            {unit: each for unit, each in self.guide.shares(asked.text) if unit in self.units},
            self.cases.like(asked.text.title, asked.object_id),
            self._named(asked.text),
            asked.wished & set(self.units),
            asked.text.title,
        )
        found = [self._weigh(self.units[unit], signs) for unit in signs.units() if unit in self.units]
        ranked = sorted(found, key=lambda each: (-each.share, each.unit.order, each.unit.pk))[:MOST_SUGGESTED]
        return [each for each in ranked if each.share >= max(LEAST, BESIDE * ranked[0].share)]

    def _named(self, text: Text) -> dict[int, str]:
        said, found = f"{text.title}\n{text.body}", dict[int, str]()
        for name, unit in self.names.items():
            if name in said:
                found.setdefault(unit, name)
        return found

    def _weigh(self, unit: OrgUnit, signs: _Signs) -> UnitSuggestion:
        learned, like = signs.learned.get(unit.pk), signs.like
        by_cases = LEARNED_BY_CASES * like.nearest
        share = (1 - by_cases) * (learned.confidence if learned else 0.0) + by_cases * like.shares.get(unit.pk, 0.0)
        share += (1 - share) * NAMED_GAIN * (unit.pk in signs.named)
        share += (1 - share) * WISHED_GAIN * (unit.pk in signs.wished)
        cases = like.cases.get(unit.pk, ())
        reasons = tuple(self._reasons(unit, signs, cases, learned))
        if len(reasons) < 2 and len(cases) < 2:
            share = min(share, MOST_OF_ONE)
        return UnitSuggestion(unit, min(share, 0.97), reasons)

    def _reasons(
        self, unit: OrgUnit, signs: _Signs, cases: Sequence[Case], learned: Suggestion | None
    ) -> Iterable[Reason]:
        if unit.pk in signs.named:
            yield Reason(f"文中提到“{signs.named[unit.pk]}”")
        if cases:
            both = "、".join(self.cases.shared(signs.title, cases[0]))
            yield Reason(f"近年{len(cases)}件相近的由它办理，如{cases[0].number}，都讲到{both}", cases[0].url)
        if learned is not None and learned.terms:
            yield Reason(self._by_duty(unit, learned))
        if unit.pk in signs.wished:
            yield Reason("提案人希望由它办理")

    def _by_duty(self, unit: OrgUnit, learned: Suggestion) -> str:
        own, terms = self.guide.duties.get(unit.pk, ""), learned.terms
        line = _line_with(terms, own)
        if line:
            return f"它的职责写着“{line}”"
        shipped = knowledge.units().get(kind_of(unit.name) or "")
        line = _line_with(terms, shipped.duties if shipped else "")
        if line:
            return f"这类单位通常管“{line}”"
        return f"讲到{'、'.join(terms[:3])}，{'以往多由它办理' if learned.basis != 'duty' else '与它的职责相关'}"


@dataclass(frozen=True)
class _Signs:
    """What speaks for units."""

    learned: Mapping[int, Suggestion]
    like: Likeness
    named: Mapping[int, str]
    wished: Set[int]
    title: str

    def units(self) -> set[int]:
        """Return the units that anything speaks for."""
        return {*self.learned, *self.like.shares, *self.named, *self.wished}


def _line_with(terms: Sequence[str], duties: str) -> str:
    """Return the clause of the duties that says the loudest of the terms."""
    clauses = [clause.strip() for clause in _CLAUSES.split(duties) if clause.strip()]
    for term in terms:
        for clause in clauses:
            if term in clause:
                return clause[:30]
    return ""


def adviser(area: str, *, on: date, cases: Cases | None = None) -> Adviser:
    """Read what units of today there are and what is known of them; five queries, whatever is asked."""
    units = {unit.pk: unit for unit in units_in_force(on)}
    guide = unit_guide(area, list(units.values()))
    return Adviser(units, _names(units, on), guide, cases or Cases())


def _names(units: Mapping[int, OrgUnit], on: date) -> dict[str, int]:
    """A name that two units share names neither."""
    called: dict[str, set[int]] = defaultdict(set)
    for unit in units.values():
        called[unit.name].add(unit.pk)
    for text, pk in UnitAlias.objects.filter(in_force(on), unit__in=list(units)).values_list("text", "unit_id"):
        called[text].add(pk)
    return {text: next(iter(pks)) for text, pks in called.items() if len(pks) == 1 and len(text) > 2}
