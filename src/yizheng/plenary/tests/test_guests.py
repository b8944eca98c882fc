"""Guests and staff of a plenary: on the pack with group, room, bus and seat, and in no number of those due."""

import io

import pytest
from django.db import IntegrityError, transaction
from docx import Document

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.document import drawing
from yizheng.kernel import papers
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import services as meetings
from yizheng.meeting.enums import InvitationRole, MeetingKind
from yizheng.meeting.tests.factories import MemberFactory, particulars, person
from yizheng.notify.models import Message
from yizheng.org.enums import ContactLevel, MembershipRole
from yizheng.org.models import Membership, Person, ReadingLog
from yizheng.plan.tests import factories as plan
from yizheng.plenary import queries, services
from yizheng.plenary.enums import FacilityKind, GuestKind, Part
from yizheng.plenary.models import Attendee
from yizheng.plenary.services import Sitting, Where
from yizheng.plenary.tests import factories as make

AT = make.AT
pytestmark = pytest.mark.usefixtures("house")


def rows():
    return [list(table.objects.order_by("pk").values()) for table in (Attendee, Person, LedgerEntry, Message)]


def added(pack, clerk, name="方志远", where="区教育局局长", kind=GuestKind.OBSERVER):
    return services.add_guest(pack=pack, name=name, where=where, kind=kind, by=clerk, at=AT)


def superior(term, name="岳长青"):
    return MemberFactory(sector=None, term=term, role=MembershipRole.RESIDENT_SUPERIOR_MEMBER, person=person(name=name))


def word(code, actor, pack):
    made = papers.offered(code).build(actor, {"pack": pack.key})
    document = Document(io.BytesIO(drawing.word(made)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_a_guest_is_put_on_the_pack_once_and_is_counted_nowhere_among_those_due():
    pack, clerk, _ = make.arranged()
    before, group = queries.readiness(pack), make.group_of(pack)

    guest = added(pack, clerk)
    added(pack, clerk, "乔安宁", "", GuestKind.STAFF)
    services.move_attendee(attendee=guest, group=group, lodging=None, bus=None, by=clerk, at=AT)

    after = queries.readiness(pack)
    assert (after.people, after.grouped, after.seated) == (before.people, before.grouped, before.seated)
    assert (after.guests, after.staff) == (1, 1)
    assert [row.size for row in queries.groups_of(pack, "small")] == [3, 5]
    assert guest not in queries.members_of(group)
    assert queries.guests_in(group) == [guest]
    assert [str(row) for row in queries.everybody(pack)][-2:] == ["方志远", "乔安宁"]
    assert LedgerEntry.objects.filter(act="add_guest").count() == 2


def test_no_guest_is_due_in_the_presidium_or_holds_up_the_publication():
    pack, clerk, _ = make.arranged()
    added(pack, clerk)
    chosen = queries.here(pack)[:3]
    services.set_presidium(pack=pack, executive=chosen, secretary_general=None, members=[], by=clerk, at=AT)

    sitting = services.note_sitting(pack=pack, sitting=Sitting(make.OPENS, Part.AM, 3), by=clerk, at=AT)

    assert sitting.due == 3
    assert services.publish(pack=pack, by=clerk, at=AT).state == "published"


def test_the_database_lets_no_guest_into_the_presidium():
    pack, clerk, _ = make.arranged()
    guest = added(pack, clerk)

    def elected():
        with transaction.atomic():
            Attendee.objects.filter(pk=guest.pk).update(presidium="member")

    with pytest.raises(IntegrityError):
        elected()


def test_who_is_on_the_pack_already_and_who_has_no_name_is_refused():
    pack, clerk, people = make.arranged()
    added(pack, clerk)
    before = rows()

    for name, where, said in (
        (" ", "", "写明姓名"), ("方志远", "区教育局局长", "已经在名单里（列席人员）"),
        (people[0].person.name, "", "是这次全会的委员"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=said):
            added(pack, clerk, name, where)
    assert rows() == before


def test_those_known_to_attend_are_drawn_once_and_who_was_taken_off_stays_off():
    pack, clerk, people = make.arranged()
    upper, other = superior(people[0].term), superior(people[0].term, "温如海")
    meeting = meetings.plan_meeting(
        kind=MeetingKind.PLENARY, term=people[0].term, ordinal=5, particulars=particulars(), by=clerk, at=AT
    )
    meetings.add_by_hand(
        meeting=meeting, name="方志远", where="区教育局局长", role=InvitationRole.OBSERVE, by=clerk, at=AT
    )

    assert services.draw_guests(pack=pack, by=clerk, at=AT) == 3
    kinds = {str(row): row.kind for row in queries.guests_of(pack)}
    assert kinds == {upper.person.name: "superior", other.person.name: "superior", "方志远": "observer"}

    services.take_off_guest(attendee=pack.attendees.get(guest=other.person), by=clerk, at=AT)
    assert services.draw_guests(pack=pack, by=clerk, at=AT) == 0
    assert [str(row) for row in queries.guests_of(pack)] == [upper.person.name, "方志远"]
    back = added(pack, clerk, other.person.name, "", GuestKind.INVITED)
    assert (back.is_out, back.kind) == (False, "invited")


def test_who_is_taken_off_leaves_seat_and_bus_free_and_members_are_never_taken_off():
    pack, clerk, people = make.arranged()
    bus = services.set_facility(pack=pack, where=Where(FacilityKind.BUS, "1号车", "", 1), by=clerk, at=AT)
    guest = added(pack, clerk)
    services.move_attendee(attendee=guest, group=None, lodging=None, bus=bus, by=clerk, at=AT)
    member = pack.attendees.get(membership=people[0])
    before = rows()
    with pytest.raises(Refused, match="核对名单"):
        services.take_off_guest(attendee=member, by=clerk, at=AT)
    assert rows() == before

    services.take_off_guest(attendee=guest, by=clerk, at=AT)

    services.move_attendee(attendee=member, group=member.group, lodging=None, bus=bus, by=clerk, at=AT)
    with pytest.raises(Refused, match="已经不在"):
        services.move_attendee(attendee=guest, group=None, lodging=None, bus=None, by=clerk, at=AT)


def test_a_guest_who_becomes_a_member_is_on_the_roll_once():
    pack, clerk, people = make.arranged()
    guest = added(pack, clerk)
    MemberFactory(sector=people[0].sector, person=guest.guest)

    assert services.refresh_roll(pack=pack, by=clerk, at=AT) == (1, 1)
    assert [str(row) for row in queries.everybody(pack)].count("方志远") == 1
    assert Membership.objects.filter(person=guest.guest).count() == 1


def test_everybody_is_seated_members_first_then_guests_in_a_row_of_their_own_the_staff_nowhere():
    pack, clerk, _ = make.arranged((3, 3), rows=3, seats_a_row=4)
    guest, staff = added(pack, clerk), added(pack, clerk, "乔安宁", "", GuestKind.STAFF)

    services.seat_all(pack=pack, by=clerk, at=AT)

    seats = {row.pk: row.seat for row in queries.everybody(pack)}
    assert (seats[guest.pk], seats[staff.pk]) == ("3排1座", "")
    assert len({seat for seat in seats.values() if seat}) == 7


def test_a_full_hall_seats_guests_right_behind_the_members():
    pack, clerk, _ = make.arranged((3, 3), rows=2, seats_a_row=4)
    guests = [added(pack, clerk, name, "") for name in ("方志远", "高云")]

    services.seat_all(pack=pack, by=clerk, at=AT)

    found = pack.attendees.filter(pk__in=[each.pk for each in guests])
    assert {row.seat for row in found} == {"2排3座", "2排4座"}
    added(pack, clerk, "第九人", "")
    before = rows()
    with pytest.raises(Refused, match="台下要坐9人"):
        services.seat_all(pack=pack, by=clerk, at=AT)
    assert rows() == before


def test_guests_stand_in_every_paper_and_the_publication_reaches_them():
    pack, clerk, _ = make.arranged()
    guest = added(pack, clerk)
    bus = services.set_facility(pack=pack, where=Where(FacilityKind.BUS, "1号车"), by=clerk, at=AT)
    services.move_attendee(attendee=guest, group=make.group_of(pack), lodging=None, bus=bus, by=clerk, at=AT)
    services.seat_all(pack=pack, by=clerk, at=AT)

    services.publish(pack=pack, by=clerk, at=AT)

    assert Message.objects.get(recipients__person=guest.guest).text.startswith("三届五次会议的日程")
    for code in ("plenary-handbook", "plenary-groups", "plenary-guests", "plenary-seats", "plenary-book"):
        assert "方志远" in word(code, clerk, pack)
    assert "共1人" in word("plenary-rooms", clerk, pack)


def test_a_guests_number_is_read_by_the_office_only(browser, now):
    pack, clerk, people = make.published()
    guest = added(pack, clerk)
    guest.guest.phone, guest.guest.contact_level = "19900000099", ContactLevel.OFFICE
    guest.guest.save()
    RoleGrant.objects.create(user_id=people[0].person.user_id, role=Role.MEMBER, label="委员", valid_from=plan.FROM)
    phone = f"/yunxi/plenary/people/{guest.public_id}/phone/"

    assert browser(people[0].person.user_id).post(phone).status_code == 403
    assert ReadingLog.objects.filter(person=guest.guest).count() == 0
    text = browser(clerk.user_id).post(phone, {"q": "方志远"}).content.decode()
    assert "19900000099" in text
    assert ReadingLog.objects.filter(person=guest.guest).count() == 1


def test_the_office_adds_moves_and_takes_off_on_its_pages(browser, now):
    pack, clerk, _ = make.published()
    page, here = browser(clerk.user_id), f"/yunxi/plenary/{pack.public_id}/guests/"
    assert "还没有列席和工作人员" in page.get(here).content.decode()

    nameless = page.post(f"{here}add/", {"name": "", "kind": "observer"})
    page.post(f"{here}add/", {"name": "方志远", "where": "区教育局局长", "kind": "observer"})
    row = pack.attendees.get(guest__name="方志远")
    move = f"/yunxi/plenary/people/{row.public_id}/move/"
    group = make.group_of(pack)
    shown = page.get(move).content.decode()
    page.post(move, {"group": group.public_id})

    assert "请写明姓名" in nameless.content.decode()
    assert "移出名单" in shown
    text = page.get(f"/yunxi/plenary/groups/{group.public_id}/").content.decode()
    assert "列席和工作人员 1 人" in text
    assert "方志远" in text
    page.post(f"/yunxi/plenary/people/{row.public_id}/take-off/", {"x": "1"})
    page.get(here)
    assert "方志远" not in page.get(here).content.decode()
