"""Seats are moved by hand on the chart: one act, one ledger row; two clerks never undo each other unseen."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.factories import FROM, CommitteeFactory, seat
from yizheng.plenary import queries, services
from yizheng.plenary.models import Attendee
from yizheng.plenary.services import Seen
from yizheng.plenary.tests import factories as make

AT = make.AT


def rows():
    return [list(table.objects.order_by("pk").values()) for table in (Attendee, LedgerEntry)]


def at(pack, row, number):
    return pack.attendees.filter(seat_row=row, seat_number=number).first()


def seats(pack):
    return {(row.seat_row, row.seat_number): row.pk for row in queries.everybody(pack)}


def move(who, to, there, clerk, *, seen=None):
    seen = seen or Seen((who.seat_row, who.seat_number), there.pk if there else None)
    return services.move_seat(attendee=who, to=to, seen=seen, by=clerk, at=AT)


def test_a_person_goes_to_a_free_seat_in_one_act(house):
    pack, clerk, _ = make.arranged()
    one, before = at(pack, 1, 1), seats(pack)

    assert move(one, (3, 4), None, clerk) is None

    assert seats(pack) == {**{k: v for k, v in before.items() if v != one.pk}, (3, 4): one.pk}
    entry = LedgerEntry.objects.get(act="move_seat")
    assert entry.fields == {"person": one.pk, "seat": [[1, 1], [3, 4]], "changed_with": None}


def test_two_change_places_in_one_act_with_one_ledger_row(house):
    pack, clerk, _ = make.arranged()
    one, other, before = at(pack, 1, 1), at(pack, 2, 2), seats(pack)

    assert move(one, (2, 2), other, clerk) == other

    assert seats(pack) == {**before, (2, 2): one.pk, (1, 1): other.pk}
    assert LedgerEntry.objects.filter(act="move_seat").count() == 1


def test_somebody_without_a_seat_takes_one_and_who_sat_there_has_none(house):
    pack, clerk, _ = make.arranged()
    one = at(pack, 1, 1)
    Attendee.objects.filter(pk=one.pk).update(seat_row=None, seat_number=None)
    one.refresh_from_db()
    other = at(pack, 2, 2)

    move(one, (2, 2), other, clerk, seen=Seen(None, other.pk))

    assert [at(pack, 2, 2), Attendee.objects.get(pk=other.pk).seat] == [one, ""]


@pytest.mark.parametrize(
    ("to", "said"),
    [((4, 1), "没有这个座位"), ((1, 5), "没有这个座位"), ((0, 4), "没有这个座位"), ((1, 1), "已经坐在这里")],
)
def test_a_seat_that_is_not_there_is_refused(house, to, said):
    pack, clerk, _ = make.arranged()
    one = at(pack, 1, 1)
    before = rows()

    with pytest.raises(Refused, match=said):
        move(one, to, one if to == (1, 1) else None, clerk)
    assert rows() == before


def test_what_a_colleague_changed_meanwhile_is_said_and_nothing_is_moved(house):
    pack, clerk, _ = make.arranged()
    one, other, third = at(pack, 1, 1), at(pack, 1, 2), at(pack, 1, 3)
    seen = Seen((1, 1), other.pk)
    move(other, (1, 3), third, clerk)
    before = rows()

    with pytest.raises(Refused, match="刚被同事调过"):
        move(one, (1, 2), other, clerk, seen=seen)
    with pytest.raises(Refused, match="刚被同事调过"):
        move(one, (3, 4), None, clerk, seen=Seen((2, 1), None))
    assert rows() == before


def test_nobody_but_the_office_moves_seats(house):
    pack, *_ = make.published()
    one = at(pack, 1, 1)
    before = rows()

    for role in (Role.MEMBER, Role.COMMITTEE_CLERK, Role.LEADER):
        with pytest.raises(PermissionDenied):
            move(one, (3, 4), None, seat(role))
    assert rows() == before


def test_two_clerks_at_once_move_one_and_the_other_is_told(own_database):
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        pack, clerk, _ = make.arranged()
        one, other = at(pack, 1, 1), at(pack, 1, 2)
    start = Barrier(2)

    def press(who):
        try:
            with tenancy.scope(committee):
                start.wait(10)
                move(who, (3, 4), None, clerk)
                return "done"
        except Refused as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(press, [one, other]))

    assert sorted(said) == ["done", "moved"]
    with tenancy.scope(committee):
        assert LedgerEntry.objects.filter(act="move_seat").count() == 1
        assert {at(pack, 3, 4)} <= {one, other}


def test_the_chart_is_used_with_two_taps(house, now, browser):
    pack, clerk, _ = make.published()
    page, here = browser(clerk.user_id), f"/yunxi/plenary/{pack.public_id}/seats/"
    one, other = at(pack, 1, 1), at(pack, 1, 2)

    assert f"?pick={one.public_id}#seat-1-1" in page.get(here).content.decode()
    picked = page.get(f"{here}?pick={one.public_id}").content.decode()
    asked = {"who": str(one.public_id), "from": "1-1", "to": f"1-2:{other.public_id}"}

    assert f"正在调{one}" in picked
    assert len(re.findall(r'name="to"', picked)) == 3 * 4 + 3 - 1
    assert f'value="1-2:{other.public_id}"' in picked
    page.post(f"{here}move/", asked)
    assert [at(pack, 1, 1), at(pack, 1, 2)] == [other, one]
    page.post(f"{here}move/", asked)
    assert "刚被同事调过" in page.get(here).content.decode()
    page.post(f"{here}move/", {"who": "nobody", "from": "", "to": "x"})
    assert "请再点一次" in page.get(here).content.decode()
    assert LedgerEntry.objects.filter(act="move_seat").count() == 1


def test_a_member_sees_the_chart_without_buttons(house, now, browser):
    pack, _, people = make.published()
    RoleGrant.objects.create(user_id=people[0].person.user_id, role=Role.MEMBER, label="委员", valid_from=FROM)
    page, one = browser(people[0].person.user_id), at(pack, 1, 1)
    here = f"/yunxi/plenary/{pack.public_id}/seats/"

    text = page.get(f"{here}?pick={one.public_id}").content.decode()
    assert (str(one) in text, "正在调" in text, 'href="?pick=' in text, 'name="to"' in text) == (True, *[False] * 3)
    before = rows()
    assert page.post(f"{here}move/", {"who": str(one.public_id), "from": "1-1", "to": "3-4:"}).status_code == 403
    assert rows() == before
