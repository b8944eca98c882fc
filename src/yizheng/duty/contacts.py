"""Reads: contact pairs and year-end summaries a person may see, and which units have not handed theirs in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.org.enums import BodyKind
from yizheng.org.models import Body, Sector
from yizheng.org.queries import bodies_in_force

from . import queries
from .models import ContactPair, YearSummary
from .permissions import READERS, SPEAKERS
from .term import term_of

Unit = Body | Sector
KINDS = (BodyKind.SPECIAL_COMMITTEE, BodyKind.GRASSROOTS_UNIT, BodyKind.ACTIVITY_GROUP, BodyKind.LIAISON_GROUP)
"""Bodies of which a summary is asked at the end of a year, beside all sectors."""


def pairs_visible_to(actor: Actor) -> QuerySet[ContactPair]:
    """Return the contact pairs, for the offices."""
    rows = ContactPair.objects.select_related("keeper", "membership__person")
    return rows if actor.wears(*READERS, "system") else rows.none()


def summaries_visible_to(actor: Actor) -> QuerySet[YearSummary]:
    """Return the summaries a person may read: the offices all, whoever speaks for a sector or a body its own."""
    rows = YearSummary.objects.select_related("sector", "body")
    if actor.wears(*READERS, "system"):
        return rows
    own = own_unit(actor)
    return rows.filter(**own) if own else rows.none()


def own_unit(actor: Actor) -> dict[str, int]:
    """Return the sector or body a convener's or a street's hat is narrowed to, as a column and its id."""
    hat = actor.hat
    if not actor.wears(*SPEAKERS) or hat.scope_kind not in ("sector", "body") or hat.scope_id is None:
        return {}
    return {hat.scope_kind: hat.scope_id}


def units_of(actor: Actor, year: int) -> list[Unit]:
    """Return the units whose summary this person may hand in: a convener the own one, the offices all."""
    _, last = queries.years().days(year)
    sectors = Sector.objects.filter(term=term_of(year)).order_by("order", "id")
    bodies = bodies_in_force(last, *KINDS)
    if not actor.wears(*READERS, "system"):
        own = own_unit(actor)
        return [*sectors.filter(pk=own.get("sector", 0)), *bodies.filter(pk=own.get("body", 0))]
    return [*sectors, *bodies]


@dataclass(frozen=True)
class Due:
    """One unit of a year and the summary it handed in, if any."""

    unit: Unit
    summary: YearSummary | None


def due_of(actor: Actor, year: int) -> list[Due]:
    """Return each unit with its summary of a year, in official order (features F128)."""
    rows = summaries_visible_to(actor).filter(year=year)
    found = {key_of(row.sector or row.body): row for row in rows}
    return [Due(unit, found.get(key_of(unit))) for unit in units_of(actor, year)]


def key_of(unit: Unit | None) -> str:
    """Return what a form calls a unit."""
    return "" if unit is None else f"{'sector' if isinstance(unit, Sector) else 'body'}:{unit.pk}"


def name_of(unit: Unit) -> str:
    """Return what people call a unit."""
    return f"{unit.name}界别" if isinstance(unit, Sector) else unit.short_name or unit.full_name


def missing(due: Sequence[Due]) -> list[Due]:
    """Return the units that have not handed in."""
    return [each for each in due if each.summary is None]
