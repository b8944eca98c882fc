"""From planning to the signed sheet: who is due, what they answer, who came."""

import pytest

from yizheng.kernel import ledger, thread
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.scoping import scope
from yizheng.meeting import queries, services
from yizheng.meeting.enums import AttendanceStatus, InvitationRole, MeetingKind, MeetingState, Reply, ReplyWay
from yizheng.meeting.models import Attendance, Meeting
from yizheng.meeting.tests import factories as make
from yizheng.notify.models import Message
from yizheng.org.enums import MembershipRole, MembershipState
from yizheng.org.models import Suspension
from yizheng.plan.enums import TaskState
from yizheng.plan.tests import factories as plan
from yizheng.todo.models import Todo


@pytest.fixture(autouse=True)
def office(db):
    with scope(plan.CommitteeFactory()):
        yield


def called(**given):
    meeting, clerk = make.planned(**given)
    return services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11)), clerk


def test_a_plenary_asks_every_member_in_office_once():
    sector = make.SectorFactory()
    kept = make.MemberFactory(sector=sector)
    resting = make.MemberFactory(sector=sector, state=MembershipState.SUSPENDED)
    Suspension.objects.create(membership=resting, valid_from=plan.FROM)
    make.MemberFactory(sector=sector, state=MembershipState.PROPOSED)
    guest = make.MemberFactory(sector=None, term=sector.term, role=MembershipRole.RESIDENT_SUPERIOR_MEMBER)

    meeting = services.plan_meeting(
        kind=MeetingKind.PLENARY, term=sector.term, ordinal=1, particulars=make.particulars(),
        by=plan.seat(), at=make.moment(1, month=11),
    )  # fmt: skip

    asked = {each.person_id: each.role for each in meeting.invitations.all()}
    assert asked == {kept.person_id: InvitationRole.ATTEND, guest.person_id: InvitationRole.OBSERVE}
    assert meeting.title == "三届一次会议"


def test_a_standing_committee_meeting_asks_leaders_and_standing_members():
    sector = make.SectorFactory()
    make.MemberFactory(sector=sector)
    standing = make.MemberFactory(sector=sector, role=MembershipRole.STANDING_MEMBER)
    chair = plan.PostFactory(person=make.person("周敬之"), rank=1)

    meeting = services.plan_meeting(
        kind=MeetingKind.STANDING, term=sector.term, ordinal=10, particulars=make.particulars(),
        by=plan.seat(), at=make.moment(1, month=11),
    )  # fmt: skip

    asked = [each.person_id for each in meeting.invitations.order_by("order")]
    assert asked == [chair.person_id, standing.person_id]
    assert meeting.title == "三届十次常委会议"


def test_a_number_is_taken_once_in_a_term():
    meeting, clerk = make.planned()
    entries = LedgerEntry.objects.count()

    with pytest.raises(Refused, match="已经有了"):
        services.plan_meeting(
            kind=MeetingKind.PLENARY, term=meeting.term, ordinal=2, particulars=make.particulars(),
            by=clerk, at=make.moment(12, month=11),
        )  # fmt: skip

    assert Meeting.objects.count() == 1
    assert LedgerEntry.objects.count() == entries


@pytest.mark.parametrize(
    ("starts", "ends", "halves"),
    [
        ((10, 9), (10, 12), ["12月10日上午"]),
        ((10, 14), (10, 17), ["12月10日下午"]),
        ((10, 9), (11, 17), ["12月10日上午", "12月10日下午", "12月11日上午", "12月11日下午"]),
        ((10, 15), (11, 11), ["12月10日下午", "12月11日上午"]),
    ],
)
def test_a_meeting_sits_on_its_half_days(starts, ends, halves):
    meeting, _ = make.planned(starts_at=make.moment(*starts), ends_at=make.moment(*ends))

    assert [str(half) for half in meeting.half_days.all()] == halves


def test_the_notice_goes_to_everybody_and_the_answer_stands_on_their_desks():
    meeting, _ = called(members=2)

    message = Message.objects.get()
    assert message.title == "三届二次会议通知"
    assert message.text == "三届二次会议定于2026年12月10日上午9:00在机关三楼会议室召开。"
    people = {each.person_id for each in meeting.invitations.all()}
    assert {each.person_id for each in message.recipients.all()} == people
    assert Todo.objects.filter(kind="invitation", closed_at__isnull=True).count() == 2


def test_a_notice_without_an_agenda_is_refused():
    meeting, clerk = make.planned(agenda=" ")

    with pytest.raises(Refused, match="还没有议程"):
        services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED
    assert Message.objects.count() == 0


def test_a_member_asks_leave_and_the_todo_goes():
    meeting, _ = called(members=1)
    invitation = meeting.invitations.get()
    member = plan.seat(plan.Role.MEMBER)
    member = type(member)(invitation.person.user_id, "苏明", member.hat)

    services.reply(
        invitation=invitation, answer=Reply.LEAVE, way=ReplyWay.WEB, leave_kind="official",
        leave_reason="外出招商", by=member, at=make.moment(14, month=11),
    )  # fmt: skip

    invitation.refresh_from_db()
    assert (invitation.reply, invitation.leave_kind, invitation.reply_way) == ("leave", "official", "web")
    assert not Todo.objects.filter(kind="invitation", closed_at__isnull=True).exists()
    assert queries.answers(meeting).on_leave == 1


def test_leave_without_a_kind_is_refused():
    meeting, clerk = called(members=1)
    invitation = meeting.invitations.get()

    with pytest.raises(Refused, match="请选择请假的类别"):
        services.reply(
            invitation=invitation, answer=Reply.LEAVE, way=ReplyWay.TELEPHONE, by=clerk, at=make.moment(14, month=11)
        )

    invitation.refresh_from_db()
    assert invitation.reply == Reply.WAITING
    assert not ledger.history("invitation", invitation.pk).exists()


def test_nobody_answers_on_the_web_once_it_began():
    meeting, _ = called(members=1)
    invitation = meeting.invitations.get()
    member = type(plan.seat())(invitation.person.user_id, "苏明", plan.seat(plan.Role.MEMBER).hat)

    with pytest.raises(Refused, match="会议已经开始"):
        services.reply(invitation=invitation, answer=Reply.ACCEPT, way=ReplyWay.WEB, by=member, at=make.moment(10, 9))

    invitation.refresh_from_db()
    assert invitation.reply == Reply.WAITING


def test_the_sheet_gives_everybody_a_fact_a_half_day():
    meeting, clerk = called(members=3, ends_at=make.moment(10, 17))
    signed, away, missing = meeting.invitations.order_by("order")
    services.reply(
        invitation=away, answer=Reply.LEAVE, way=ReplyWay.TELEPHONE, leave_kind="illness",
        by=clerk, at=make.moment(14, month=11),
    )  # fmt: skip
    morning, afternoon = meeting.half_days.all()
    sheet = {signed.pk: {morning.pk: AttendanceStatus.LATE, afternoon.pk: AttendanceStatus.PRESENT}}

    held = services.enter_attendance(meeting=meeting, sheet=sheet, by=clerk, at=make.moment(10, 18))

    statuses = list(Attendance.objects.order_by("invitation__order", "half_day").values_list("status", flat=True))
    assert statuses == ["late", "present", "leave_approved", "leave_approved", "absent", "absent"]
    assert held.state == MeetingState.ADJOURNED
    counted = queries.presence(held)
    assert (counted.due, counted.present, counted.on_leave, counted.absent) == (6, 2, 2, 2)
    assert str(counted.rate) == "50.0"
    assert missing.attendance.count() == 2


def test_a_sheet_is_refused_while_the_meeting_sits():
    meeting, clerk = called(ends_at=make.moment(11, 12))

    with pytest.raises(Refused, match="还没有开完"):
        services.enter_attendance(meeting=meeting, sheet={}, by=clerk, at=make.moment(10, 18))

    assert Attendance.objects.count() == 0


def test_a_meeting_for_a_task_starts_it_and_is_its_record():
    task = plan.TaskFactory(plan=plan.PlanFactory(), state=TaskState.PLANNED)
    sector = make.SectorFactory()
    make.MemberFactory(sector=sector)
    clerk = plan.seat()
    meeting = services.plan_meeting(
        kind=MeetingKind.PLENARY, term=sector.term, ordinal=2, particulars=make.particulars(), origin=task,
        by=clerk, at=make.moment(12, month=11),
    )  # fmt: skip
    task.refresh_from_db()
    assert task.state == TaskState.IN_PROGRESS

    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    services.enter_attendance(meeting=meeting, sheet={}, by=clerk, at=make.moment(10, 18))

    assert [each.note for each in task.evidence.all()] == ["见三届二次会议记录（12月10日）"]
    assert [end.obj for end in thread.came_from(meeting, clerk)] == [task]


def test_a_cancelled_meeting_asks_nobody_any_more():
    meeting, clerk = called(members=2)

    services.cancel(meeting=meeting, reason="与区委会议冲突", by=clerk, at=make.moment(20, month=11))

    assert Message.objects.order_by("id").last().text.endswith("取消：与区委会议冲突")
    assert not Todo.objects.filter(closed_at__isnull=True, kind__in=("meeting", "invitation")).exists()
