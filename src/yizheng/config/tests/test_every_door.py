"""
Every address inside a committee, whichever room it belongs to: who stands before it, and what they can do there.

A new page is under these tests as soon as it has an address.
"""

from __future__ import annotations

import json
import os
import random
import re
import uuid
from collections import Counter

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from yizheng.accounts.models import User
from yizheng.config.tests.every_address import every_address
from yizheng.kernel import scoping, tenancy
from yizheng.kernel.models import ActKey, PublicModel, SecurityEvent
from yizheng.plan.tests import factories as plan

INSIDE = [address for address in every_address() if address.in_committee]
OF_OBJECTS = [address for address in INSIDE if address.of_an_object]
each_room = pytest.mark.parametrize("room", sorted({address.room for address in INSIDE}))
METHODS = ("get", "post")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = ("office_clerk", "committee_clerk", "leader", "member", "unit_clerk", "sys_admin")
BAD_REQUESTS = int(os.environ.get("YIZHENG_BAD_REQUESTS", "250"))


def furnish(slug):
    """Make a committee with a plan that lives, and one person of each role."""
    committee = plan.CommitteeFactory(slug=slug)
    with scoping.scope(committee):
        body = plan.BodyFactory()
        item = plan.ItemFactory()
        task = plan.carried(plan.TaskFactory(plan=item.plan, item=item), body)
        plan.EvidenceFactory(task=task)
        plan.TopicFactory(plan=item.plan)
        seats = {
            role: plan.seat(plan.Role(role), body=body if role == "committee_clerk" else None).user_id for role in ROLES
        }
    return committee, seats


@pytest.fixture
def linjiang(db):
    return furnish("linjiang")


@pytest.fixture
def haishan(db):
    return furnish("haishan")


def enter(client, user_id):
    client.force_login(User.objects.get(pk=user_id), backend=BACKEND)


WELL_FORMED = {
    "kind": "report", "happened_on": "2026-11-05", "note": "见会议记录", "reason": "会期调整", "new_month": 12,
    "answer": "accept",
}  # fmt: skip
"""A body that every act of the JSON interface can read."""


def knock(client, method, address, path):
    """Ask at an address; of the JSON interface with a readable body, so that its form is no reason to refuse."""
    if method == "get" or not address.is_json:
        return getattr(client, method)(path)
    if address.name == "api:record-decision":
        scan = SimpleUploadedFile("签批件.png", b"\x89PNG\r\n\x1a\n", "image/png")
        return client.post(path, {"signed_by": uuid.UUID(int=1), "decided_on": "2026-11-05", "scan": scan})
    return client.post(path, json.dumps(WELL_FORMED), content_type="application/json")


def of_room(room):
    return [address for address in INSIDE if address.room == room]


def knocked(client, addresses, slug, public_id=None):
    """Ask at each address by each method."""
    for address in addresses:
        for method in METHODS:
            yield address, method, knock(client, method, address, address.path(slug, public_id))


def rows_of(committee):
    """Count the rows of every walled table but the notes of attempts."""
    tables = sorted({*tenancy.walled_tables(), *tenancy.OWN_PERSON_TABLES} - {SecurityEvent._meta.db_table})
    counts = ", ".join(f"(select count(*) from {table} where committee_id = {committee.pk})" for table in tables)
    with scoping.scope(committee), connection.cursor() as cursor:
        cursor.execute(f"select {counts}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


def public_ids(committee):
    """Return the public id of one row of every kind a committee has, by room."""
    models = [model for model in apps.get_models() if issubclass(model, PublicModel)]
    found = {}
    with scoping.scope(committee):
        for model in models:
            found.setdefault(model._meta.app_label, []).extend(model.objects.values_list("public_id", flat=True)[:1])
    return {room: ids for room, ids in found.items() if ids}


def meant_by(address, ids):
    """Return the ids an address may be about: those of its own room and one of another's; of all rooms for the API."""
    if address.is_json:
        return [each for of_room_ in ids.values() for each in of_room_]
    others = next(of_room_ for room, of_room_ in ids.items() if room != address.room)
    return [*ids.get(address.room, []), others[0]]


def test_there_are_doors():
    assert {"todo:desk", "plan:task", "notify:inbox", "hats:change"} <= {address.name for address in INSIDE}


@each_room
def test_an_anonymous_visitor_is_led_to_the_sign_in_page(client, linjiang, room):
    committee, _ = linjiang
    before = rows_of(committee)

    answers = {(each.name, method): answer for each, method, answer in knocked(client, of_room(room), "linjiang")}

    sent_away = [_turned_away(answer) for answer in answers.values()]
    wanted = (401, "not_signed_in") if room == "api" else (302, "/accounts/login/")
    assert dict(zip(answers, sent_away, strict=True)) == dict.fromkeys(answers, wanted)
    assert rows_of(committee) == before


def _turned_away(answer):
    return answer.status_code, answer.json()["code"] if "json" in answer["Content-Type"] else answer.url.split("?")[0]


@each_room
def test_a_person_of_another_committee_finds_nothing_and_is_noted(client, linjiang, haishan, room):
    committee, _ = linjiang
    enter(client, haishan[1]["office_clerk"])
    before = rows_of(committee)

    answers = list(knocked(client, of_room(room), "linjiang"))

    assert [(each.name, method) for each, method, answer in answers if answer.status_code != 404] == []
    assert [each.name for each, _, answer in answers if committee.short_name in answer.content.decode()] == []
    assert rows_of(committee) == before
    with scoping.scope(committee):
        assert list(SecurityEvent.objects.values_list("what", flat=True)) == ["not_found"] * len(answers)


@pytest.mark.parametrize("room", sorted({address.room for address in OF_OBJECTS}))
def test_what_belongs_to_another_committee_is_not_found_under_ones_own_address(client, linjiang, haishan, room):
    enter(client, haishan[1]["office_clerk"])
    before = rows_of(linjiang[0])
    foreign = public_ids(linjiang[0])
    assert {"org", "plan"} <= set(foreign)
    asked = [address for address in of_room(room) if address.of_an_object]

    # A page may ask the permission before it fetches; then it answers alike whether the row exists or not.
    alike = {
        (each.name, method): {404, 405, answer.status_code} - {200, 302}
        for each, method, answer in knocked(client, asked, "haishan", uuid.UUID(int=7))
    }

    found = [
        (each.name, method, answer.status_code)
        for address in asked
        for public_id in meant_by(address, foreign)
        for each, method, answer in knocked(client, [address], "haishan", public_id)
        if answer.status_code not in alike[each.name, method]
    ]

    assert found == []
    assert rows_of(linjiang[0]) == before


NASTY = [
    *(
        "",
        " ",
        "0",
        "-1",
        "13",
        "3月",
        "٣",
        "9" * 30,
        "1e309",
        "NaN",
        "null",
        "true",
        "[]",
        "{",
        '{"a": [1',
        "%s%n",
        "${7*7}",
    ),
    *("长" * 301, "字" * 20000, "🀄👩‍👩‍👧", "\u202eabc", "\ufeff", "\r\n\r\n", "\\", "<script>alert(1)</script>"),
    *("'; drop table plan_plantask; --", "../../etc/passwd", "javascript:alert(1)", "//elsewhere.example"),
    *("2026-11-22", "2026-02-30", "0000-00-00", "9999-12-31", "2026-11-22T25:00"),
]
INWARD = {200, 302, 404}
"""Answers that each must come at least once: with many doors, few of the requests drawn end in an act that is done."""
_NAME = re.compile(r'\bname="([^"]{1,60})"')


def test_no_bad_request_of_anybody_is_a_defect(client, linjiang):
    """Rule: design 8 (doors). Seeded; YIZHENG_BAD_REQUESTS=10000 asks more, as the release does."""
    dice = random.Random(20261122)
    committee, seats = linjiang
    ids = {**public_ids(committee), "none": [uuid.UUID(int=0)]}
    every_id = [each for of_room_ in ids.values() for each in of_room_]
    names, open_doors = look_around(client, seats["office_clerk"], ids)
    defects, answered = [], Counter()
    for number in range(4 * BAD_REQUESTS):
        if number >= BAD_REQUESTS and set(answered) >= INWARD:
            break
        if number % 20 == 0:
            enter(client, seats[dice.choice(ROLES)])
        asked = bad_request(dice, names, every_id, open_doors)
        status = send(client, *asked)
        answered[status] += 1
        if status >= 500:
            defects.append((status, *asked))

    assert defects == []
    # Not all of them may end at the door: pages are drawn, acts are done and forms are refused.
    assert set(answered) >= INWARD


def look_around(client, user_id, ids):
    """Visit everything as a clerk; return the names of fields, and the paths that lead somewhere with a method."""
    enter(client, user_id)
    names, open_doors = {"act_key", "hat", "next", "page", "month", "reason"}, []
    for address in every_address():
        for public_id in meant_by(address, ids) if address.of_an_object else [None]:
            path = address.path("linjiang", public_id)
            answer = client.get(path)
            if answer.status_code == 200:
                open_doors += [("get", path), ("post", path)]
            if answer.status_code == 405:
                open_doors.append(("post", path))
            if not answer.streaming and answer.headers["Content-Type"].startswith("text/html"):
                names.update(_NAME.findall(answer.content.decode()))
    return sorted(names), open_doors


def bad_request(dice, names, ids, open_doors):
    """Draw method, path, form and headers: mostly at doors that lead somewhere, mostly without a foreign hat."""
    method, path = dice.choice(open_doors)
    if dice.random() < 0.2:
        method, path = dice.choice(METHODS), dice.choice(every_address()).path("linjiang", dice.choice(ids))
    values = [*NASTY, str(dice.choice(ids)), str(uuid.UUID(int=dice.getrandbits(128)))]
    form = {
        name: dice.choices(values, k=dice.choice([1, 1, 1, 2])) for name in dice.sample(names, k=dice.randint(0, 8))
    }
    if dice.random() < 0.9:
        form.pop("hat", None)
    return method, path, form, dice.choice([{}, {}, {"HX-Request": "true"}])


def send(client, method, path, form, headers):
    client.raise_request_exception = False
    if method == "post" and path.startswith("/api/") and len(form) % 2:
        body = {name: values[0] for name, values in form.items()}
        return client.post(path, json.dumps(body), content_type="application/json", headers=headers).status_code
    return getattr(client, method)(path, form, headers=headers).status_code


def test_the_notes_of_bad_requests_are_the_only_thing_a_reader_leaves(client, linjiang):
    """Looking at pages changes nothing: every GET by a member leaves the rows as they were."""
    committee, seats = linjiang
    enter(client, seats["member"])
    before, ids = rows_of(committee), public_ids(committee)

    for address in INSIDE:
        for public_id in meant_by(address, ids) if address.of_an_object else [None]:
            client.get(address.path("linjiang", public_id))

    assert rows_of(committee) == before
    with scoping.scope(committee):
        assert ActKey.objects.count() == 0
