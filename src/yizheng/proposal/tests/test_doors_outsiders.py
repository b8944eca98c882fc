"""
Every address about an object of the rooms proposal, promise and ballot: outsiders of every role find nothing there.

Each address is also proven to open to somebody, so that no door is shut to everybody by a mistake of the test.
"""

import os

import pytest
from django.db import connection

from yizheng.accounts.enums import Role
from yizheng.config.tests.every_address import every_address
from yizheng.kernel import scoping, tenancy
from yizheng.kernel.models import SecurityEvent
from yizheng.plan.tests.factories import CommitteeFactory

from . import factories as make
from .everything import WORD, everything

ROOMS = ("proposal", "promise", "ballot")
DOORS = [
    each for each in every_address()
    if each.room in ROOMS and each.in_committee and {kind for _, kind in each.arguments} & {"uuid", "int"}
]  # fmt: skip
NOTED = {SecurityEvent._meta.db_table, "kernel_sessionwalk"}
NOTHING = (403, 404)
OFFERED = {"topic", "take-topic", "solicitation", "take-lead"}
"""Doors that stand open to every member by intent: reference topics, calls for proposals, leads on the list."""

ACTING = {"member", Role.UNIT_CLERK, Role.COMMITTEE_CLERK, Role.OBSERVER}
"""Who tries every door and every act; the others try acts behind a page that does not turn them away."""

SHARE = int(os.environ.get("YIZHENG_DOORS_SHARE", "3"))
"""Of the others each tries one door in so many, the next one other doors; 1 lets all try all, as before a release."""

COMMON = {"round", "award", "nominate_award", "consultation", "inspection", "figure-snapshot"}
"""Doors that open to many, who find no word of a proposal there that they may not read."""


@pytest.fixture
def whole(house, now):
    """A proposal that everything has happened to; inner, so that no member reads it along."""
    return everything(secrecy="internal")


def outsiders():
    """People of every role that has nothing to do with this proposal: of other units, bodies and seats."""
    unit, body, stranger = make.UnitFactory(), make.BodyFactory(), make.member()
    narrowed = {
        Role.UNIT_CLERK: ("org_unit", unit.pk), Role.UNIT_LEADER: ("org_unit", unit.pk),
        Role.COMMITTEE_CLERK: ("body", body.pk), Role.GRASSROOTS_CLERK: ("body", body.pk),
        Role.PARTICIPATING_BODY_CLERK: ("participating_body", make.PartyBodyFactory().pk),
        Role.SECTOR_CONVENER: ("sector", make.SectorFactory(term=make._term()).pk),
        Role.INFO_OFFICER: ("body", body.pk),
    }  # fmt: skip
    told = {"member": make.as_member(stranger)}
    for role, (kind, pk) in narrowed.items():
        told[role] = make.as_role(role, scope_kind=kind, scope_id=pk)
    for role in (Role.OBSERVER, Role.SUPERVISOR, Role.OPINION_CLERK, Role.SYS_ADMIN, Role.SECURITY_ADMIN,
                 Role.AUDIT_ADMIN):  # fmt: skip
        told[role] = make.as_role(role)
    return told


def name_of(door):
    return door.name.split(":")[1]


def path_of(door, obj, slug="yunxi"):
    """Write an address down for an object: by its public id, or its number where the address asks for one."""
    path = door.path(slug, obj.public_id)
    if any(kind == "int" for _, kind in door.arguments):
        path = path.replace("/3/", f"/{obj.pk}/")
    return path


def doors_of(whole):
    for door in (each for each in DOORS if name_of(each) not in OFFERED):
        route = door.path("yunxi").removeprefix("/yunxi/")
        for obj in whole.at(route):
            yield door, path_of(door, obj)


def knocks(page, path, *, acts_always):
    """Ask at an address, and act there: always, or where it only takes acts and where it let the reader in."""
    seen = page.get(path)
    yield "get", seen
    if acts_always or seen.status_code not in NOTHING:
        yield "post", page.post(path)


def as_it_stands():
    """Return a digest of every row of every walled table but the notes of attempts."""
    standing = set(connection.introspection.table_names())
    tables = sorted(({*tenancy.walled_tables(), *tenancy.OWN_PERSON_TABLES} - NOTED) & standing)
    with connection.cursor() as cursor:
        cursor.execute(
            " union all ".join(
                f"select '{t}', md5(string_agg(r::text, '|' order by r::text)) from {t} r" for t in tables
            )
        )
        return dict(cursor.fetchall())


def test_outsiders_find_nothing_at_any_door_and_leave_nothing_but_a_note(whole, browser):
    opened, told = [], []
    for place, (role, actor) in enumerate(outsiders().items()):
        page = browser(actor)
        before = as_it_stands()
        doors = list(doors_of(whole))
        for door, path in doors if role in ACTING else doors[place % SHARE :: SHARE]:
            for method, answer in knocks(page, path, acts_always=role in ACTING):
                if answer.status_code not in (*NOTHING, 405) and name_of(door) not in COMMON:
                    opened.append((str(role), door.name, method, answer.status_code))
                if WORD in answer.content.decode(errors="ignore"):
                    told.append((str(role), door.name))
        assert (role, opened, as_it_stands()) == (role, [], before)

    assert told == []
    assert SecurityEvent.objects.filter(what="not_found").exists()


def test_every_door_opens_to_somebody(whole, browser):
    people = {**whole.people, "secretary": make.as_role(Role.SECRETARY_GENERAL)}
    pages = [browser(actor) for actor in people.values()]
    shut = []
    for door in DOORS:
        route = door.path("yunxi").removeprefix("/yunxi/")
        tried = (getattr(page, method)(path_of(door, obj)) for method in ("get",) for obj in whole.at(route)
                 for page in pages)  # fmt: skip
        if not any(answer.status_code not in NOTHING for answer in tried):
            shut.append(door.name)

    assert shut == []


@pytest.mark.parametrize("role", [Role.PROPOSAL_CLERK, Role.ASSIGNER, Role.UNIT_CLERK])
def test_nothing_of_another_committee_opens_under_ones_own_address(whole, browser, role):
    other = CommitteeFactory(slug="haishan")
    with scoping.scope(other):
        unit = make.UnitFactory()
        narrowed = {"scope_kind": "org_unit", "scope_id": unit.pk} if role == Role.UNIT_CLERK else {}
        page = browser(make.as_role(role, **narrowed))
    before, opened = as_it_stands(), []

    for door in DOORS:
        for obj in whole.at(door.path("yunxi").removeprefix("/yunxi/")):
            for method in ("get", "post"):
                answer = getattr(page, method)(path_of(door, obj, "haishan"))
                if answer.status_code not in (*NOTHING, 405) or WORD in answer.content.decode(errors="ignore"):
                    opened.append((door.name, method, answer.status_code))

    assert opened == []
    assert as_it_stands() == before
    with scoping.scope(other):
        assert SecurityEvent.objects.filter(what="not_found").exists()
