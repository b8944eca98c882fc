"""Leave: asked, granted, refused, taken back; granted leave is absence nowhere."""

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.scoping import scope
from yizheng.meeting import queries, services
from yizheng.meeting.enums import AttendanceStatus, CheckInMethod, LeaveState, MeetingKind, Reply, ReplyWay
from yizheng.meeting.models import Attendance, LeaveRequest
from yizheng.meeting.services import Asked, leaving
from yizheng.meeting.tests import factories as make
from yizheng.notify.models import Notice
from yizheng.org.enums import MembershipRole
from yizheng.plan.tests import factories as plan
from yizheng.todo.models import Todo

ASKED_AT = make.moment(14, month=11)


@pytest.fixture(autouse=True)
def office(db):
    with scope(plan.CommitteeFactory()):
        yield


def called(**given):
    meeting, clerk = make.planned(**given)
    return services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11)), clerk


def member_of(invitation):
    seat = plan.seat(plan.Role.MEMBER)
    return type(seat)(invitation.person.user_id, invitation.person.name, seat.hat)


def ask(invitation, half_days, at=ASKED_AT, **given):
    asked = Asked(half_days, given.pop("kind", "official"), "外出招商", given.pop("evidence", ""))
    return services.ask_leave(invitation=invitation, asked=asked, way=ReplyWay.WEB, by=member_of(invitation), at=at)


def chief():
    return plan.seat(plan.Role.SECRETARY_GENERAL)


def rows():
    return list(LeaveRequest.objects.order_by("id").values()), LedgerEntry.objects.count(), Todo.objects.count()


def test_a_request_waits_on_the_desk_of_whoever_decides():
    meeting, _ = called(members=1)

    leave = ask(meeting.invitations.get(), list(meeting.half_days.all()))

    assert (leave.state, leave.is_late, leave.approver_role) == (LeaveState.REQUESTED, False, "secretary_general")
    todo = Todo.objects.get(kind="leave_request", closed_at__isnull=True)
    assert (todo.role, todo.act, todo.due_on) == ("secretary_general", "decide_leave", make.moment(10).date())
    assert meeting.invitations.get().reply == Reply.LEAVE


def test_leave_from_a_whole_plenary_needs_the_chair():
    meeting, _ = called(members=1, ends_at=make.moment(11, 17))
    halves = list(meeting.half_days.all())

    part, whole = leaving.approver_of(meeting, halves[:1]), leaving.approver_of(meeting, halves)

    assert (part, whole) == (("secretary_general", None), ("leader", None))


def test_a_committee_decides_on_leave_from_its_own_meetings():
    sector = make.SectorFactory()
    body = plan.BodyFactory()
    meeting = services.plan_meeting(
        kind=MeetingKind.COMMITTEE, term=sector.term, ordinal=1, particulars=make.particulars(), body=body,
        by=plan.seat(), at=make.moment(1, month=11),
    )  # fmt: skip

    assert leaving.approver_of(meeting, list(meeting.half_days.all())) == ("committee_clerk", body.pk)


def test_the_reply_of_leave_is_a_request():
    meeting, _ = called(members=1)
    invitation = meeting.invitations.get()

    services.reply(
        invitation=invitation, answer=Reply.LEAVE, way=ReplyWay.WEB, leave_kind="illness", by=member_of(invitation),
        at=ASKED_AT,
    )  # fmt: skip
    services.reply(invitation=invitation, answer=Reply.ACCEPT, way=ReplyWay.WEB, by=member_of(invitation), at=ASKED_AT)

    assert [each.state for each in LeaveRequest.objects.all()] == [LeaveState.WITHDRAWN]


def test_granted_leave_is_neither_present_nor_absent():
    meeting, clerk = called(members=2, ends_at=make.moment(10, 17))
    one, two = meeting.invitations.order_by("order")
    morning, afternoon = meeting.half_days.all()
    leave = ask(one, [morning])
    services.approve_leave(leave=leave, by=chief(), at=make.moment(15, month=11))
    services.open_meeting(meeting=meeting, by=clerk, at=make.moment(10, 8))
    for half, hour in ((morning, 8), (afternoon, 14)):
        services.check_in(
            invitation=two, half_day=half, method=CheckInMethod.CLERK, by=clerk, at=make.moment(10, hour, minute=30)
        )
    services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10), only_briefing=True)
    services.adjourn_meeting(meeting=meeting, by=clerk, at=make.moment(10, 17))

    counted = queries.presence(meeting)
    assert (counted.due, counted.present, counted.on_leave, counted.absent) == (4, 2, 1, 1)
    assert str(counted.rate) == "66.7"
    assert queries.leaves_in_term(leave) == 1
    assert [(each.recipient_id, each.text) for each in Notice.objects.filter(text__contains="请假")] == [
        (one.person.user_id, "三届二次会议：您的请假已准假")
    ]
    assert one.attendance.get(half_day=afternoon).status == AttendanceStatus.ABSENT


def test_the_signed_sheet_settles_what_still_waits():
    meeting, clerk = called(members=1)
    ask(meeting.invitations.get(), list(meeting.half_days.all()))

    services.enter_attendance(meeting=meeting, sheet={}, by=clerk, at=make.moment(10, 18))

    leave = LeaveRequest.objects.get()
    assert (leave.state, leave.decided_by_name) == (LeaveState.APPROVED, "按签到表")
    assert LedgerEntry.objects.get(act="approve_leave").source == "paper"
    assert not Todo.objects.filter(kind="leave_request", closed_at__isnull=True).exists()


def test_refused_leave_expects_the_person_again():
    meeting, clerk = called(members=1)
    invitation = meeting.invitations.get()
    leave = ask(invitation, list(meeting.half_days.all()))
    before = rows()

    with pytest.raises(Refused, match="理由"):
        services.refuse_leave(leave=leave, reason=" ", by=chief(), at=make.moment(15, month=11))
    assert rows() == before
    services.refuse_leave(leave=leave, reason="换届选举，应当到会", by=chief(), at=make.moment(15, month=11))
    services.enter_attendance(meeting=meeting, sheet={}, by=clerk, at=make.moment(10, 18))

    invitation.refresh_from_db()
    assert invitation.reply == Reply.WAITING
    assert Attendance.objects.get().status == AttendanceStatus.ABSENT


def test_nobody_decides_on_their_own_leave():
    sector = make.SectorFactory()
    head = make.MemberFactory(sector=sector, person=make.person(with_login=True), role=MembershipRole.STANDING_MEMBER)
    clerk = plan.seat()
    meeting = services.plan_meeting(
        kind=MeetingKind.STANDING, term=sector.term, ordinal=10, particulars=make.particulars(), by=clerk,
        at=make.moment(12, month=11),
    )  # fmt: skip
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    invitation = meeting.invitations.get(person=head.person)
    leave = ask(invitation, list(meeting.half_days.all()))
    seat = chief()
    same = type(seat)(head.person.user_id, head.person.name, seat.hat)
    before = rows()

    with pytest.raises(PermissionDenied):
        services.approve_leave(leave=leave, by=same, at=make.moment(15, month=11))
    for role in (plan.Role.MEMBER, plan.Role.LEADER, plan.Role.COMMITTEE_CLERK):
        with pytest.raises(PermissionDenied):
            services.approve_leave(leave=leave, by=plan.seat(role), at=make.moment(15, month=11), signed_by="沈若松")

    assert rows()[0] == before[0]
    assert LeaveRequest.objects.get().state == LeaveState.REQUESTED


def test_a_clerk_enters_a_signed_decision_with_both_names():
    meeting, clerk = called(members=1)
    leave = ask(meeting.invitations.get(), list(meeting.half_days.all()))
    before = rows()

    with pytest.raises(Refused, match="谁批的假"):
        services.approve_leave(leave=leave, by=clerk, at=make.moment(15, month=11))
    assert rows() == before
    granted = services.approve_leave(leave=leave, by=clerk, at=make.moment(15, month=11), signed_by="沈若松")

    entry = LedgerEntry.objects.filter(act="approve_leave").get()
    assert (granted.decided_by_name, entry.source, entry.entered_by_id) == ("沈若松", "paper", clerk.user_id)


@pytest.mark.parametrize(("day", "late"), [(7, False), (8, True)])
def test_filed_after_its_lead_time_it_is_marked(day, late):
    meeting, _ = called(members=1)

    assert ask(meeting.invitations.get(), list(meeting.half_days.all()), make.moment(day)).is_late is late


def test_afterwards_it_is_taken_for_two_working_days_with_a_proof_and_absence_becomes_leave():
    meeting, clerk = called(members=2)
    one, two = meeting.invitations.order_by("order")
    halves = list(meeting.half_days.all())
    services.enter_attendance(meeting=meeting, sheet={}, by=clerk, at=make.moment(10, 18))

    with pytest.raises(Refused, match="凭据"):
        ask(one, halves, make.moment(11))
    with pytest.raises(Refused, match="补假最晚在会后2个工作日内"):
        ask(two, halves, make.moment(15), evidence="住院证明")
    leave = ask(one, halves, make.moment(14), evidence="出差通知〔2026〕3号")
    services.approve_leave(leave=leave, by=chief(), at=make.moment(18))

    assert leave.is_afterwards
    statuses = dict(Attendance.objects.values_list("invitation", "status"))
    assert statuses == {one.pk: "leave_approved", two.pk: "absent"}


def test_it_is_taken_back_before_its_first_half_day_begins():
    meeting, _ = called(members=1)
    invitation = meeting.invitations.get()
    leave = ask(invitation, list(meeting.half_days.all()))
    before = rows()

    with pytest.raises(Refused, match="已经开始"):
        services.withdraw_leave(leave=leave, by=member_of(invitation), at=make.moment(10, 9))
    assert rows() == before
    services.withdraw_leave(leave=leave, by=member_of(invitation), at=make.moment(10, 8))

    invitation.refresh_from_db()
    assert invitation.reply == Reply.WAITING
    assert not Todo.objects.filter(kind="leave_request", closed_at__isnull=True).exists()


def test_a_meeting_that_is_put_off_voids_every_leave():
    meeting, clerk = called(members=1)
    ask(meeting.invitations.get(), list(meeting.half_days.all()))

    services.postpone(meeting=meeting, reason="与区委会议冲突", by=clerk, at=make.moment(20, month=11))

    assert LeaveRequest.objects.get().state == LeaveState.VOID


@pytest.mark.parametrize(("given", "code"), [({"kind": "holiday"}, "no_kind"), ({"half_days": []}, "no_half_days")])
def test_what_is_not_asked_properly_is_refused(given, code):
    meeting, _ = called(members=1)
    invitation, halves = meeting.invitations.get(), list(meeting.half_days.all())
    before = rows()

    with pytest.raises(Refused) as refusal:
        ask(invitation, given.get("half_days", halves), kind=given.get("kind", "official"))

    assert refusal.value.code == code
    assert rows() == before
