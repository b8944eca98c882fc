"""Check-in: one row a person and half-day, in its window, by four ways; what is refused changes nothing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.kernel import events
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.scoping import scope
from yizheng.meeting import codes, queries, services
from yizheng.meeting.enums import AttendanceStatus, CheckInMethod, InvitationRole, MeetingState, Reply, ReplyWay
from yizheng.meeting.events import AttendanceCorrected, AttendanceRecorded, MeetingCancelled
from yizheng.meeting.models import Attendance, Meeting
from yizheng.meeting.quorum import kept_quorum, majority_of, needed_of, quorum_of
from yizheng.meeting.tests import factories as make
from yizheng.org.models import Suspension
from yizheng.plan.tests import factories as plan

MORNING = make.moment(10, 8, minute=50)
S = AttendanceStatus


@pytest.fixture(autouse=True)
def office(db):
    with scope(plan.CommitteeFactory()):
        yield


@pytest.fixture
def heard():
    """What is told of attendance."""
    told = []
    for kind in (AttendanceRecorded, AttendanceCorrected, MeetingCancelled):
        events._handlers[kind].append(told.append)
    yield told
    for kind in (AttendanceRecorded, AttendanceCorrected, MeetingCancelled):
        events._handlers[kind].remove(told.append)


def opened(*, members=3, **given):
    meeting, clerk = make.planned(members=members, **given)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    return services.open_meeting(meeting=meeting, by=clerk, at=make.moment(10, 8)), clerk


def member_of(invitation):
    seat = plan.seat(plan.Role.MEMBER)
    return type(seat)(invitation.person.user_id, invitation.person.name, seat.hat)


def scan(invitation, half_day, at=MORNING):
    return services.check_in(
        invitation=invitation, half_day=half_day, method=CheckInMethod.SCAN, by=member_of(invitation), at=at
    )


def rows():
    return list(Attendance.objects.order_by("id").values()), LedgerEntry.objects.count()


def test_opening_expects_everybody_due_and_whoever_rests_is_exempt():
    meeting, clerk = make.planned(members=2)
    resting = meeting.invitations.order_by("order").last()
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    Suspension.objects.create(membership=resting.membership, valid_from=make.moment(1).date())

    services.open_meeting(meeting=meeting, by=clerk, at=make.moment(10, 8))

    statuses = list(Attendance.objects.order_by("invitation__order").values_list("status", flat=True))
    assert statuses == ["expected", "exempt"]
    assert [item.kind for item in meeting.items.all()] == ["vote", "consult"]


def test_the_door_opens_a_day_ahead_not_earlier():
    meeting, clerk = make.planned()
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))

    with pytest.raises(Refused, match="前一天"):
        services.open_meeting(meeting=meeting, by=clerk, at=make.moment(8))

    assert Meeting.objects.get().state == MeetingState.NOTIFIED
    assert Attendance.objects.count() == 0


def test_however_often_it_is_sent_there_is_one_row_and_one_entry():
    meeting, clerk = opened()
    one, half = meeting.invitations.order_by("order")[0], meeting.half_days.get()

    first = scan(one, half)
    before = rows()
    again = scan(one, half, make.moment(10, 8, minute=58))
    by_list = services.check_in(
        invitation=one, half_day=half, method=CheckInMethod.CLERK, by=clerk, at=make.moment(10, 9, minute=10)
    )

    assert (first.is_new, again.is_new, by_list.is_new) == (True, False, False)
    assert (first.attendance.status, first.attendance.came_at) == (S.PRESENT, MORNING)
    assert rows() == before


@pytest.mark.parametrize(
    ("minute", "status", "late"),
    [(-60, S.PRESENT, 0), (0, S.PRESENT, 0), (1, S.LATE, 1), (20, S.LATE, 20)],
)
def test_inside_the_window_it_counts_late_by_minutes(minute, status, late):
    meeting, _ = opened()

    row = scan(
        meeting.invitations.first(), meeting.half_days.get(), make.moment(10) + timedelta(minutes=minute)
    ).attendance

    assert (row.status, row.late_minutes) == (status, late)


@pytest.mark.parametrize(("minute", "code"), [(-61, "too_early"), (21, "too_late")])
def test_outside_the_window_scanning_is_refused(minute, code):
    meeting, _ = opened()
    before = rows()

    with pytest.raises(Refused) as refusal:
        scan(meeting.invitations.first(), meeting.half_days.get(), make.moment(10) + timedelta(minutes=minute))

    assert refusal.value.code == code
    assert rows() == before


def test_the_clerk_may_still_enter_who_comes_after_the_window():
    meeting, clerk = opened()

    row = services.check_in(
        invitation=meeting.invitations.first(), half_day=meeting.half_days.get(), method=CheckInMethod.CLERK,
        by=clerk, at=make.moment(10, 10),
    ).attendance  # fmt: skip

    assert (row.status, row.late_minutes, row.recorded_by_name) == (S.LATE, 60, clerk.name)


def test_nobody_checks_in_for_another():
    meeting, _ = opened()
    one, other = meeting.invitations.order_by("order")[:2]
    before = rows()

    with pytest.raises(PermissionDenied):
        services.check_in(
            invitation=other, half_day=meeting.half_days.get(), method=CheckInMethod.SCAN, by=member_of(one), at=MORNING
        )

    assert rows() == before


def test_after_leave_was_granted_scanning_is_refused():
    meeting, clerk = make.planned(members=1)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    one = meeting.invitations.get()
    services.reply(
        invitation=one, answer=Reply.LEAVE, way=ReplyWay.TELEPHONE, leave_kind="illness", by=clerk,
        at=make.moment(14, month=11),
    )  # fmt: skip
    chief = plan.seat(plan.Role.SECRETARY_GENERAL)
    services.approve_leave(leave=one.leaves.get(), by=chief, at=make.moment(15, month=11))
    services.open_meeting(meeting=meeting, by=clerk, at=make.moment(10, 8))
    before = rows()

    with pytest.raises(Refused, match="已经准假"):
        scan(one, meeting.half_days.get())

    assert rows() == before
    assert Attendance.objects.get().status == S.LEAVE_APPROVED


def test_an_observer_who_comes_observes_and_is_in_no_denominator():
    meeting, _ = opened(members=2)
    _, guest = meeting.invitations.order_by("order")
    guest.role = InvitationRole.OBSERVE
    guest.save()
    Attendance.objects.filter(invitation=guest).delete()

    row = scan(guest, meeting.half_days.get()).attendance

    assert row.status == S.OBSERVING
    assert queries.presence(meeting).due == 1
    assert quorum_of(meeting, at=MORNING, on=MORNING.date()).total == 1


def test_an_old_photograph_of_the_code_opens_nothing():
    meeting, _ = opened()
    half = meeting.half_days.get()
    code = codes.hall_code(half, MORNING)

    assert codes.is_hall_code(code, half, MORNING)
    assert codes.is_hall_code(code, half, MORNING + timedelta(seconds=20))
    assert not codes.is_hall_code(code, half, MORNING + timedelta(seconds=40))
    assert not codes.is_hall_code(code, half, MORNING - timedelta(seconds=20))


def test_a_code_of_another_meeting_or_a_changed_one_names_nobody():
    meeting, _ = opened()
    one, other = meeting.invitations.order_by("order")[:2]
    code = codes.own_code(one)

    assert codes.invitation_of_code(code, meeting) == one
    assert codes.invitation_of_code(f"YZ{other.public_id.hex}{code[34:]}", meeting) is None
    assert codes.invitation_of_code("YZ" + "9" * 52, meeting) is None


def test_below_the_line_the_meeting_can_only_brief():
    meeting, clerk = opened(members=3)
    scan(meeting.invitations.first(), meeting.half_days.get())

    with pytest.raises(Refused, match="应到3人，实到1人，法定人数2人"):
        services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10))
    assert Meeting.objects.get().state == MeetingState.OPEN

    sitting = services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10), only_briefing=True)
    assert (sitting.state, sitting.only_briefing) == (MeetingState.IN_SESSION, True)
    line = kept_quorum(sitting, on=make.moment(10).date())
    assert (line.total, line.needed, line.present, line.is_reached) == (3, 2, 1, False)


@pytest.mark.parametrize(
    ("total", "share", "needed"),
    [(252, "two_thirds", 168), (45, "more_than_half", 23), (46, "more_than_half", 24), (35, "two_thirds", 24)],
)
def test_shares_are_rounded_so_that_they_are_reached(total, share, needed):
    assert needed_of(total, share) == needed


def test_a_majority_is_of_all_not_of_those_present():
    from yizheng.meeting.enums import MajorityBase

    assert majority_of(45, 40, MajorityBase.ALL) == 23
    assert majority_of(45, 40, MajorityBase.PRESENT) == 21


def test_adjourning_makes_the_expected_absent_and_tells_each_fact_once(heard):
    meeting, clerk = opened(members=3)
    one, two, three = meeting.invitations.order_by("order")
    half = meeting.half_days.get()
    scan(one, half)
    scan(two, half, make.moment(10, 9, minute=5))
    services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10, 9, minute=10))

    held = services.adjourn_meeting(meeting=meeting, by=clerk, at=make.moment(10, 12))

    assert (held.state, held.held_on) == (MeetingState.ADJOURNED, make.moment(10).date())
    assert [(each.attendance.invitation_id, each.attendance.status) for each in heard] == [
        (one.pk, "present"), (two.pk, "late"), (three.pk, "absent")
    ]  # fmt: skip
    assert {type(each) for each in heard} == {AttendanceRecorded}


def test_a_check_in_kept_by_a_desk_without_network_counts_after_the_adjournment(heard):
    meeting, clerk = opened(members=3)
    one, two, three = meeting.invitations.order_by("order")
    half = meeting.half_days.get()
    scan(one, half)
    scan(two, half)
    services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10))
    services.adjourn_meeting(meeting=meeting, by=clerk, at=make.moment(10, 12))
    heard.clear()

    late = services.check_in(
        invitation=three, half_day=half, method=CheckInMethod.OWN_CODE, by=clerk, at=make.moment(10, 13),
        seen_at=make.moment(10, 8, minute=55),
    )  # fmt: skip

    assert (late.attendance.status, late.attendance.came_at) == (S.PRESENT, make.moment(10, 8, minute=55))
    assert [(type(each), each.before) for each in heard] == [(AttendanceCorrected, "absent")]


def test_a_correction_needs_a_reason_and_is_told(heard):
    meeting, clerk = opened(members=1)
    row = scan(meeting.invitations.get(), meeting.half_days.get()).attendance
    services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10))
    services.adjourn_meeting(meeting=meeting, by=clerk, at=make.moment(10, 12))
    heard.clear()
    before = rows()

    with pytest.raises(Refused, match="理由"):
        services.correct_one(attendance=row, status=S.ABSENT, reason=" ", by=clerk, at=make.moment(11))
    assert rows() == before
    services.correct_one(attendance=row, status=S.ABSENT, reason="代他人扫码", by=clerk, at=make.moment(11))

    assert [(each.before, each.attendance.status, each.reason) for each in heard] == [
        ("present", "absent", "代他人扫码")
    ]


def test_whoever_leaves_early_came_but_counts_no_more_for_the_line():
    meeting, clerk = opened(members=1)
    row = scan(meeting.invitations.get(), meeting.half_days.get()).attendance

    services.note_left_early(
        attendance=row, left_at=make.moment(10, 9, minute=40), by=clerk, at=make.moment(10, 9, minute=40)
    )

    assert Attendance.objects.get().status == S.LEFT_EARLY
    assert quorum_of(meeting, at=make.moment(10, 10), on=make.moment(10).date()).present == 0
    assert queries.presence(meeting).present == 1


def test_the_clerk_who_corrects_by_the_sheet_keeps_how_the_others_came(heard):
    meeting, clerk = opened(members=2)
    one, two = meeting.invitations.order_by("order")
    half = meeting.half_days.get()
    scan(one, half)
    services.check_in(invitation=two, half_day=half, method=CheckInMethod.CLERK, by=clerk, at=MORNING)
    services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10))
    services.adjourn_meeting(meeting=meeting, by=clerk, at=make.moment(10, 12))
    heard.clear()

    sheet = {one.pk: {half.pk: S.PRESENT}, two.pk: {half.pk: S.LEFT_EARLY}}
    services.correct_attendance(meeting=meeting, sheet=sheet, reason="核对签到表", by=clerk, at=make.moment(10, 15))

    kept = {row.invitation_id: (row.status, row.method) for row in Attendance.objects.all()}
    assert kept == {one.pk: ("present", "scan"), two.pk: ("left_early", "paper")}
    assert [each.attendance.invitation_id for each in heard] == [two.pk]


def test_a_cancelled_meeting_is_told(heard):
    meeting, clerk = make.planned()

    services.cancel(meeting=meeting, reason="与区委会议冲突", by=clerk, at=make.moment(20, month=11))

    assert [(each.meeting, each.is_postponed) for each in heard] == [(meeting, False)]
