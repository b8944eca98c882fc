"""Reads: everybody and everything a name in a plan can mean, as the resolving of names takes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .enums import BodyKind, UnitCategory
from .knowing import known_people
from .models import Body, BodyAlias, OrgUnit, Oversight, PostHolding, UnitAlias
from .naming import Alias, Charge, NameCandidate, Tenure

BODY_COLLECTIVES: Mapping[str, tuple[str, ...]] = {
    BodyKind.SPECIAL_COMMITTEE: ("专委会",),
    BodyKind.GRASSROOTS_UNIT: ("街道政协工委", "镇政协工委", "政协工委", "政协联络处", "联络处"),
    BodyKind.LIAISON_OFFICE: ("政协联络处", "联络处"),
    BodyKind.LIAISON_GROUP: ("政协联络组", "联络组"),
    BodyKind.ACTIVITY_GROUP: ("活动小组", "委员活动小组"),
    BodyKind.WORKSTATION: ("工作站", "委员工作站"),
}
"""What 各… reaches among bodies. Rule: office-practice 18, 政协工委 is the committee's own unit."""
UNIT_COLLECTIVES: Mapping[str, tuple[str, ...]] = {
    UnitCategory.STREET: ("街道", "镇街", "街道工委", "镇街工委"),
}
"""What 各… reaches among outside units. Rule: office-practice 18, 街道工委 is the street's own committee."""
YEARS_REMEMBERED = 5


def name_candidates(on: date) -> list[NameCandidate]:
    """
    Return the persons, bodies and units a name can mean around a date, with dated names, posts and charges.

    What is not in force on the day itself is kept for five years, so that an old name is explained, not unknown.
    """
    since = date(on.year - YEARS_REMEMBERED, 1, 1)
    return [*_persons(), *_bodies(since), *_units(since)]


def _persons() -> list[NameCandidate]:
    held: dict[int, list[Tenure]] = {}
    for row in PostHolding.objects.order_by("rank", "id"):
        tenure = Tenure(row.get_post_display(), row.valid_from, row.valid_to, row.rank)
        held.setdefault(row.person_id, []).append(tenure)
    charges: dict[int, list[Charge]] = {}
    for over in Oversight.objects.order_by("id"):
        charges.setdefault(over.person_id, []).append(Charge(over.body_id, over.valid_from, over.valid_to))
    return [
        NameCandidate("person", pk, name, posts=tuple(held.get(pk, ())), charges=tuple(charges.get(pk, ())))
        for pk, name in known_people().order_by("sort_key", "id").values_list("id", "name")
    ]


def _bodies(since: date) -> list[NameCandidate]:
    aliases: dict[int, list[Alias]] = {}
    for row in BodyAlias.objects.order_by("id"):
        aliases.setdefault(row.body_id, []).append(Alias(row.text, row.valid_from, row.valid_to))
    return [
        NameCandidate(
            "body", body.pk, body.full_name, (Alias(body.short_name), *aliases.get(body.pk, ())),
            collectives=BODY_COLLECTIVES.get(body.kind, ()), valid_from=body.valid_from, valid_to=body.valid_to,
        )
        for body in Body.objects.exclude(valid_to__lt=since).order_by("order", "id")
    ]  # fmt: skip


def _units(since: date) -> list[NameCandidate]:
    aliases: dict[int, list[Alias]] = {}
    for row in UnitAlias.objects.order_by("id"):
        aliases.setdefault(row.unit_id, []).append(Alias(row.text, row.valid_from, row.valid_to))
    return [
        NameCandidate(
            "unit", unit.pk, unit.name, tuple(aliases.get(unit.pk, ())),
            collectives=UNIT_COLLECTIVES.get(unit.category, ()), valid_from=unit.valid_from, valid_to=unit.valid_to,
        )
        for unit in OrgUnit.objects.exclude(valid_to__lt=since).order_by("order", "id")
    ]  # fmt: skip
