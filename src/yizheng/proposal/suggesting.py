"""
Which unit a proposal may belong to, and why (单位推荐): what the room `assist` makes of it, with roles.

The earlier proposals of the committee are read once a request; every proposal of a page is compared with them
without further queries. What is inner, or under quarantine, teaches nothing and is named nowhere; a case is named
only to who may open it. Rule: F046, F152. A suggestion is never taken by itself: a clerk or an assigner names units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import islice

from yizheng.assist.cases import MOST_CASES, Case, Cases, words_of
from yizheng.assist.enums import Level
from yizheng.assist.suggesting_units import Asked, Reason, UnitSuggestion, adviser
from yizheng.assist.texts import Text
from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.org.models import OrgUnit

from . import queries
from .enums import ANSWERING, Secrecy, ShareRole, ShareSource
from .models import GONE, Handling, PlannedShare, Proposal, Suggestion

CO_WEIGHT = 0.5
"""A unit that only wrote a co-opinion knows half as well that a matter is its own."""


@dataclass(frozen=True)
class Suggested:
    """A unit that may handle a proposal: in which role, why, how sure that is (0 to 1), and which version says so."""

    unit: OrgUnit
    role: ShareRole
    reasons: tuple[Reason, ...]
    score: float
    level: Level
    version_id: int | None

    @property
    def reason(self) -> str:
        """Say why in one line."""
        return "；".join(each.words for each in self.reasons)

    @property
    def confidence(self) -> str:
        """Say in words how sure it is."""
        return str(self.level.label)


def suggest_units(proposal: Proposal, *, on: date, by: Actor) -> list[Suggested]:
    """Return the units that may handle one proposal, the likeliest first."""
    return suggest_for([proposal], on=on, by=by)[proposal.pk]


def suggest_for(
    proposals: Sequence[Proposal], *, on: date, by: Actor, without: Set[int] = frozenset()
) -> dict[int, list[Suggested]]:
    """
    Return the units that may handle each of these proposals; the number of queries does not grow with them.

    `without` are proposals that are no cases: those decided in the same act were not known when it was suggested.
    """
    known = adviser("proposal", on=on, cases=_cases(by, without))
    texts, wished = texts_of(proposals), _wished(proposals)
    return {
        each.pk: _roles(known.suggest(Asked(texts[each.pk], wished[each.pk], each.pk)), known.version_id)
        for each in proposals
    }


def texts_of(proposals: Sequence[Proposal]) -> dict[int, Text]:
    """Return the words of proposals as assistance reads them: what is asked for first, then why; one query."""
    advice: dict[int, list[str]] = defaultdict(list)
    for pk, text in Suggestion.objects.filter(proposal__in=proposals).order_by("order").values_list("proposal", "text"):
        advice[pk].append(text)
    return {
        each.pk: Text(each.title, "\n".join([*advice[each.pk], each.background, each.analysis])) for each in proposals
    }


def _wished(proposals: Sequence[Proposal]) -> Mapping[int, Set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = PlannedShare.objects.filter(proposal__in=proposals, source=ShareSource.PROPOSER)
    for pk, unit in rows.values_list("proposal_id", "unit_id"):
        found[pk].add(unit)
    return found


def _cases(by: Actor, without: Set[int]) -> Cases:
    """Return the newest proposals that units have, among those this person may open."""
    readable = queries.proposals_visible_to(by).exclude(secrecy=Secrecy.INTERNAL)
    readable = readable.exclude(quarantine.is_closed("proposal")).exclude(pk__in=without)
    rows = Handling.objects.exclude(state__in=GONE).filter(proposal__in=readable).order_by("-proposal_id", "order")
    lines = rows.values_list(
        "proposal_id",
        "proposal__public_id",
        "proposal__filed_no",
        "proposal__filed_between",
        "proposal__title",
        "unit_id",
        "role",
    )
    found: dict[int, tuple[str, str, str, list[tuple[int, float]]]] = {}
    for pk, public_id, number, between, title, unit, role in lines[: MOST_CASES * 2]:
        if pk in found or len(found) < MOST_CASES:
            named = f"{'平时' if between else ''}第{number or 0:03d}号"
            found.setdefault(pk, (named, str(public_id), title, []))[3].append(
                (unit, 1.0 if role in ANSWERING else CO_WEIGHT)
            )
    return Cases([Case(pk, number, _url(key), words_of(title), tuple(units))
                  for pk, (number, key, title, units) in found.items()])  # fmt: skip


def _url(public_id: str) -> str:
    return address("proposal:proposal", public_id=public_id)


def _roles(ranked: Sequence[UnitSuggestion], version_id: int | None) -> list[Suggested]:
    several = len(ranked) > 1
    return [
        Suggested(each.unit, _role(place, several), each.reasons, each.share, each.level, version_id)
        for place, each in enumerate(ranked)
    ]


def _role(place: int, several: bool) -> ShareRole:
    if not several:
        return ShareRole.SOLE
    return ShareRole.CO if place else ShareRole.HOST


def unit_examples(most: int) -> Iterable[tuple[int, Text, int]]:
    """Yield the newest proposals whose answering unit is known, for a training: neither inner nor under quarantine."""
    readable = Proposal.objects.exclude(secrecy=Secrecy.INTERNAL).exclude(quarantine.is_closed("proposal"))
    rows = Handling.objects.exclude(state__in=GONE).filter(proposal__in=readable, role__in=ANSWERING)
    lines = rows.order_by("-proposal_id", "order", "id").values_list("proposal_id", "unit_id")[: most * 2]
    answering: dict[int, int] = {}
    for pk, unit in lines:
        answering.setdefault(pk, unit)
    yield from ((pk, text, answering[pk]) for pk, text in _texts_by_id(list(islice(answering, most))))


def _texts_by_id(ids: Sequence[int]) -> Iterable[tuple[int, Text]]:
    """Yield the words of proposals in the given order, some hundred at a time."""
    for start in range(0, len(ids), 200):
        some = {each.pk: each for each in Proposal.objects.filter(pk__in=ids[start : start + 200])}
        texts = texts_of(list(some.values()))
        yield from ((pk, texts[pk]) for pk in ids[start : start + 200] if pk in texts)
