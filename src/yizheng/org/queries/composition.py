"""What the membership is made of, and which seats are filled (handbook 1.7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..enums import DEMOCRATIC_PARTIES
from ..knowing import NOT_YET
from ..models import Membership, Sector, Term
from .members import SUPERIOR, members_of
from .sectors import sectors_on

CCP, HAN = "中共", "汉族"


@dataclass(frozen=True)
class Composition:
    """
    How many members of each kind, as a published statement says it.

    `unknown` counts members whose affiliation nobody entered: they are neither CCP nor outside of it.
    """

    total: int
    newly: int
    again: int
    ccp: int
    non_ccp: int
    parties: int
    women: int
    minorities: int
    unknown: int


@dataclass(frozen=True)
class SectorFill:
    """A sector with its quota and how many are in office."""

    sector: Sector
    quota: int
    filled: int

    @property
    def vacant(self) -> int:
        """Seats still free; never below nothing."""
        return max(self.quota - self.filled, 0)


def composition(term: Term, on: date) -> Composition:
    """
    Return what the members in office on a date are made of, counted here because the fields are sealed.

    Rule: handbook 1.7. A member is re-nominated when the list said so, else when an earlier term knows them.
    """
    rows = list(members_of(term, on))
    before = _earlier(term)
    again = sum(1 for row in rows if (row.person_id in before if row.renominated is None else row.renominated))
    said = Counter(_bare(row.person.affiliation, "党员", "会员") for row in rows)
    unknown = said.pop("", 0)
    return Composition(
        total=len(rows), newly=len(rows) - again, again=again, ccp=said[CCP],
        non_ccp=len(rows) - unknown - said[CCP], parties=sum(said[name] for name in DEMOCRATIC_PARTIES),
        women=sum(1 for row in rows if row.person.gender == "f"),
        minorities=sum(1 for row in rows if _is_minority(row.person.ethnicity)), unknown=unknown,
    )  # fmt: skip


def quota_and_filled(term: Term, on: date) -> list[SectorFill]:
    """Return each sector of a term with its quota and who was in office in it on a date."""
    then = sectors_on(on)
    rows = members_of(term, on).order_by().values_list("pk", "sector_id")
    filled = Counter(then.id_of(membership, present) for membership, present in rows)
    sectors: Iterable[Sector] = Sector.objects.filter(term=term).order_by("order", "id")
    return [SectorFill(sector, sector.quota, filled[sector.pk]) for sector in sectors]


def _earlier(term: Term) -> set[int]:
    rows = Membership.objects.filter(term__start_date__lt=term.start_date)
    return set(rows.exclude(state__in=NOT_YET).exclude(role=SUPERIOR).values_list("person_id", flat=True))


def _is_minority(ethnicity: str) -> bool:
    return bool(ethnicity) and ethnicity not in (HAN, "汉")


def _bare(affiliation: str, *endings: str) -> str:
    for ending in endings:
        affiliation = affiliation.removesuffix(ending)
    return affiliation
