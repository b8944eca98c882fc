"""A hall's own system reads a plenary and does its acts: one allowed and one refused each, nothing changed then."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests import factories as plan
from yizheng.plenary import services
from yizheng.plenary.enums import FacilityKind, GuestKind
from yizheng.plenary.models import Attendee, Brief, ScheduleItem
from yizheng.plenary.services import Where
from yizheng.plenary.tests import factories as make

API = "/api/yunxi/plenaries/"
LISTS = ("people", "groups", "schedule", "rooms", "briefs")
pytestmark = pytest.mark.usefixtures("house", "now")


def rows():
    return [list(table.objects.order_by("pk").values()) for table in (Attendee, ScheduleItem, Brief, LedgerEntry)]


def post(client, path, given):
    return client.post(f"{API}{path}", json.dumps(given), content_type="application/json")


@pytest.fixture
def plenary(browser):
    """A published plenary with a guest, a bus and a brief; returns it with the clients of the office and a member."""
    pack, clerk, people = make.published()
    services.add_guest(pack=pack, name="方志远", where="区教育局", kind=GuestKind.OBSERVER, by=clerk, at=make.AT)
    services.set_facility(pack=pack, where=Where(FacilityKind.BUS, "1号车"), by=clerk, at=make.AT)
    make.issued(make.group_of(pack), clerk, "加装电梯。")
    people[0].person.phone = "19900000017"
    people[0].person.save()
    user = people[0].person.user_id
    RoleGrant.objects.create(user_id=user, role=Role.MEMBER, label="委员", valid_from=plan.FROM)
    return pack, browser(clerk.user_id), browser(user)


def test_everybody_at_the_plenary_reads_its_lists_without_a_number(plenary):
    _, _, member = plenary

    [found] = member.get(API).json()["rows"]
    answers = {name: member.get(f"{API}{found['id']}/{name}/").json() for name in LISTS}

    assert (found["title"], found["rows"], found["state"]) == ("三届五次会议会务", 3, "published")
    assert {name: answer["count"] for name, answer in answers.items()} == {
        "people": 9, "groups": 2, "schedule": 1, "rooms": 1, "briefs": 1,
    }  # fmt: skip
    guest = answers["people"]["rows"][-1]
    assert (guest["name"], guest["where"], guest["kind"], guest["row"]) == ("方志远", "列席人员", "observer", None)
    assert "19900000017" not in json.dumps(answers)


def test_what_is_not_published_is_not_there_for_a_member(browser):
    pack, _, people = make.arranged()
    user = people[0].person.user_id
    RoleGrant.objects.create(user_id=user, role=Role.MEMBER, label="委员", valid_from=plan.FROM)
    member = browser(user)

    assert member.get(API).json()["rows"] == []
    assert {member.get(f"{API}{pack.public_id}/{name}/").status_code for name in LISTS} == {404}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_often_for_many_as_for_few(plenary, name):
    pack, office, _ = plenary

    def count():
        with CaptureQueriesContext(connection) as seen:
            assert office.get(f"{API}{pack.public_id}/{name}/").status_code == 200
        return len(seen)

    count()
    few, clerk = count(), plan.seat(name="第二人")
    for n in range(3):
        services.add_guest(pack=pack, name=f"来宾{n}", where="", kind=GuestKind.VISITOR, by=clerk, at=make.AT)
        services.set_facility(pack=pack, where=Where(FacilityKind.BUS, f"加{n}号车"), by=clerk, at=make.AT)
        services.put_item(pack=pack, line=make.line(title=f"第{n}项"), by=clerk, at=make.AT)
        make.issued(make.group_of(pack, 2), clerk, "一")
    assert count() == few


def test_the_hall_moves_a_seat_and_is_told_when_somebody_else_did(plenary):
    pack, office, member = plenary
    one, other = (pack.attendees.get(seat_row=1, seat_number=n) for n in (1, 2))
    seat = {"row": 1, "number": 2, "seen": {"row": 1, "number": 1}, "there": str(other.public_id)}
    path, before = f"people/{one.public_id}/seat/", rows()

    refused = post(member, path, seat)
    assert (refused.status_code, rows() == before) == (403, True)
    assert post(office, path, seat).status_code == 200
    changed = [Attendee.objects.get(pk=each.pk).seat for each in (one, other)]
    assert changed == ["1排2座", "1排1座"]
    before = rows()
    again = post(office, path, seat)
    assert (again.status_code, again.json()["code"], rows() == before) == (409, "moved", True)
    assert post(office, path, {"row": -1, "number": 0}).status_code == 422


def test_the_hall_writes_the_schedule_and_a_member_does_not(plenary):
    pack, office, member = plenary
    item, line = pack.items.get(), {"day": "2026-12-11", "starts": "14:30", "title": "小组讨论", "attends": "group"}
    paths, before = (f"{pack.public_id}/schedule/", f"schedule/{item.public_id}/change/"), rows()

    assert [post(member, path, line).status_code for path in paths] == [403, 403]
    assert rows() == before
    assert [post(office, path, line).status_code for path in paths] == [200, 200]
    assert list(pack.items.values_list("title", flat=True)) == ["小组讨论", "小组讨论"]
    before = rows()
    late = post(office, paths[0], {**line, "day": "2027-01-01"})
    assert (late.json()["code"], rows() == before) == ("day", True)


def test_a_time_with_a_zone_is_not_understood_and_nothing_is_written(plenary):
    pack, office, _ = plenary
    before = rows()

    for starts in ("14:30Z", "14:30:00+08:00"):
        answer = post(office, f"{pack.public_id}/schedule/", {"day": "2026-12-11", "starts": starts, "title": "讨论"})
        assert (answer.status_code, rows() == before) == (422, True)


def test_a_recorder_hands_a_brief_in_and_a_member_does_not(plenary, browser):
    pack, _, member = plenary
    group, recorder = make.recorder_of(pack, plan.seat(name="第二人"), Role.COMMITTEE_CLERK)
    said = make.queries.members_of(group)[0]
    stranger = pack.attendees.exclude(group=group).filter(membership__isnull=False).first()
    given = {
        "day": "2026-12-10", "part": "pm", "summary": "热烈。", "submit": True,
        "statements": [{"person": str(said.public_id), "gist": "常来常往。"}],
    }  # fmt: skip
    path, before = f"groups/{group.public_id}/briefs/", rows()

    assert post(member, path, given).status_code == 403
    wrong = {**given, "statements": [{"person": str(stranger.public_id), "gist": "一"}]}
    page = browser(recorder.user_id)
    assert post(page, path, wrong).json()["code"] == "unknown"
    assert rows() == before
    assert post(page, path, given).status_code == 200
    brief = Brief.objects.latest("id")
    assert (brief.state, brief.statements.get().gist) == ("submitted", "常来常往。")
