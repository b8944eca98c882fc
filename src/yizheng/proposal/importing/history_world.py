"""What the committee already has, as an old register is held against it; read once a job or an act."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from yizheng.kernel import quarantine
from yizheng.org.enums import GRASSROOTS_KINDS, BodyKind
from yizheng.org.importing.choices import Choices
from yizheng.org.importing.world import bare_sector
from yizheng.org.models import Body, BodyAlias, Membership, OrgUnit, ParticipatingBody, Sector, Session, UnitAlias
from yizheng.org.ordinals import chinese_number

from ..enums import CollectiveKind
from ..models import Proposal

_NUMBERS = {chinese_number(number): number for number in range(1, 100)}
_SESSION = re.compile(r"(?:第)?([一二三四五六七八九十]+|\d+)届.*?(?:第)?([一二三四五六七八九十]+|\d+)次")
_BODY_KINDS = {
    BodyKind.SPECIAL_COMMITTEE: CollectiveKind.SPECIAL_COMMITTEE,
    **dict.fromkeys(GRASSROOTS_KINDS, CollectiveKind.GRASSROOTS),
    BodyKind.ACTIVITY_GROUP: CollectiveKind.GROUP,
    BodyKind.LIAISON_GROUP: CollectiveKind.GROUP,
}


class Known(NamedTuple):
    """A proposal that is there already."""

    pk: int
    title: str
    source: str
    number: str


class Owner(NamedTuple):
    """The body of a collective proposal: its kind, and which column names it."""

    kind: CollectiveKind
    column: str
    pk: int
    name: str


@dataclass
class HistoryWorld:
    """Sessions, units by every name they ever bore, members by name, bodies, and the proposals that are there."""

    choices: Choices
    on: date

    def __post_init__(self) -> None:
        """Begin without any row seen."""
        self.receptions: dict[str, int] = {}

    @cached_property
    def sessions(self) -> dict[int, Session]:
        """Return every session by id."""
        return {each.pk: each for each in Session.objects.select_related("term").order_by("opens")}

    def session_called(self, text: str) -> Session | None:
        """Return the session a text means: 三届四次, 第三届委员会第四次会议."""
        found = _SESSION.search("".join(text.split()))
        if found is None:
            return None
        term, ordinal = (int(part) if part.isdecimal() else _NUMBERS.get(part, 0) for part in found.groups())
        return next((s for s in self.sessions.values() if (s.term.ordinal, s.ordinal) == (term, ordinal)), None)

    def sessions_of(self, year: int) -> list[Session]:
        """Return the sessions that opened in a year."""
        return [each for each in self.sessions.values() if each.opens.year == year]

    @cached_property
    def units(self) -> dict[str, list[OrgUnit]]:
        """Return the units by official, short and former names, also those that are no more."""
        by_id = {unit.pk: unit for unit in OrgUnit.objects.order_by("order", "id")}
        named: dict[str, list[OrgUnit]] = {}
        aliases = UnitAlias.objects.order_by("id").values_list("unit_id", "text")
        for pk, text in dict.fromkeys([*((unit.pk, unit.name) for unit in by_id.values()), *aliases]):
            named.setdefault("".join(text.split()), []).append(by_id[pk])
        return named

    @cached_property
    def unit_names(self) -> dict[int, str]:
        """Return the official name of every unit."""
        return dict(OrgUnit.objects.values_list("pk", "name"))

    def unit_called(self, text: str, on: date) -> OrgUnit | None:
        """Return the one unit of that name; of several the one that was there on the day; else None."""
        found = self.units.get(self.choices.names.get(text, text), [])
        if len(found) > 1:
            found = [unit for unit in found if unit.valid_from <= on and (unit.valid_to is None or unit.valid_to > on)]
        return found[0] if len(found) == 1 else None

    @cached_property
    def members(self) -> dict[tuple[int, str], list[Membership]]:
        """Return the members of each term by name, also those who left."""
        found: dict[tuple[int, str], list[Membership]] = {}
        for each in Membership.objects.filter(superior_level="").select_related("person", "sector").order_by("id"):
            found.setdefault((each.term_id, "".join(each.person.name.split())), []).append(each)
        return found

    @cached_property
    def owners(self) -> dict[str, Owner]:
        """Return the bodies that may propose, by name: parties first, then committees and groups."""
        found: dict[str, Owner] = {}
        bodies = {body.pk: body for body in Body.objects.filter(kind__in=list(_BODY_KINDS)).order_by("order", "id")}
        names = [(body.pk, name) for body in bodies.values() for name in (body.full_name, body.short_name)]
        for party in ParticipatingBody.objects.order_by("order", "id"):
            for name in (party.name, party.short_name):
                found.setdefault(name, Owner(CollectiveKind.PARTY_BODY, "party_body_id", party.pk, party.name))
        for pk, name in [*names, *BodyAlias.objects.filter(body__in=bodies).values_list("body_id", "text")]:
            kind = _BODY_KINDS[BodyKind(bodies[pk].kind)]
            found.setdefault(name, Owner(kind, "body_id", pk, bodies[pk].full_name))
        return found

    @cached_property
    def sectors(self) -> dict[tuple[int, str], Sector]:
        """Return the sectors of each term by their bare name."""
        return {(each.term_id, bare_sector(each.name)): each for each in Sector.objects.order_by("id")}

    def owner_called(self, text: str, term: int) -> Owner | None:
        """Return the body that hands in under this name; a sector needs 界 behind it, a person's name has none."""
        if text in self.owners:
            return self.owners[text]
        sector = self.sectors.get((term, bare_sector(text))) if "界" in text else None
        return Owner(CollectiveKind.SECTOR, "sector_id", sector.pk, f"{bare_sector(sector.name)}界") if sector else None

    @cached_property
    def _rows(self) -> list[tuple[int, int, bool, int | None, str, int, str, str, str]]:
        rows = Proposal.objects.exclude(submitted_at=None, source="web").order_by("id")
        return list(
            rows.values_list(
                "pk", "session_id", "filed_between", "filed_no", "reception_no", "year", "title", "proposer_name",
                "source",
            )
        )  # fmt: skip

    @cached_property
    def by_number(self) -> dict[tuple[int, bool, int], Known]:
        """Return what is there by session, series and filed number."""
        return {(row[1], row[2], row[3]): _known(row) for row in self._rows if row[3] is not None}

    @cached_property
    def by_reception(self) -> dict[str, Known]:
        """Return what is there by reception number."""
        return {row[4]: _known(row) for row in self._rows if row[4]}

    @cached_property
    def by_title(self) -> dict[tuple[int, str, str], Known]:
        """Return what is there by year, title and proposer; under quarantine by the title it had."""
        closed = quarantine.said_before("proposal", "title")
        return {(row[5], closed.get(row[0], row[6]), row[7]): _known(row) for row in self._rows}

    @cached_property
    def closed(self) -> set[int]:
        """Return the proposals whose content is under quarantine or destroyed."""
        return set(quarantine.was_closed("proposal").values_list("object_id", flat=True))


def _known(row: tuple[int, int, bool, int | None, str, int, str, str, str]) -> Known:
    number = "" if row[3] is None else f"{'平时' if row[2] else ''}第{row[3]:03d}号"
    return Known(row[0], row[6], row[8], number)
