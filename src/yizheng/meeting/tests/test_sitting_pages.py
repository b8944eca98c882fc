"""A meeting walked in the browser: opened, checked in by each way, begun, voted, adjourned, minuted, archived."""

import json
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import codes, services
from yizheng.meeting.enums import AttendanceStatus, MeetingState
from yizheng.meeting.models import Attendance, LeaveRequest, MeetingDecision, Vote
from yizheng.meeting.tests import factories as make
from yizheng.plan.tests import factories as plan

DAY = make.moment(10, 8, minute=50)
S = AttendanceStatus
SENT = {"only": "the button"}


def url(meeting, path=""):
    return f"/yunxi/meetings/{meeting.public_id}/{path}"


@pytest.fixture
def clock(monkeypatch, now):
    """The clock of the whole house, to be set."""

    def stand(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    stand(DAY)
    return stand


@pytest.fixture
def opened(house, clock):
    meeting, clerk = make.planned(members=3)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    return services.open_meeting(meeting=meeting, by=clerk, at=make.moment(10, 8)), clerk


def own(browser, invitation):
    """The phone of an invited member, who wears the hat of a member."""
    RoleGrant.objects.get_or_create(
        user_id=invitation.person.user_id, role=Role.MEMBER, label="委员", valid_from=plan.FROM
    )
    return browser(invitation.person.user_id)


def test_a_meeting_is_walked_from_the_door_to_the_archive(house, browser, clock):
    meeting, clerk = make.planned(members=3)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    page = browser(clerk.user_id)
    one, two, three = meeting.invitations.order_by("order")

    page.post(url(meeting, "open/"), SENT)
    half = meeting.half_days.get()
    for each in (one, two):
        page.post(f"/yunxi/meetings/door/{each.public_id}/enter/", {"half": half.pk})
    assert "实到2人" in page.get(url(meeting)).content.decode()
    clock(make.moment(10))
    page.post(url(meeting, "start/"), SENT)
    page.post(url(meeting, "votes/open/"), {"title": "关于工作报告的决议", "method": "hand", "lines": ""})
    vote = Vote.objects.get()
    wrong = page.post(url(meeting, f"votes/{vote.public_id}/close/"), {"for_1": 3, "against_1": 0, "abstain_1": 0})
    page.post(url(meeting, f"votes/{vote.public_id}/close/"), {"for_1": 2, "against_1": 0, "abstain_1": 0})
    page.post(url(meeting, "minutes/decide/"), {"text": "印发工作报告", "follow": "none"})
    clock(make.moment(10, 12))
    page.post(url(meeting, "adjourn/"), SENT)
    page.post(url(meeting, "minutes/"), {"text": "会议由沈若松主持。"})
    read = page.get(url(meeting, "minutes/")).content.decode()
    page.post(url(meeting, "minute/"), SENT)
    page.post(url(meeting, "archive/"), SENT)

    meeting.refresh_from_db()
    assert (wrong.status_code, meeting.state) == (409, MeetingState.ARCHIVED)
    for line in ("应到3人，实到2人，请假0人，缺席1人。", f"缺席：{three.person.name}。", "1. 印发工作报告",
                 "全体3人，到会2人，赞成满2票通过", "符合规定人数"):  # fmt: skip
        assert line in read
    assert MeetingDecision.objects.get().number == 1
    assert Attendance.objects.get(invitation=three).status == S.ABSENT


def test_the_code_on_the_screen_checks_in_whoever_scans_it_once(opened, browser, clock):
    meeting, _ = opened
    one = meeting.invitations.order_by("order")[0]
    half = meeting.half_days.get()
    link = url(meeting, f"check-in/{codes.hall_code(half, DAY)}/")
    phone = own(browser, one)

    looked = phone.get(link)
    assert (looked.status_code, Attendance.objects.filter(status=S.PRESENT).count()) == (200, 0)
    seen = re.search(r'name="seen" value="([^"]+)"', looked.content.decode())[1]
    clock(make.moment(10, 8, minute=51))
    phone.post(link, {"seen": seen})
    entries = LedgerEntry.objects.count()
    phone.post(link, {"seen": seen})

    row = Attendance.objects.get(invitation=one)
    assert (row.status, row.method) == (S.PRESENT, "scan")
    assert LedgerEntry.objects.count() == entries


def test_an_old_photograph_and_a_page_of_somebody_else_open_nothing(opened, browser, clock):
    meeting, _ = opened
    one, two = meeting.invitations.order_by("order")[:2]
    half = meeting.half_days.get()
    old = url(meeting, f"check-in/{codes.hall_code(half, make.moment(10, 8, minute=49))}/")
    stolen = codes.seen_ticket(half, one.person.user_id)
    phone = own(browser, two)

    answers = [phone.get(old), phone.post(old), phone.post(old, {"seen": stolen})]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert "已经换过了" in answers[0].content.decode()
    assert not Attendance.objects.exclude(status=S.EXPECTED).exists()


def test_whoever_was_not_called_does_not_find_the_meeting_by_its_code(opened, browser):
    meeting, _ = opened
    stranger = plan.seat(Role.MEMBER)
    link = url(meeting, f"check-in/{codes.hall_code(meeting.half_days.get(), DAY)}/")

    assert browser(stranger.user_id).post(link).status_code == 404


def post(page, meeting, *entries, who=""):
    body = {"who": who or codes.desk_word(int(page.session["_auth_user_id"])), "entries": entries}
    return page.post(url(meeting, "desk/send/"), json.dumps(body), content_type="application/json")


def send(page, meeting, *entries):
    return post(page, meeting, *entries).json()["results"]


def noted(**given):
    return {"key": str(uuid.uuid4()), "seen_at": "2026-12-10T00:40:00Z", **given}


def test_the_desk_sends_what_it_kept_and_sent_again_nothing_is_doubled(opened, browser):
    meeting, clerk = opened
    one, two, three = meeting.invitations.order_by("order")
    page = browser(clerk.user_id)
    kept = [noted(code=codes.own_code(one)), noted(person=str(two.public_id)), noted(code=codes.own_code(one))]

    first = send(page, meeting, *kept)
    entries = LedgerEntry.objects.count()
    again = send(page, meeting, *kept)

    assert [each["message"] for each in first if not each["ok"]] == []
    assert "已于8:40签过到" in first[2]["message"]
    assert [each["message"] for each in again] == [each["message"] for each in first]
    assert LedgerEntry.objects.count() == entries
    came = dict(Attendance.objects.values_list("invitation", "status"))
    assert came == {one.pk: "present", two.pk: "present", three.pk: "expected"}
    assert Attendance.objects.get(invitation=one).came_at == make.moment(10, 8, minute=40)


@pytest.mark.parametrize(
    "entry",
    [
        {"key": "nothing", "code": "YZ1"},
        {"key": str(uuid.UUID(int=7)), "code": "YZ" + "A" * 52},
        {"key": str(uuid.UUID(int=7)), "person": "x"},
        {"key": str(uuid.UUID(int=7)), "person": str(uuid.UUID(int=1))},
        ["x"],
    ],
)
def test_what_names_nobody_is_refused_and_keeps_no_other_back(opened, browser, entry):
    meeting, clerk = opened
    one = meeting.invitations.order_by("order")[0]

    results = send(browser(clerk.user_id), meeting, entry, noted(code=codes.own_code(one)))

    assert [each["ok"] for each in results] == [False, True]
    assert Attendance.objects.exclude(status=S.EXPECTED).count() == 1


def test_what_one_clerk_noted_is_not_sent_under_another_login(opened, browser):
    meeting, clerk = opened
    one, two = meeting.invitations.order_by("order")[:2]
    word = codes.desk_word(clerk.user_id)
    kept = noted(person=str(one.public_id), who=word)
    other = browser(plan.seat().user_id)
    before = LedgerEntry.objects.count()

    answers = [
        post(other, meeting, kept, who=word),
        post(other, meeting, noted(person=str(two.public_id)), kept),
        post(other, meeting, kept | {"who": ""}, who=word),
    ]

    assert [each.status_code for each in answers] == [409, 409, 409]
    assert "不是您登记的" in answers[0].json()["message"]
    assert LedgerEntry.objects.count() == before
    assert not Attendance.objects.exclude(status=S.EXPECTED).exists()

    assert post(browser(clerk.user_id), meeting, kept).json()["results"][0]["ok"]
    row = Attendance.objects.get(invitation=one)
    assert (row.status, row.recorded_by_name) == (S.PRESENT, clerk.name)


def test_the_desk_knows_its_clerk_by_a_word_that_names_nobody(opened, browser):
    meeting, clerk = opened
    shown = browser(clerk.user_id).get(url(meeting, "desk/")).content.decode()
    other = browser(plan.seat().user_id).get(url(meeting, "desk/")).content.decode()

    word = re.search(r'data-who="([0-9a-f]+)"', shown)[1]
    assert word == codes.desk_word(clerk.user_id)
    assert word not in other


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"entries": 1, "who": "x"}', '{"entries": []}', "\x00"])
def test_what_is_no_list_is_refused(opened, browser, body):
    meeting, clerk = opened

    answer = browser(clerk.user_id).post(url(meeting, "desk/send/"), body, content_type="application/json")

    assert answer.status_code == 400
    assert not Attendance.objects.exclude(status=S.EXPECTED).exists()


@pytest.mark.parametrize("path", ["door/", "desk/", "hall/", "agenda/", "votes/open/"])
def test_members_do_not_keep_the_door(opened, browser, path):
    meeting, _ = opened

    assert own(browser, meeting.invitations.first()).get(url(meeting, path)).status_code == 403


def test_only_the_desk_may_ask_for_the_camera(opened, browser):
    meeting, clerk = opened
    desk = browser(clerk.user_id)

    answers = [desk.get(url(meeting, path)) for path in ("desk/", "", "door/", "desk/gone/")]

    assert [each["Permissions-Policy"].split(",")[0] for each in answers] == [
        "camera=(self)", "camera=()", "camera=()", "camera=()",
    ]  # fmt: skip
    assert "data-desk-camera" in answers[0].content.decode()


def test_the_screen_shows_the_line_the_code_and_the_speaker(opened, browser, clock):
    meeting, clerk = opened
    page = browser(clerk.user_id)
    item = meeting.items.first()

    page.post(url(meeting, "hall/speak/"), {"item": item.public_id, "speaker": "孟凡", "minutes": 8})
    part = page.get(url(meeting, "hall/?part=1")).content.decode()

    assert "<svg" in part
    assert "应到3人，实到0人，法定人数2人（全体的三分之二以上）" in part
    assert 'data-ends="2026-12-10T00:58:00+00:00"' in part
    assert "<html" not in part
    assert "/live/?follow=" in page.get(url(meeting, "hall/")).content.decode()


def test_a_member_asks_leave_on_the_phone_and_the_secretary_general_decides(house, browser, clock):
    meeting, clerk = make.planned(members=1)
    clock(make.moment(14, month=11))
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    one, half = meeting.invitations.get(), meeting.half_days.get()
    chief = plan.seat(Role.SECRETARY_GENERAL)

    own(browser, one).post(url(meeting, "leave/"), {"half_days": half.pk, "kind": "official", "reason": "外出招商"})
    leave = LeaveRequest.objects.get()
    desk = browser(chief.user_id)
    shown = desk.get(f"/yunxi/meetings/leaves/{leave.public_id}/").content.decode()
    unreasoned = desk.post(f"/yunxi/meetings/leaves/{leave.public_id}/decide/", {"answer": "refuse"})
    desk.post(f"/yunxi/meetings/leaves/{leave.public_id}/decide/", {"answer": "grant"})

    leave.refresh_from_db()
    assert "本届已准假" in shown
    assert "请写明不准假的理由" in unreasoned.content.decode()
    assert (leave.state, leave.decided_by_name) == ("approved", chief.name)
    stranger = plan.seat(Role.MEMBER)
    assert browser(stranger.user_id).get(f"/yunxi/meetings/leaves/{leave.public_id}/").status_code == 404


def test_a_slip_of_the_doctor_is_sent_by_phone_and_opened_on_the_desk_of_whoever_decides_alone(
    house, browser, clock, settings, tmp_path
):
    settings.FILES_ROOT = tmp_path
    meeting, clerk = make.planned(members=1)
    clock(make.moment(14, month=11))
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    one, half = meeting.invitations.get(), meeting.half_days.get()
    given = {"half_days": half.pk, "kind": "illness", "reason": "住院"}
    phone, picture = own(browser, one), b"\x89PNG\r\n\x1a\n slip"

    unknown = phone.post(url(meeting, "leave/"), {**given, "proof": SimpleUploadedFile("病假条.png", b"MZ")})
    phone.post(url(meeting, "leave/"), {**given, "proof": SimpleUploadedFile("病假条.png", picture)})

    assert (unknown.status_code, "请换一个文件" in unknown.content.decode()) == (409, True)
    page = f"/yunxi/meetings/leaves/{LeaveRequest.objects.get().public_id}/"
    desks = [browser(plan.seat(Role.SECRETARY_GENERAL).user_id), browser(clerk.user_id), phone]
    shown = [desk.get(page).content.decode() for desk in desks]
    assert ["附了一份" in each for each in shown] == [True, True, True]
    assert [f"{page}proof/" in each for each in shown] == [True, False, False]
    answers = [desk.get(f"{page}proof/") for desk in desks]
    assert [each.status_code for each in answers] == [200, 403, 403]
    assert b"".join(answers[0].streaming_content) == picture
    assert ("no-store" in answers[0]["Cache-Control"], answers[0]["Content-Type"]) == (True, "image/png")
    assert LedgerEntry.objects.filter(act="read_proof").count() == 1


def test_the_agenda_is_ordered_and_its_kinds_are_set(opened, browser):
    meeting, clerk = opened
    first, second = meeting.items.all()

    browser(clerk.user_id).post(
        url(meeting, "agenda/"),
        {"row": [second.public_id, first.public_id, ""], "title": [second.title, first.title, "人事事项"],
         "kind": ["consult", "report", "personnel"], "reporter": ["城建委", "", ""]},
    )  # fmt: skip

    rows = [(item.title, item.kind, item.reporter) for item in meeting.items.all()]
    assert rows == [(second.title, "consult", "城建委"), (first.title, "report", ""), ("人事事项", "personnel", "")]
    meeting.refresh_from_db()
    assert meeting.agenda.splitlines() == [second.title, first.title, "人事事项"]


def test_a_correction_asks_its_reason(opened, browser):
    meeting, clerk = opened
    one, half = meeting.invitations.first(), meeting.half_days.get()
    link = f"/yunxi/meetings/door/{one.public_id}/{half.pk}/correct/"

    page = browser(clerk.user_id)
    page.post(link, {"status": "exempt", "reason": ""})
    assert Attendance.objects.get(invitation=one).status == S.EXPECTED
    page.post(link, {"status": "exempt", "reason": "暂停履职"})

    assert Attendance.objects.get(invitation=one).status == S.EXEMPT


@pytest.mark.parametrize("path", ["door/", "hall/", "votes/", "minutes/", "desk/"])
def test_pages_of_the_door_take_as_many_statements_for_many_as_for_few(house, clock, browser, path):
    counted = []
    for number, members in enumerate((1, 3), start=2):
        meeting, clerk = _opened(number, members)
        page = browser(clerk.user_id)
        page.get(url(meeting, path))
        with CaptureQueriesContext(connection) as asked:
            assert page.get(url(meeting, path)).status_code == 200
        counted.append(len(asked))

    assert counted[0] == counted[1]


def _opened(number, members):
    from yizheng.meeting.enums import MeetingKind
    from yizheng.org.models import Term

    term = Term.objects.first() or make.TermFactory()
    clerk, sector = plan.seat(), make.SectorFactory(term=term)
    for _ in range(members):
        make.MemberFactory(sector=sector, person=make.person(with_login=True))
    meeting = services.plan_meeting(
        kind=MeetingKind.PLENARY, term=term, ordinal=number, particulars=make.particulars(),
        by=clerk, at=make.moment(12, month=11),
    )  # fmt: skip
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    return services.open_meeting(meeting=meeting, by=clerk, at=make.moment(10, 8)), clerk
