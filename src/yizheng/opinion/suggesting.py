"""
To which units a piece may go, and why (转办单位推荐): what the room `assist` makes of it.

Only the information office asks, and it reads every piece; so what is learned of pieces is heard nowhere else.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from yizheng.assist.cases import MOST_CASES, Case, Cases, words_of
from yizheng.assist.suggesting_units import Adviser, Asked, UnitSuggestion, adviser
from yizheng.assist.texts import Text
from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address

from . import queries
from .enums import TransferState
from .models import Opinion, OpinionTransfer
from .texts import text_of

AREA = "opinion"
UNDONE = (TransferState.RECALLED, TransferState.DECLINED)


def suggest_units(opinion: Opinion, *, on: date, by: Actor) -> list[UnitSuggestion]:
    """Return up to three units for one piece, the likeliest first."""
    return adviser_for(by, on=on, without={opinion.pk}).suggest(asked_of(opinion))


def adviser_for(by: Actor, *, on: date, without: Set[int] = frozenset()) -> Adviser:
    """Read once what is known; `without` are pieces that are no cases, being decided just now."""
    return adviser(AREA, on=on, cases=_cases(by, without))


def asked_of(opinion: Opinion) -> Asked:
    """Return a piece as assistance reads it: the editors' words once there are some."""
    return Asked(Text(str(opinion), text_of(opinion)), object_id=opinion.pk)


def _cases(by: Actor, without: Set[int]) -> Cases:
    readable = queries.opinions_visible_to(by).exclude(quarantine.is_closed("opinion")).exclude(pk__in=without)
    rows = OpinionTransfer.objects.exclude(state__in=UNDONE).filter(opinion__in=readable).order_by("-opinion_id", "id")
    lines = rows.values_list(
        "opinion_id", "opinion__public_id", "opinion__number", "opinion__edited_title", "opinion__title", "unit_id"
    )
    found: dict[int, tuple[str, str, str, list[tuple[int, float]]]] = {}
    for pk, public_id, number, edited, title, unit in lines[: MOST_CASES * 2]:
        if pk in found or len(found) < MOST_CASES:
            url = address("opinion:opinion", public_id=public_id)
            found.setdefault(pk, (number, url, edited or title, []))[3].append((unit, 1.0))
    return Cases(
        [Case(pk, number, url, words_of(title), tuple(units)) for pk, (number, url, title, units) in found.items()]
    )
