"""Preparing a plenary: groups by sector, seats once a person, rooms and buses; what each refusal leaves alone."""

from collections import Counter
from datetime import date, time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yizheng.accounts.enums import Role
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Message, Notice
from yizheng.org.enums import MembershipState
from yizheng.org.models import Membership
from yizheng.org.rolls.order import by_strokes
from yizheng.plan.tests.factories import seat
from yizheng.plenary import queries, services
from yizheng.plenary.enums import FacilityKind, GroupKind, GuestKind, PackState, Part, PresidiumRole
from yizheng.plenary.models import STAGE, Attendee, Facility, Group, Pack, PresidiumSitting, ScheduleItem
from yizheng.plenary.services import GroupWording, Seen, Sitting, Where
from yizheng.plenary.tests import factories as make
from yizheng.proposal.enums import ProposalState
from yizheng.proposal.services import deciding
from yizheng.proposal.tests import factories as proposals

AT = make.AT
TABLES = (Pack, Group, Attendee, Facility, ScheduleItem, PresidiumSitting, Message, LedgerEntry)
pytestmark = pytest.mark.usefixtures("house")


def rows():
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def facility(pack, by, kind=FacilityKind.BUS, name="1号车", capacity=0):
    return services.set_facility(pack=pack, where=Where(kind, name, "8:10发车", capacity), by=by, at=AT)


def find(pack, member):
    return pack.attendees.get(membership=member)


def test_everybody_in_office_on_the_first_day_is_on_the_roll_once():
    pack, clerk, people = make.begun()

    assert sorted(pack.attendees.values_list("membership", flat=True)) == sorted(row.pk for row in people)
    assert LedgerEntry.objects.get(act="begin_pack").fields == {"people": 8}
    before = rows()
    with pytest.raises(Refused, match="已经在筹备"):
        services.begin_pack(session=pack.session, by=clerk, at=AT)
    assert rows() == before


def test_who_left_frees_seat_and_room_and_who_came_is_added():
    pack, clerk, people = make.arranged()
    group = make.group_of(pack)
    services.change_group(group=group, wording=GroupWording("第一组", convener=people[0]), by=clerk, at=AT)
    gone = people[0]
    Membership.objects.filter(pk=gone.pk).update(left_on=date(2026, 12, 1), state=MembershipState.RESIGNED)
    new = make.MemberFactory(sector=people[5].sector, person=make.person())

    assert services.refresh_roll(pack=pack, by=clerk, at=AT) == (1, 1)

    row = find(pack, gone)
    assert (row.is_out, row.group_id, row.seat_row, row.seat_number) == (True, None, None, None)
    assert make.group_of(pack).convener is None
    assert not find(pack, new).is_out
    before = rows()
    with pytest.raises(Refused, match="不在这次全会的名单里"):
        services.move_attendee(attendee=row, group=group, lodging=None, bus=None, by=clerk, at=AT)
    with pytest.raises(Refused, match="不在这次全会的名单里"):
        services.swap_seats(one=find(pack, people[1]), other=row, by=clerk, at=AT)
    assert rows() == before
    Membership.objects.filter(pk=gone.pk).update(left_on=None, state=MembershipState.ACTIVE)
    assert services.refresh_roll(pack=pack, by=clerk, at=AT) == (1, 0)


def test_whole_sectors_make_groups_and_neighbouring_groups_a_joint_one():
    pack, clerk, people = make.begun((3, 3, 2, 4, 4))
    services.propose_groups(pack=pack, groups=4, joint=2, by=clerk, at=AT)

    sizes = [group.size for group in queries.groups_of(pack, GroupKind.SMALL)]
    assert (sizes, [group.size for group in queries.groups_of(pack, GroupKind.JOINT)]) == ([3, 5, 4, 4], [8, 8])
    homes = {row.membership.sector_id: set() for row in queries.here(pack)}
    for row in queries.here(pack):
        homes[row.membership.sector_id].add(row.group_id)
    assert {len(groups) for groups in homes.values()} == {1}
    assert [group.name for group in pack.groups.filter(kind=GroupKind.SMALL)][:2] == ["第一组", "第二组"]
    first = queries.members_of(make.group_of(pack))
    assert [row.membership.person_id for row in first] == [
        row.person_id for row in sorted(people[:3], key=lambda row: by_strokes(row.person))
    ]


@pytest.mark.parametrize(("groups", "joint", "said"), [(0, 0, "1到3组"), (4, 0, "共3个界别"), (2, 3, "联组")])
def test_groups_that_cannot_be_are_refused(groups, joint, said):
    pack, clerk, _ = make.begun()
    before = rows()

    with pytest.raises(Refused, match=said):
        services.propose_groups(pack=pack, groups=groups, joint=joint, by=clerk, at=AT)

    assert rows() == before


def test_proposing_again_begins_anew_but_not_once_published_or_reported():
    pack, clerk, _ = make.arranged()
    services.propose_groups(pack=pack, groups=3, joint=1, by=clerk, at=AT)
    assert Counter(pack.groups.values_list("kind", flat=True)) == {"small": 3, "joint": 1}

    services.publish(pack=pack, by=clerk, at=AT)
    before = rows()
    with pytest.raises(Refused, match="不能自动分组"):
        services.propose_groups(pack=pack, groups=2, joint=0, by=clerk, at=AT)
    assert rows() == before


def test_a_member_is_moved_by_hand_with_what_was_and_is():
    pack, clerk, people = make.arranged()
    bus, row, second = facility(pack, clerk), find(pack, people[0]), make.group_of(pack, 2)
    services.change_group(
        group=make.group_of(pack), wording=GroupWording("第一组", convener=people[0]), by=clerk, at=AT
    )

    services.move_attendee(attendee=row, group=second, lodging=None, bus=bus, by=clerk, at=AT)

    moved = find(pack, people[0])
    assert (moved.group_id, moved.bus_id, moved.seat_row) == (second.pk, bus.pk, row.seat_row)
    assert make.group_of(pack).convener is None, "who leaves a group does not convene it"
    assert LedgerEntry.objects.get(act="move_attendee").fields == {
        "group": [row.group_id, second.pk], "bus": [None, bus.pk],
    }  # fmt: skip


def test_a_full_bus_takes_nobody_more_and_a_group_goes_whole_or_not_at_all():
    pack, clerk, people = make.arranged()
    bus, group = facility(pack, clerk, capacity=2), make.group_of(pack)
    first, second, third = (find(pack, people[n]) for n in range(3))
    for row in (first, second):
        services.move_attendee(attendee=row, group=row.group, lodging=None, bus=bus, by=clerk, at=AT)
    before = rows()

    with pytest.raises(Refused, match="已经满了"):
        services.move_attendee(attendee=third, group=third.group, lodging=None, bus=bus, by=clerk, at=AT)
    with pytest.raises(Refused, match="只剩0个位置"):
        services.send_group(group=group, facility=bus, by=clerk, at=AT)
    with pytest.raises(Refused, match="已经安排了2人"):
        services.set_facility(
            pack=pack, where=Where(FacilityKind.BUS, "1号车", capacity=1), facility=bus, by=clerk, at=AT
        )
    assert rows() == before

    hotel = facility(pack, clerk, FacilityKind.LODGING, "宾馆")
    room = facility(pack, clerk, FacilityKind.MEETING_ROOM, "201")
    size = len(queries.members_of(group))
    assert services.send_group(group=group, facility=hotel, by=clerk, at=AT) == size
    services.send_group(group=group, facility=room, by=clerk, at=AT)
    taken = {row.name: row.taken for row in queries.facilities_of(pack)}
    assert (taken, make.group_of(pack).room) == ({"201": 1, "宾馆": size, "1号车": 2}, room)


def test_a_facility_has_one_name_and_a_schedule_lies_in_the_plenary():
    pack, clerk, _ = make.begun()
    facility(pack, clerk)
    before = rows()

    for where, said in ((Where(FacilityKind.BUS, "1号车"), "叫“1号车”"), (Where(FacilityKind.BUS, " "), "名称"),
                        (Where(FacilityKind.BUS, "2号车", capacity=-1), "人数")):  # fmt: skip
        with pytest.raises(Refused, match=said):
            services.set_facility(pack=pack, where=where, by=clerk, at=AT)
    for changed, said in (({"title": " "}, "内容"), ({"day": date(2026, 12, 14)}, "12月13日之间"),
                          ({"day": date(2026, 12, 6)}, "12月7日")):  # fmt: skip
        with pytest.raises(Refused, match=said):
            services.put_item(pack=pack, line=make.line(**changed), by=clerk, at=AT)
    assert rows() == before

    item = services.put_item(pack=pack, line=make.line(starts=time(14, 30)), by=clerk, at=AT)
    changed = services.put_item(pack=pack, line=make.line(starts=time(18)), item=item, by=clerk, at=AT)
    assert (item.pk, changed.part) == (changed.pk, Part.NIGHT)
    services.drop_item(item=changed, by=clerk, at=AT)
    assert not pack.items.exists()
    assert LedgerEntry.objects.filter(act="set_schedule").count() == 3

    gone = rows()
    with pytest.raises(Refused, match="刚才被删掉了"):
        services.put_item(pack=pack, line=make.line(), item=item, by=clerk, at=AT)
    assert rows() == gone


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(sizes=st.lists(st.integers(1, 5), min_size=1, max_size=4), row=st.integers(1, 6), stage=st.integers(0, 3))
def test_everybody_has_exactly_one_seat_and_no_seat_two_people(house, sizes, row, stage):
    with transaction.atomic():
        pack, clerk, people = make.begun(tuple(sizes))
        services.change_pack(pack=pack, basics=make.hall(rows=-(-len(people) // row), seats_a_row=row), by=clerk, at=AT)
        services.propose_groups(pack=pack, groups=1, joint=0, by=clerk, at=AT)
        chosen = queries.here(pack)[:stage]
        services.set_presidium(pack=pack, executive=chosen, secretary_general=None, members=[], by=clerk, at=AT)

        assert services.seat_all(pack=pack, by=clerk, at=AT) == len(people)
        again = services.seat_all(pack=pack, by=clerk, at=AT)

        seats = [(each.seat_row, each.seat_number) for each in queries.here(pack)]
        assert (again, len(set(seats)), None in sum(seats, ())) == (len(people), len(people), False)
        assert {each.pk for each in queries.here(pack) if each.seat_row == STAGE} == {each.pk for each in chosen}
        assert all(each.seat_number <= row for each in queries.here(pack) if each.seat_row)
        connection.check_constraints()
        transaction.set_rollback(True)


def test_who_sits_by_group_then_by_strokes_and_the_presidium_from_the_middle():
    pack, clerk, _ = make.arranged()
    one, two, three = (queries.here(pack)[n] for n in (7, 1, 4))
    services.set_presidium(pack=pack, executive=[one], secretary_general=two, members=[three], by=clerk, at=AT)

    services.seat_all(pack=pack, by=clerk, at=AT)

    people = queries.here(pack)
    stage = {row.seat_number: row.pk for row in people if row.seat_row == STAGE}
    assert stage == {2: one.pk, 1: two.pk, 3: three.pk}
    hall = sorted((row for row in people if row.seat_row != STAGE), key=lambda row: (row.seat_row, row.seat_number))
    assert hall == sorted(hall, key=lambda row: (row.group.order, by_strokes(row.membership.person)))


@transaction.atomic
def seat_in(pack, clerk, changed):
    services.change_pack(pack=pack, basics=make.hall(**changed), by=clerk, at=AT)
    services.seat_all(pack=pack, by=clerk, at=AT)


def test_a_hall_that_is_too_small_seats_nobody():
    pack, clerk, _ = make.begun()
    wrong = [
        ({"rows": 0}, "还不知道会场"), ({"rows": 1, "seats_a_row": 7}, "台下要坐8人"), ({"rows": 81}, "排数最多80"),
        ({"stage_seats": 61}, "主席台座位最多60"),
    ]  # fmt: skip
    for changed, said in wrong:
        before = rows()
        with pytest.raises(Refused, match=said):
            seat_in(pack, clerk, changed)
        assert rows() == before
    services.set_presidium(
        pack=pack, executive=queries.here(pack)[:4], secretary_general=None, members=[], by=clerk, at=AT
    )
    services.change_pack(pack=pack, basics=make.hall(), by=clerk, at=AT)
    with pytest.raises(Refused, match="主席台只有3个座位"):
        services.seat_all(pack=pack, by=clerk, at=AT)
    assert not pack.attendees.filter(seat_row__isnull=False).exists()


def test_two_change_seats_in_one_act_and_a_hall_keeps_the_seats_people_have():
    pack, clerk, people = make.arranged()
    one, other = find(pack, people[0]), find(pack, people[7])

    services.swap_seats(one=one, other=other, by=clerk, at=AT)

    swapped = find(pack, people[0]), find(pack, people[7])
    assert [row.seat for row in swapped] == [other.seat, one.seat]
    connection.check_constraints()
    entry = LedgerEntry.objects.get(act="move_seat")
    assert (entry.kind, entry.object_id) == ("plenary_pack", pack.pk)
    assert {entry.fields["person"], entry.fields["changed_with"]} == {one.pk, other.pk}
    before = rows()
    with pytest.raises(Refused, match="两位不同的人"):
        services.swap_seats(one=one, other=one, by=clerk, at=AT)
    with pytest.raises(Refused, match="没有这个座位"):
        services.change_pack(pack=pack, basics=make.hall(rows=1), by=clerk, at=AT)
    assert rows() == before


def test_the_database_gives_no_seat_to_two():
    pack, *_ = make.arranged()

    def all_on_one_seat():
        with transaction.atomic():
            pack.attendees.update(seat_row=1, seat_number=1)
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        all_on_one_seat()


def test_the_presidium_stands_as_elected_with_due_and_present():
    pack, clerk, _ = make.arranged()
    people = queries.here(pack)
    before = rows()
    with pytest.raises(Refused, match="没有主席团名单"):
        services.note_sitting(pack=pack, sitting=Sitting(make.OPENS, Part.AM, 0), by=clerk, at=AT)
    with pytest.raises(Refused, match="写了两处"):
        services.set_presidium(
            pack=pack, executive=people[:1], secretary_general=None, members=people[:1], by=clerk, at=AT
        )
    assert rows() == before

    services.set_presidium(
        pack=pack, executive=[people[3]], secretary_general=people[0], members=[people[5], people[1]], by=clerk, at=AT
    )
    assert queries.in_presidium(queries.here(pack)) == [people[3], people[0], people[5], people[1]]
    sitting = services.note_sitting(pack=pack, sitting=Sitting(make.OPENS, Part.AM, 3, "第一次"), by=clerk, at=AT)
    assert (sitting.ordinal, sitting.due, sitting.present) == (1, 4, 3)
    with pytest.raises(Refused, match="应到4人"):
        services.note_sitting(pack=pack, sitting=Sitting(make.OPENS, Part.PM, 5), by=clerk, at=AT)
    services.set_presidium(pack=pack, executive=[], secretary_general=people[0], members=[], by=clerk, at=AT)
    assert list(pack.attendees.exclude(presidium="").values_list("presidium", flat=True)) == [
        PresidiumRole.SECRETARY_GENERAL
    ]


def test_it_is_published_when_ready_and_everybody_is_told_once():
    pack, clerk, people = make.begun()
    before = rows()
    with pytest.raises(Refused, match="还没有日程"):
        services.publish(pack=pack, by=clerk, at=AT)
    assert rows() == before
    services.put_item(pack=pack, line=make.line(), by=clerk, at=AT)
    with pytest.raises(Refused, match="8位委员没有分到组"):
        services.publish(pack=pack, by=clerk, at=AT)
    services.propose_groups(pack=pack, groups=2, joint=0, by=clerk, at=AT)
    with pytest.raises(Refused, match="8位委员没有座位"):
        services.publish(pack=pack, by=clerk, at=AT)
    services.change_pack(pack=pack, basics=make.hall(), by=clerk, at=AT)
    services.seat_all(pack=pack, by=clerk, at=AT)

    services.publish(pack=pack, by=clerk, at=AT)

    message = Message.objects.get()
    assert {row.person_id for row in message.recipients.all()} == {row.person_id for row in people}
    assert message.url.endswith(f"/plenary/{pack.public_id}/mine/")
    services.announce_change(pack=pack, reason="开幕会改在9:30", by=clerk, at=make.moment(2))
    assert Message.objects.filter(text__contains="开幕会改在9:30").count() == 1
    closed = services.close_pack(pack=pack, by=clerk, at=make.moment(14))
    assert closed.state == PackState.CLOSED


def test_no_plenary_ends_without_the_report_on_its_proposals():
    """Office-practice 29."""
    pack, clerk, _people = make.published()
    proposals.proposal(ProposalState.SUBMITTED, session=pack.session)
    before = rows()

    with pytest.raises(Refused, match="审查情况报告还没有交大会"):
        services.close_pack(pack=pack, by=clerk, at=make.moment(14))

    assert rows() == before
    deciding.note_report_handed_in(session=pack.session, by=proposals.clerk(), at=make.moment(13))
    assert services.close_pack(pack=pack, by=clerk, at=make.moment(14)).state == PackState.CLOSED


def test_nothing_is_changed_after_the_end():
    pack, clerk, people = make.published()
    services.close_pack(pack=pack, by=clerk, at=AT)
    group, row, before = make.group_of(pack), find(pack, people[0]), rows()

    for act in (
        lambda: services.change_pack(pack=pack, basics=make.hall(), by=clerk, at=AT),
        lambda: services.seat_all(pack=pack, by=clerk, at=AT),
        lambda: services.refresh_roll(pack=pack, by=clerk, at=AT),
        lambda: services.put_item(pack=pack, line=make.line(), by=clerk, at=AT),
        lambda: services.drop_item(item=pack.items.get(), by=clerk, at=AT),
        lambda: facility(pack, clerk),
        lambda: services.change_group(group=group, wording=GroupWording("甲组"), by=clerk, at=AT),
        lambda: services.move_attendee(attendee=row, group=None, lodging=None, bus=None, by=clerk, at=AT),
        lambda: services.swap_seats(one=row, other=find(pack, people[1]), by=clerk, at=AT),
        lambda: services.move_seat(
            attendee=row, to=(3, 4), seen=Seen((row.seat_row, row.seat_number), None), by=clerk, at=AT
        ),
        lambda: services.add_guest(pack=pack, name="方志远", where="", kind=GuestKind.OBSERVER, by=clerk, at=AT),
        lambda: services.draw_guests(pack=pack, by=clerk, at=AT),
    ):
        with pytest.raises(Refused):
            act()
    assert rows() == before


@pytest.mark.parametrize("role", [Role.MEMBER, Role.COMMITTEE_CLERK, Role.LEADER, Role.SYS_ADMIN])
def test_only_the_office_prepares(role):
    pack, clerk, people = make.published()
    other, group, row = seat(role), make.group_of(pack), find(pack, people[0])
    hotel = facility(pack, clerk, FacilityKind.LODGING, "宾馆")
    before = rows()

    for act in (
        lambda: services.begin_pack(session=pack.session, by=other, at=AT),
        lambda: services.change_pack(pack=pack, basics=make.hall(rows=99), by=other, at=AT),
        lambda: services.seat_all(pack=pack, by=other, at=AT),
        lambda: services.refresh_roll(pack=pack, by=other, at=AT),
        lambda: services.put_item(pack=pack, line=make.line(title=" "), by=other, at=AT),
        lambda: facility(pack, other, name=" "),
        lambda: services.send_group(group=group, facility=hotel, by=other, at=AT),
        lambda: services.change_group(group=group, wording=GroupWording(" "), by=other, at=AT),
        lambda: services.move_attendee(attendee=row, group=None, lodging=None, bus=None, by=other, at=AT),
        lambda: services.swap_seats(one=row, other=row, by=other, at=AT),
        lambda: services.move_seat(attendee=row, to=(99, 1), seen=Seen(None, None), by=other, at=AT),
        lambda: services.add_guest(pack=pack, name=" ", where="", kind=GuestKind.OBSERVER, by=other, at=AT),
        lambda: services.take_off_guest(attendee=row, by=other, at=AT),
        lambda: services.draw_guests(pack=pack, by=other, at=AT),
        lambda: services.set_presidium(pack=pack, executive=[row], secretary_general=row, members=[], by=other, at=AT),
        lambda: services.note_sitting(pack=pack, sitting=Sitting(make.OPENS, Part.AM, 0), by=other, at=AT),
        lambda: services.announce_change(pack=pack, reason="改时间", by=other, at=AT),
        lambda: services.close_pack(pack=pack, by=other, at=AT),
        lambda: services.note_book_taken(pack=pack, people=8, by=other, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert rows() == before


def test_a_group_names_its_convener_recorder_and_room():
    pack, clerk, people = make.arranged(joint=1)
    group, recorder = make.recorder_of(pack, clerk, Role.COMMITTEE_CLERK)
    assert Notice.objects.get(recipient=recorder.user_id).text == "请您担任三届五次会议第一组的记录员"
    bus, joint = facility(pack, clerk), pack.groups.get(kind=GroupKind.JOINT)
    before = rows()

    for wrong, said in (
        (GroupWording(" "), "名称"), (GroupWording("一组", convener=people[7]), "不在"),
        (GroupWording("一组", room=bus), "会议室"), (GroupWording("一组", joint=group), "联组"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=said):
            services.change_group(group=group, wording=wrong, by=clerk, at=AT)
    assert rows() == before

    services.change_group(group=joint, wording=GroupWording("第一联组", convener=people[7]), by=clerk, at=AT)
    assert pack.groups.get(kind=GroupKind.JOINT).convener == people[7]
