"""The rows of a confirmed roll, written: persons, memberships, seats; one ledger row an object, one act."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import LedgerEntry

from ..enums import MembershipRole, MembershipState
from ..models import Body, GrassrootsMembership, Membership, Person, Seat, Sector
from ..names import sort_key
from ..order import stroke_key_of
from .findings import Entry
from .roll_judging import OPEN_STATES, PERSON_FIELDS, bodies_in
from .world import RollWorld

BASIS = "名册导入"
_TOLD = frozenset({"name", "gender", "employer", "title"})
"""Fields whose values may stand in the ledger; of the sealed ones only the names do."""


class RollWriter:
    """Writes entries by the half thousand within the confirming act: what is new goes in few statements."""

    def __init__(self, world: RollWorld, *, by: Actor, at: datetime) -> None:
        self._world, self._by, self._at = world, by, at
        self._act = uuid.uuid4()
        self._bodies = Body.objects.in_bulk()
        self._drafts: list[LedgerEntry] = []

    def write(self, entries: Sequence[Entry]) -> None:
        """Write what the entries say."""
        people = Person.objects.in_bulk([entry.target for entry in entries if entry.target])
        seats = Membership.objects.filter(person__in=people.values(), term=self._world.term).select_related("sector")
        held = {seat.person_id: seat for seat in seats.exclude(role=MembershipRole.RESIDENT_SUPERIOR_MEMBER)}
        persons = self._persons(entries, people)
        memberships = self._memberships(entries, persons, held)
        for entry, person, membership in zip(entries, persons, memberships, strict=True):
            if membership.state in OPEN_STATES:
                self._take_places(entry, person, membership)
        ledger.record_all(self._drafts)
        self._drafts = []

    def _persons(self, entries: Sequence[Entry], people: dict[int, Person]) -> list[Person]:
        """Return the person of each entry; those nobody had are made."""
        persons = [people.get(entry.target or 0) or _unwritten_person(entry) for entry in entries]
        Person.objects.bulk_create([person for person in persons if person._state.adding])
        for entry, person in zip(entries, persons, strict=True):
            if person.pk in people:
                self._change_person(entry, person)
            else:
                values = _person_values(entry)
                told = {key: text if key in _TOLD else "*" for key, text in values.items()}
                self._record("import_person", person, told)
        return persons

    def _change_person(self, entry: Entry, person: Person) -> None:
        changed = {
            name: entry.values[name]
            for name in PERSON_FIELDS[1:]
            if entry.values.get(name) and entry.values[name] != getattr(person, name)
            and not (name == "birth_date" and person.birth_date.startswith(entry.values[name]))
        }  # fmt: skip
        if changed:
            told = {key: (getattr(person, key), text) if key in _TOLD else "*" for key, text in changed.items()}
            for name, text in changed.items():
                setattr(person, name, text)
            digests = ["phone_digest"] if "phone" in changed else []
            person.save(update_fields=[*changed, *digests])
            self._record("correct_person_by_import", person, told)

    def _memberships(
        self, entries: Sequence[Entry], persons: Sequence[Person], held: dict[int, Membership]
    ) -> list[Membership]:
        """Return the membership of each entry; those nobody had are made."""
        memberships = [
            held.get(person.pk) or self._unwritten_membership(entry, person)
            for entry, person in zip(entries, persons, strict=True)
        ]
        Membership.objects.bulk_create([each for each in memberships if each._state.adding])
        for entry, membership in zip(entries, memberships, strict=True):
            if membership.person_id not in held:
                self._record_new(membership)
            elif membership.state in OPEN_STATES:
                self._changed_membership(entry, membership, self._sector(entry.values["sector"]))
        return memberships

    def _unwritten_membership(self, entry: Entry, person: Person) -> Membership:
        role, state = entry.values.get("role", MembershipRole.MEMBER), MembershipState(self._world.choices.standing)
        assert self._world.term is not None, "checked before writing"
        return Membership(
            person=person, term=self._world.term, sector=self._sector(entry.values["sector"]), role=role, state=state,
            joined_on=self._world.joined_on, join_basis=BASIS,
        )  # fmt: skip

    def _record_new(self, membership: Membership) -> None:
        assert membership.sector is not None, "an entry without a sector is a problem"
        fields = {
            "term": membership.term.ordinal, "sector": membership.sector.name, "role": str(membership.role),
        }  # fmt: skip
        self._record("import_membership", membership, fields, to_state=str(membership.state))

    def _changed_membership(self, entry: Entry, held: Membership, sector: Sector) -> None:
        """Correct (更正) what a sheet says otherwise. Rule: our decision, a sheet names no day of a change."""
        told: dict[str, Any] = {}
        if held.sector_id != sector.pk:
            told["sector"] = (held.sector.name if held.sector else "", sector.name)
            held.sector = sector
        role = entry.values.get("role")
        if role and role != held.role:
            told["role"] = (held.role, str(role))
            held.role = role
        if told:
            held.save(update_fields=list(told))
            self._record("correct_membership_by_import", held, told, from_state=held.state, to_state=held.state)

    def _take_places(self, entry: Entry, person: Person, membership: Membership) -> None:
        """Seats and groups that are new; nobody leaves a place because a sheet is silent about it."""
        if not bodies_in(entry, "committee") and not bodies_in(entry, "group"):
            return
        since = self._world.joined_on
        sits = set(Seat.objects.held(since).filter(membership=membership).values_list("body_id", flat=True))
        for pk in set(bodies_in(entry, "committee")) - sits:
            seat = Seat.objects.create(membership=membership, body=self._bodies[pk], valid_from=since)
            self._record("import_seat", seat, {"body": self._bodies[pk].short_name}, to_state=seat.state)
        stays = set(GrassrootsMembership.objects.filter(person=person, valid_to=None).values_list("body_id", flat=True))
        for pk in set(bodies_in(entry, "group")) - stays:
            GrassrootsMembership.objects.create(
                body=self._bodies[pk], person=person, membership=membership, valid_from=since
            )
            self._record("import_group", person, {"body": self._bodies[pk].short_name})

    def _sector(self, name: str) -> Sector:
        """Return the sector of the term; one that the clerk chose to add comes after the others."""
        sectors = self._world.sectors
        if name not in sectors:
            order = max((each.order for each in sectors.values()), default=0) + 1
            assert self._world.term is not None, "checked before writing"
            sectors[name] = Sector.objects.create(term=self._world.term, name=name, order=order)
            self._record("make_sector", sectors[name], {"name": name})
        return sectors[name]

    def _record(
        self, act: str, subject: Any, fields: dict[str, Any], *, from_state: str = "", to_state: str = ""
    ) -> None:
        entry = ledger.draft(
            act, subject, by=self._by, at=self._at, from_state=from_state, to_state=to_state, fields=fields,
            act_id=self._act,
        )  # fmt: skip
        self._drafts.append(entry)


def _person_values(entry: Entry) -> dict[str, str]:
    return {name: entry.values[name] for name in PERSON_FIELDS if name in entry.values}


def _unwritten_person(entry: Entry) -> Person:
    name = entry.values["name"]
    keys = {"sort_key": sort_key(name)[:120], "stroke_key": stroke_key_of(name)[:160]}
    return Person(**_person_values(entry), **keys)
