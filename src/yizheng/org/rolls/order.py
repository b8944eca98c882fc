"""The order in which people stand in rolls: by strokes, within what the roll is divided by."""

from __future__ import annotations

from collections.abc import Iterable

from ..models import Membership, Person
from ..queries import SectorsOn
from ..strokes import stroke_key

HAN = ("", "汉", "汉族")


def by_strokes(person: Person) -> tuple[str, str, int]:
    """Return the key of a person in stroke order; namesakes stand as they were registered."""
    return (person.stroke_key or stroke_key(person.name), person.sort_key, person.pk)


def in_sectors(members: Iterable[Membership], then: SectorsOn) -> list[Membership]:
    """Order members by their sector of a day in the official order, within each by strokes (office-practice 14)."""

    def place(row: Membership) -> tuple[int, tuple[str, str, int]]:
        sector = then.of(row)
        return (sector.order if sector else 10_000, by_strokes(row.person))

    return sorted(members, key=place)


def annotated(person: Person) -> str:
    """Return what stands beside a name in an official roll: （女，回族）, empty for men of the Han."""
    marks = ["女"] if person.gender == "f" else []
    if person.ethnicity not in HAN:
        marks.append(person.ethnicity)
    return f"（{'，'.join(marks)}）" if marks else ""
