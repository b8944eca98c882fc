"""What somebody would try at the door and in the hall: none of it makes a fact that is not one."""

from __future__ import annotations

import json
import re
import time
import uuid
from types import SimpleNamespace

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import codes, services
from yizheng.meeting.enums import AttendanceStatus, CheckInMethod, Choice, Reply, ReplyWay, VoteMethod
from yizheng.meeting.models import Attendance, LeaveRequest, NamedVote
from yizheng.meeting.services import Asked
from yizheng.meeting.tests import factories as make
from yizheng.meeting.tests.test_sitting_pages import clock, noted, opened, own, send, url
from yizheng.plan.tests import factories as plan

__all__ = ["clock", "opened"]

S = AttendanceStatus
MORNING, NOON = make.moment(10, 8, minute=50), make.moment(10, 12)


def rows():
    return list(Attendance.objects.order_by("id").values()), LedgerEntry.objects.count()


def came(invitation, clerk, at=MORNING, **given):
    half = invitation.meeting.half_days.first()
    given = {"method": CheckInMethod.CLERK, "half_day": half, **given}
    return services.check_in(invitation=invitation, by=clerk, at=at, **given)


def adjourned(meeting, clerk, *, there=2):
    for each in meeting.invitations.order_by("order")[:there]:
        came(each, clerk)
    services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10))
    return services.adjourn_meeting(meeting=meeting, by=clerk, at=NOON)


@pytest.mark.parametrize("seen_at", [make.moment(10, 12, minute=1), make.moment(11, 9)])
def test_a_desk_marks_nobody_present_whom_it_saw_after_the_adjournment(opened, seen_at):
    meeting, clerk = opened
    meeting = adjourned(meeting, clerk)
    before = rows()

    with pytest.raises(Refused) as refused:
        came(meeting.invitations.order_by("order")[2], clerk, make.moment(11, 10), seen_at=seen_at)

    assert refused.value.code == "not_open"
    assert rows() == before


def test_a_half_day_that_is_over_is_corrected_with_a_reason_not_entered(house, clock):
    meeting, clerk = make.planned(members=3, ends_at=make.moment(11, 12))
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    meeting = services.open_meeting(meeting=meeting, by=clerk, at=make.moment(10, 8))
    before = rows()

    with pytest.raises(Refused) as refused:
        came(meeting.invitations.first(), clerk, make.moment(11, 9))

    assert refused.value.code == "too_late"
    assert rows() == before


def test_the_ledger_says_when_a_desk_saw_them_beside_when_it_told(opened):
    meeting, clerk = opened

    came(meeting.invitations.first(), clerk, make.moment(10, 9, minute=30), seen_at=MORNING)

    entry = LedgerEntry.objects.filter(act="check_in").get()
    assert (entry.at, "2026-12-10" in str(entry.fields["seen_at"])) == (make.moment(10, 9, minute=30), True)


def seated_clerk(meeting, clerk):
    """The clerk is one of the members too."""
    own_row = meeting.invitations.select_related("person").order_by("order")[0]
    own_row.person.user_id = clerk.user_id
    own_row.person.save(update_fields=["user"])
    return own_row


def test_a_clerk_enters_and_corrects_nothing_about_themself(opened):
    meeting, clerk = opened
    one = seated_clerk(meeting, clerk)
    absent = one.attendance.get()
    before = rows()

    for act in (
        lambda: came(one, clerk),
        lambda: came(one, clerk, method=CheckInMethod.OWN_CODE),
        lambda: services.correct_one(attendance=absent, status=S.PRESENT, reason="在场", by=clerk, at=MORNING),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "own"
    assert rows() == before

    assert came(one, plan.seat(), MORNING).attendance.status == S.PRESENT


def test_a_sheet_that_is_corrected_does_not_change_the_clerks_own_line(house, clock):
    meeting, clerk = make.planned(members=2)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    one = seated_clerk(meeting, clerk)
    half = meeting.half_days.get().pk
    services.enter_attendance(meeting=meeting, sheet={}, by=clerk, at=make.moment(10, 18))
    meeting.refresh_from_db()
    before = rows()

    with pytest.raises(Refused) as refused:
        services.correct_attendance(
            meeting=meeting, sheet={one.pk: {half: S.PRESENT}}, reason="漏看", by=clerk, at=make.moment(11)
        )

    assert refused.value.code == "own"
    assert rows() == before


def test_a_clerk_does_not_grant_the_own_leave_by_entering_the_sheet(house, clock):
    meeting, clerk = make.planned(members=2)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    one, two = seated_clerk(meeting, clerk), meeting.invitations.order_by("order")[1]
    for each in (one, two):
        services.reply(
            invitation=each, answer=Reply.LEAVE, way=ReplyWay.TELEPHONE, by=clerk, at=make.moment(14, month=11),
            leave_kind="official", leave_reason="出差",
        )  # fmt: skip

    services.enter_attendance(meeting=meeting, sheet={}, by=clerk, at=make.moment(10, 18))

    assert (one.attendance.get().status, two.attendance.get().status) == (S.ABSENT, S.LEAVE_APPROVED)
    services.approve_leave(leave=one.leaves.get(), by=plan.seat(Role.SECRETARY_GENERAL), at=make.moment(10, 19))
    assert one.attendance.get().status == S.LEAVE_APPROVED


def test_nothing_of_an_archived_meeting_moves_by_leaving_early_or_by_leave(opened):
    meeting, clerk = opened
    meeting = adjourned(meeting, clerk)
    one, _, three = meeting.invitations.order_by("order")
    asked = Asked(list(meeting.half_days.all()), "official", "出差", "出差通知")
    leave = services.ask_leave(invitation=three, asked=asked, way=ReplyWay.TELEPHONE, by=clerk, at=make.moment(11))
    services.write_minutes(meeting=meeting, text="会议开得好。", by=clerk, at=make.moment(11))
    services.minute_meeting(meeting=meeting, by=clerk, at=make.moment(11))
    services.archive_meeting(meeting=meeting, by=clerk, at=make.moment(11))
    before = rows()

    with pytest.raises(Refused) as left:
        services.note_left_early(attendance=one.attendance.get(), left_at=NOON, by=clerk, at=make.moment(12))
    with pytest.raises(Refused) as granted:
        services.approve_leave(leave=leave, by=plan.seat(Role.SECRETARY_GENERAL), at=make.moment(12))

    assert (left.value.code, granted.value.code) == ("not_open", "archived")
    assert rows() == before
    assert LeaveRequest.objects.get().state == "requested"


def test_whoever_left_early_votes_no_more(opened):
    meeting, clerk = opened
    every = list(meeting.invitations.order_by("order"))
    for each in every:
        came(each, clerk)
    services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10))
    gone = every[0].attendance.get()
    services.note_left_early(attendance=gone, left_at=make.moment(10, 9), by=clerk, at=make.moment(10, 9))
    given = {"meeting": meeting, "title": "关于报告的决议", "by": clerk, "at": make.moment(10, 10)}
    vote = services.open_vote(method=VoteMethod.NAMED, **given)

    with pytest.raises(Refused) as refused:
        services.vote_by_name(vote=vote, invitation=every[0], choice=Choice.FOR, by=clerk, at=make.moment(10, 10))

    assert (refused.value.code, NamedVote.objects.count()) == ("not_there", 0)
    services.void_vote(vote=vote, reason="改用无记名", by=clerk, at=make.moment(10, 10))
    with pytest.raises(Refused, match="不到3人"):
        services.open_vote(method=VoteMethod.SECRET, **given)


def test_whoever_comes_after_a_vote_began_does_not_tip_it(opened):
    meeting, clerk = opened
    one, two, three = meeting.invitations.order_by("order")
    for each in (one, two):
        came(each, clerk)
    services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10))
    vote = services.open_vote(
        meeting=meeting, title="关于报告的决议", method=VoteMethod.NAMED, by=clerk, at=make.moment(10, 10)
    )
    came(three, clerk, make.moment(10, 10, minute=5))

    with pytest.raises(Refused) as refused:
        services.vote_by_name(
            vote=vote, invitation=three, choice=Choice.FOR, by=clerk, at=make.moment(10, 10, minute=6)
        )

    assert (refused.value.code, NamedVote.objects.count(), vote.present) == ("not_there", 0, 2)
    services.vote_by_name(vote=vote, invitation=one, choice=Choice.FOR, by=clerk, at=make.moment(10, 10, minute=6))


def test_a_page_that_a_good_code_opened_is_not_kept_alive_by_trying_again(house, clock, browser, monkeypatch):
    meeting, clerk = make.planned(members=1)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    meeting = services.open_meeting(meeting=meeting, by=clerk, at=make.moment(9, 18))
    one = meeting.invitations.get()
    evening = make.moment(9, 18, minute=10)
    clock(evening)
    phone = own(browser, one)
    link = url(meeting, f"check-in/{codes.hall_code(meeting.half_days.get(), evening)}/")
    first = ticket_on(phone.get(link))

    clock(make.moment(9, 18, minute=12))
    monkeypatch.setattr("django.core.signing.time", SimpleNamespace(time=lambda: time.time() + 120))
    again = phone.post(link, {"seen": first})

    assert (again.status_code, ticket_on(again)) == (409, first)
    assert Attendance.objects.get().status == S.EXPECTED


def ticket_on(answer):
    return re.search(r'name="seen" value="([^"]+)"', answer.content.decode())[1]


@pytest.mark.parametrize(
    "given", [{"seen_at": "2026-12-10T08:40:00"}, {"seen_at": "2026-13-45T08:40:00Z"}, {"code": "YZ" + "\ud800" * 52}]
)
def test_an_entry_nobody_can_read_breaks_no_desk(opened, browser, given):
    meeting, clerk = opened
    one, two = meeting.invitations.order_by("order")[:2]
    entry = noted(code=codes.own_code(two)) | {"key": str(uuid.uuid4())} | given

    answer = send(browser(clerk.user_id), meeting, entry, noted(person=str(one.public_id)))

    assert answer[1]["ok"]
    assert one.attendance.get().status == S.PRESENT
    assert two.attendance.get().came_at in (None, MORNING)
    assert json.dumps(answer)


@pytest.mark.parametrize(
    ("role", "reads"), [(Role.OFFICE_CLERK, True), (Role.OPINION_CLERK, False), (Role.ARCHIVIST, False)]
)
def test_why_somebody_is_away_is_read_by_the_office_only(house, now, browser, role, reads):
    meeting, clerk = make.planned(members=1)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    services.reply(
        invitation=meeting.invitations.get(), answer=Reply.LEAVE, way=ReplyWay.TELEPHONE, by=clerk,
        at=make.moment(14, month=11), leave_kind="illness", leave_reason="肝炎住院",
    )  # fmt: skip
    page = browser(plan.seat(role).user_id)

    shown = page.get(url(meeting, "replies/")).content.decode()
    told = page.get(f"/api/yunxi/meetings/{meeting.public_id}/replies/").content.decode()

    assert meeting.invitations.get().person.name in shown
    assert ("肝炎住院" in shown, "病假" in shown, "illness" in told) == (reads, reads, reads)
