"""The plenary in the browser: the clerk's way, a member's phone, what is forbidden, empty and long lists."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.kernel.models import LedgerEntry
from yizheng.org.models import Session
from yizheng.plan.tests import factories as plan
from yizheng.plenary import queries, services
from yizheng.plenary.enums import FacilityKind, GuestKind, PackState
from yizheng.plenary.models import Brief, Group, Pack, PresidiumSitting
from yizheng.plenary.services import Where
from yizheng.plenary.tests import factories as make

SENT = {"only": "the button"}
ROOT = "/yunxi/plenary/"
PAGES = ("", "groups/", "schedule/", "rooms/", "seats/", "presidium/", "briefs/", "book/", "guests/")


@pytest.fixture
def phone(browser):
    """Give the phone of a member, who wears the hat of a member."""

    def of(member):
        user = member.person.user_id
        RoleGrant.objects.get_or_create(user_id=user, role=Role.MEMBER, label="委员", valid_from=plan.FROM)
        return browser(user)

    return of


def read(page, address):
    answer = page.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_the_clerk_prepares_a_plenary_from_nothing_to_its_publication(house, browser):
    people, clerk = make.members(), plan.seat()
    session = Session.objects.create(term=people[0].term, ordinal=5, opens=make.OPENS, closes=make.CLOSES)
    page = browser(clerk.user_id)
    assert "还没有全会会务" in read(page, ROOT)

    page.post(f"{ROOT}new/", {"session": session.public_id})
    pack = Pack.objects.get()
    here = f"{ROOT}{pack.public_id}/"
    for each in PAGES:
        read(page, f"{here}{each}")
    early = page.post(f"{here}publish/", SENT)
    page.post(
        f"{here}basics/", {"place": "会议中心", "rows": 3, "seats_a_row": 4, "stage_seats": 3, "leave_rules": "请假。"}
    )
    wrong = page.post(f"{here}groups/propose/", {"groups": 9, "joint": 0})
    page.post(f"{here}groups/propose/", {"groups": 2, "joint": 1})
    page.post(
        f"{here}schedule/new/",
        {"day": "2026-12-10", "starts": "09:00", "title": "开幕会", "place": "会议中心", "attends": "all"},
    )
    page.post(f"{here}rooms/new/", {"kind": "bus", "name": "1号车", "note": "8:10发车", "capacity": 45})
    bus, group = pack.facilities.get(), make.group_of(pack)
    page.post(f"{ROOT}rooms/{bus.public_id}/send/", {"group": group.public_id})
    names = [str(row) for row in queries.here(pack)]
    page.post(f"{here}presidium/enter/", {"executive": names[0], "secretary_general": names[1], "members": names[2]})
    page.post(f"{here}presidium/sitting/", {"day": "2026-12-10", "part": "am", "present": 3})
    page.post(f"{here}seats/assign/", SENT)
    page.post(f"{here}seats/swap/", {"one": names[3], "other": names[4]})
    unknown = page.post(f"{here}seats/swap/", {"one": "张不在", "other": names[4]})
    page.post(f"{here}publish/", SENT)

    pack.refresh_from_db()
    assert (early.status_code, wrong.status_code, unknown.status_code, pack.state) == (
        409, 409, 409, PackState.PUBLISHED,
    )  # fmt: skip
    assert "名单里没有“张不在”" in unknown.content.decode()
    assert PresidiumSitting.objects.get().present == 3
    text = "".join(read(page, f"{here}{each}") for each in PAGES)
    assert [words for words in ("共8人", "1号车", "开幕会", "常务主席 1 人", *names) if words not in text] == []
    assert {row.bus_id for row in queries.members_of(group)} == {bus.pk}


def test_the_office_changes_what_it_wrote(house, now, browser):
    pack, clerk, _ = make.published()
    page, group, item = browser(clerk.user_id), make.group_of(pack), pack.items.get()
    room = services.set_facility(pack=pack, where=Where(FacilityKind.MEETING_ROOM, "201"), by=clerk, at=make.AT)
    row = queries.members_of(group)[0]

    read(page, f"{ROOT}groups/{group.public_id}/change/")
    page.post(
        f"{ROOT}groups/{group.public_id}/change/",
        {"name": "文教组", "convener": row.public_id, "recorder": "", "room": room.public_id, "joint": ""},
    )
    page.post(f"{ROOT}people/{row.public_id}/move/", {"group": make.group_of(pack, 2).public_id})
    page.post(f"{ROOT}rooms/{room.public_id}/change/", {"name": "202", "note": "二楼", "capacity": 0})
    page.post(
        f"{ROOT}schedule/{item.public_id}/change/",
        {"day": "2026-12-10", "starts": "09:30", "title": "开幕大会", "attends": "all"},
    )
    page.post(f"{ROOT}{pack.public_id}/announce/", {"reason": "开幕大会改在9:30"})
    texts = [read(page, f"{ROOT}{each}/") for each in (
        f"groups/{group.public_id}", f"rooms/{room.public_id}", f"{pack.public_id}/schedule",
    )]  # fmt: skip
    page.post(f"{ROOT}schedule/{item.public_id}/drop/", SENT)
    page.post(f"{ROOT}{pack.public_id}/refresh/", SENT)
    page.post(f"{ROOT}{pack.public_id}/close/", SENT)

    group = Group.objects.get(pk=group.pk)
    assert (group.name, group.room.name, group.convener) == ("文教组", "202", None)
    assert "文教组" in texts[0]
    assert "文教组" in texts[1]
    assert "09:30" in texts[2]
    assert (pack.items.count(), Pack.objects.get().state) == (0, PackState.CLOSED)


def test_a_recorder_writes_and_the_office_issues(house, now, browser, phone):
    pack, clerk, people = make.published()
    group, recorder = make.recorder_of(pack, clerk, Role.COMMITTEE_CLERK)
    page, office = browser(recorder.user_id), browser(clerk.user_id)
    who = queries.members_of(group)[0]
    typed = {"day": "2026-12-10", "part": "pm", "summary": "讨论热烈。", "statements": "张不在：有话"}

    assert "写简报" in read(page, f"{ROOT}groups/{group.public_id}/")
    wrong = page.post(f"{ROOT}groups/{group.public_id}/briefs/new/", typed)
    page.post(f"{ROOT}groups/{group.public_id}/briefs/new/", typed | {"statements": f"{who}：建议加装电梯。"})
    here = f"{ROOT}briefs/{Brief.objects.get().public_id}/"
    hidden = phone(people[5]).get(here).status_code
    page.post(f"{here}submit-brief/", SENT)
    forbidden = page.post(f"{here}issue-brief/", SENT).status_code
    office.post(f"{here}return-brief/", {"reason": "补充综述"})
    page.post(f"{here}change/", typed | {"summary": "补充过了。", "statements": f"{who}：建议加装电梯。"})
    page.post(f"{here}submit-brief/", SENT)
    office.post(f"{here}check-brief/", SENT)
    office.post(f"{here}issue-brief/", SENT)

    assert (wrong.status_code, hidden, forbidden) == (409, 404, 403)
    assert "第1行：名单里没有“张不在”" in wrong.content.decode()
    text = read(phone(people[5]), here)
    assert "建议加装电梯。" in text
    assert "补充过了。" in text
    assert "第1期简报" in read(phone(people[5]), f"{ROOT}{pack.public_id}/briefs/")
    assert "第1期简报" in read(phone(people[5]), f"{ROOT}mine/")


def test_a_member_finds_seat_group_room_and_bus_on_one_page(house, now, browser, phone):
    pack, clerk, people = make.arranged()
    page = phone(people[0])
    assert "现在没有您参加的全会" in read(page, f"{ROOT}mine/")
    assert page.get(f"{ROOT}{pack.public_id}/").status_code == 404
    bus = services.set_facility(pack=pack, where=Where(FacilityKind.BUS, "1号车", "8:10"), by=clerk, at=make.AT)
    services.send_group(group=make.group_of(pack), facility=bus, by=clerk, at=make.AT)
    services.publish(pack=pack, by=clerk, at=make.AT)
    own = pack.attendees.get(membership=people[0])

    for address in (f"{ROOT}mine/", f"{ROOT}{pack.public_id}/mine/"):
        text = read(page, address)
        assert [words for words in (own.seat, "第一组", "1号车（8:10）", "开幕会") if words not in text] == []
    assert f"您的座位：{own.seat}" in read(page, f"{ROOT}{pack.public_id}/seats/")
    assert "现在没有您参加的全会" in read(browser(clerk.user_id), f"{ROOT}mine/")


def test_a_member_opens_no_page_of_the_office(house, now, phone):
    pack, clerk, people = make.published()
    page, group = phone(people[0]), make.group_of(pack)
    room = services.set_facility(pack=pack, where=Where(FacilityKind.BUS, "1号车"), by=clerk, at=make.AT)
    brief = make.issued(group, clerk, "一")
    before = LedgerEntry.objects.count()
    row, item, here = pack.attendees.first(), pack.items.get(), f"{ROOT}{pack.public_id}"
    closed = [
        f"{ROOT}new/", f"{here}/basics/", f"{here}/publish/", f"{here}/announce/", f"{here}/refresh/", f"{here}/close/",
        f"{here}/groups/propose/", f"{here}/schedule/new/", f"{here}/rooms/new/", f"{here}/seats/assign/",
        f"{here}/seats/swap/", f"{here}/seats/move/", f"{here}/guests/add/", f"{here}/guests/draw/",
        f"{ROOT}people/{row.public_id}/take-off/", f"{here}/presidium/enter/", f"{here}/presidium/sitting/",
        f"{ROOT}groups/{group.public_id}/change/", f"{ROOT}groups/{group.public_id}/briefs/new/",
        f"{ROOT}people/{row.public_id}/move/", f"{ROOT}schedule/{item.public_id}/change/",
        f"{ROOT}schedule/{item.public_id}/drop/", f"{ROOT}rooms/{room.public_id}/change/",
        f"{ROOT}rooms/{room.public_id}/send/",
        *(f"{ROOT}briefs/{brief.public_id}/{name}/" for name in (
            "change", "submit-brief", "check-brief", "return-brief", "issue-brief")),
    ]  # fmt: skip

    assert {page.post(address, SENT).status_code for address in closed} == {403}
    assert LedgerEntry.objects.count() == before
    for each in PAGES:
        assert "全部排座" not in read(page, f"{here}/{each}")


@pytest.mark.parametrize("path", [*PAGES, "mine/"])
def test_pages_ask_as_often_for_many_as_for_few(house, now, browser, phone, path):
    def count(sizes):
        with transaction.atomic():
            pack, clerk, people = make.published(sizes, groups=len(sizes), rows=9)
            for n in range(len(sizes)):
                services.add_guest(pack=pack, name=f"来宾{n}", where="", kind=GuestKind.OBSERVER, by=clerk, at=make.AT)
                for kind in FacilityKind:
                    services.set_facility(pack=pack, where=Where(kind, f"{n}号"), by=clerk, at=make.AT)
                make.issued(make.group_of(pack, n + 1), clerk, "一")
            page, address = phone(people[0]), f"{ROOT}{pack.public_id}/{path}"
            page.get(address)
            with CaptureQueriesContext(connection) as seen:
                assert page.get(address).status_code == 200
            transaction.set_rollback(True)
        return len(seen)

    assert count((1, 1)) == count((4, 5, 4))
