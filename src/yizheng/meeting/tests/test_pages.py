"""The pages of the meeting room: who may open them, what they ask, how many statements they take."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import services
from yizheng.meeting.enums import MeetingKind, MeetingState, Reply
from yizheng.meeting.models import Attendance, Invitation, Meeting
from yizheng.meeting.tests import factories as make
from yizheng.plan.tests import factories as plan

POSTED = {
    "kind": "plenary", "ordinal": "2", "starts_on": "2026-12-10", "starts_time": "09:00", "ends_on": "2026-12-10",
    "ends_time": "12:00", "place": "区委党校礼堂", "agenda": "听取报告",
}  # fmt: skip


@pytest.fixture
def called(house, now):
    """A meeting that was called, its clerk, and an invited member with a role."""
    meeting, clerk = make.planned(members=2)
    services.send_notice(meeting=meeting, by=clerk, at=now)
    invitation = meeting.invitations.order_by("order").first()
    RoleGrant.objects.create(user_id=invitation.person.user_id, role=Role.MEMBER, label="委员", valid_from=plan.FROM)
    meeting.refresh_from_db()
    return meeting, clerk, invitation


def url(meeting, act=""):
    return f"/yunxi/meetings/{meeting.public_id}/{act + '/' if act else ''}"


def test_a_clerk_plans_a_meeting_on_the_page(house, browser):
    clerk, sector = plan.seat(), make.SectorFactory()
    make.MemberFactory(sector=sector)
    page = browser(clerk.user_id)

    answer = page.post("/yunxi/meetings/new/", POSTED)

    meeting = Meeting.objects.get()
    assert (answer.status_code, answer.url) == (302, url(meeting))
    assert "三届二次会议" in page.get(answer.url).content.decode()


def test_what_was_typed_stays_when_the_end_is_before_the_start(house, browser):
    clerk = plan.seat()
    make.TermFactory()

    answer = browser(clerk.user_id).post("/yunxi/meetings/new/", {**POSTED, "ends_on": "2026-12-09"})

    text = answer.content.decode()
    assert "结束要晚于开始" in text
    assert "区委党校礼堂" in text
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.UNIT_CLERK, Role.SYS_ADMIN, Role.LEADER])
def test_only_the_office_plans_meetings(house, browser, role):
    make.TermFactory()
    someone = plan.seat(role)

    answer = browser(someone.user_id).post("/yunxi/meetings/new/", POSTED)

    assert answer.status_code == 403
    assert not Meeting.objects.exists()


def test_a_member_sees_only_meetings_they_were_called_to(house, called, browser):
    meeting, _, invitation = called
    stranger = plan.seat(Role.MEMBER)

    assert browser(invitation.person.user_id).get(url(meeting)).status_code == 200
    assert browser(stranger.user_id).get(url(meeting)).status_code == 404
    assert meeting.title not in browser(stranger.user_id).get("/yunxi/meetings/").content.decode()


def test_a_member_cannot_read_what_others_answered(house, called, browser):
    meeting, _, invitation = called

    assert browser(invitation.person.user_id).get(url(meeting, "replies")).status_code == 403


def test_an_invited_member_answers_on_the_page(house, called, browser):
    meeting, _, invitation = called

    answer = browser(invitation.person.user_id).post(url(meeting, "reply"), {"answer": "accept"})

    invitation.refresh_from_db()
    assert (answer.status_code, invitation.reply) == (302, Reply.ACCEPT)


def test_the_link_answers_without_signing_in_and_a_look_answers_nothing(house, called):
    _, _, invitation = called
    link = f"/public/yunxi/meetings/{invitation.token}/"
    anybody = Client()

    looked = anybody.get(link)
    invitation.refresh_from_db()
    assert (looked.status_code, invitation.reply) == (200, Reply.WAITING)

    anybody.post(link, {"answer": "leave", "leave_kind": "illness", "leave_reason": "住院"})
    invitation.refresh_from_db()
    assert (invitation.reply, invitation.leave_kind, invitation.reply_way) == ("leave", "illness", "link")
    entry = LedgerEntry.objects.filter(kind="invitation").get()
    assert (entry.actor_id, entry.hat_label) == (None, "凭回执链接")


@pytest.mark.parametrize("token", ["nothing", "x" * 24, "'", "%E4%BC%9A"])
def test_a_wrong_link_opens_nothing(house, called, token):
    before = list(Invitation.objects.order_by("id").values_list("reply", flat=True))

    answer = Client().post(f"/public/yunxi/meetings/{token}/", {"answer": "accept"})

    assert answer.status_code == 404
    assert list(Invitation.objects.order_by("id").values_list("reply", flat=True)) == before


def test_a_link_of_another_committee_opens_nothing(house, called):
    _, _, invitation = called
    plan.CommitteeFactory(slug="haitang")

    assert Client().get(f"/public/haitang/meetings/{invitation.token}/").status_code == 404


def test_a_clerk_writes_down_a_telephone_answer(house, called, browser):
    _, clerk, invitation = called

    answer = browser(clerk.user_id).post(
        f"/yunxi/meetings/replies/{invitation.public_id}/record/", {"answer": "accept"}
    )

    invitation.refresh_from_db()
    assert answer.status_code == 302
    assert (invitation.reply, invitation.reply_way, invitation.recorded_by_name) == ("accept", "telephone", clerk.name)


def test_the_sheet_is_typed_by_its_exceptions(house, called, browser, monkeypatch):
    meeting, clerk, _ = called
    signed, missing = meeting.invitations.order_by("order")
    half = meeting.half_days.get()
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.moment(10, 18))
    page = browser(clerk.user_id)

    wrong = page.post(url(meeting, "attendance"), {f"absent_{half.pk}": "查无此人"})
    assert "名单里没有“查无此人”" in wrong.content.decode()
    assert not Attendance.objects.exists()

    page.post(url(meeting, "attendance"), {f"absent_{half.pk}": missing.person.name})
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.ADJOURNED
    assert dict(Attendance.objects.values_list("invitation", "status")) == {signed.pk: "present", missing.pk: "absent"}
    assert "50.0%" in page.get(url(meeting)).content.decode()


def test_two_people_of_one_name_are_told_apart(house, now, browser, monkeypatch):
    meeting, clerk = make.planned(members=0)
    sector = make.SectorFactory(term=meeting.term, name="教育")
    one = make.MemberFactory(sector=sector, person=make.person("林一鸣"))
    make.MemberFactory(sector=make.SectorFactory(term=meeting.term, name="科技"), person=make.person("林一鸣"))
    meeting = services.draw_up_list(meeting=meeting, by=clerk, at=now)
    services.send_notice(meeting=meeting, by=clerk, at=now)
    half = meeting.half_days.get()
    monkeypatch.setattr("django.utils.timezone.now", lambda: make.moment(10, 18))
    page = browser(clerk.user_id)

    asked = page.post(url(meeting, "attendance"), {f"absent_{half.pk}": "林一鸣"}).content.decode()
    assert "名单里有2位“林一鸣”" in asked
    assert "林一鸣（教育）" in asked

    page.post(url(meeting, "attendance"), {f"absent_{half.pk}": "林一鸣（教育）"})
    absent = Attendance.objects.get(status="absent")
    assert absent.invitation.person_id == one.person_id


@pytest.mark.parametrize("path", ["", "replies"])
def test_pages_take_as_many_statements_for_many_as_for_few(house, now, browser, path):
    counted = []
    for members in (1, 3):
        meeting, clerk = make.planned(members=members) if not counted else _another(members)
        services.send_notice(meeting=meeting, by=clerk, at=now)
        page = browser(clerk.user_id)
        page.get(url(meeting, path))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert page.get(url(meeting, path)).status_code == 200
        counted.append(len(asked))

    assert counted[0] == counted[1]
    assert counted[0] <= 14


def _another(members):
    clerk, first = plan.seat(), Meeting.objects.get()
    sector = make.SectorFactory(term=first.term)
    for _ in range(members):
        make.MemberFactory(sector=sector, person=make.person(with_login=True))
    meeting = services.plan_meeting(
        kind=MeetingKind.PLENARY, term=first.term, ordinal=3, particulars=make.particulars(),
        by=clerk, at=make.moment(12, month=11),
    )  # fmt: skip
    return meeting, clerk


def test_the_list_shows_one_kind_with_its_number_and_a_member_their_own(house, called, browser, now):
    meeting, clerk, invitation = called
    standing = [
        services.plan_meeting(
            kind=MeetingKind.STANDING, term=meeting.term, ordinal=each, particulars=make.particulars(), by=clerk, at=now
        )
        for each in (8, 9)
    ]
    office, member = browser(clerk.user_id), browser(invitation.person.user_id)

    shown = office.get("/yunxi/meetings/?kind=standing").content.decode()
    unknown = office.get("/yunxi/meetings/?kind=party").content.decode()
    own = member.get("/yunxi/meetings/?kind=standing").content.decode()

    assert "2 次常委会议" in shown
    assert [each.title in shown for each in (*standing, meeting)] == [True, True, False]
    assert '?kind=plenary">全体会议<span class="tab-count">1</span>' in shown
    assert "3 次会议" in unknown
    assert ("1 次会议" in own, "按种类分" in own) == (True, False)
