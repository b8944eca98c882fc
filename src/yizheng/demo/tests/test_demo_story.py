"""The demo's meetings, chain, papers and desks: counts of handbook 18.2, each role's first screen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yizheng.accounts.demo import ROLES_SHOWN
from yizheng.accounts.models import User
from yizheng.administration.models import Honour, Rule
from yizheng.administration.queries import expired
from yizheng.approval.models import Approval, ApprovalStep
from yizheng.document.models import Document
from yizheng.kernel.models import Committee, ThreadLink
from yizheng.kernel.scoping import scope
from yizheng.meeting.enums import AttendanceStatus, MeetingKind, MeetingState, Reply
from yizheng.meeting.models import Attendance, Meeting
from yizheng.meeting.queries import answers
from yizheng.notify.models import Delivery, Message
from yizheng.org.enums import BodyKind, MembershipRole
from yizheng.org.models import Association, Membership, OrgUnit, ParticipatingBody, SectorConvener, UnitContact
from yizheng.org.queries import associations_ending, bodies_in_force
from yizheng.plan.enums import PlanState
from yizheng.plan.models import WorkPlan

MOST_STATEMENTS = 12
TELLING = {
    "demo-member": ("等您办", "请您参加的会议", "我这一年的会议", "我在政协"),
    "demo-office": ("近期会议", "通知回执", "谁的事晚了"),
    "demo-committee": ("今年承担",),
    "demo-secretary": ("正在呈批", "要点走到哪了", "核稿"),
    "demo-chair": ("正在呈批", "要点走到哪了"),
    "demo-unit": ("今年承担",),
    "demo-grassroots": ("今年承担",),
    "demo-admin": ("在用账号", "备份与恢复演练"),
    "demo-security": ("锁定的账号",),
    "demo-audit": ("安全事件", "近一周台账记录"),
}
"""What the first screen of a role must say (design 1)."""


@pytest.fixture
def today(demo: date) -> date:
    """The day around which the demo was built."""
    return demo


@pytest.fixture
def main(today: date) -> Any:
    """The scope of the main committee."""
    committee = Committee.objects.get(slug="yunling")
    with scope(committee):
        yield committee


def test_the_rolls_have_what_the_handbook_asks_for(main: Committee, today: date) -> None:
    assert SectorConvener.objects.filter(valid_to__isnull=True).count() == 26
    assert len(bodies_in_force(today, BodyKind.LIAISON_OFFICE)) == 1
    assert ParticipatingBody.objects.count() == 12
    assert Association.objects.count() == 3
    assert len(associations_ending(today)) == 2
    assert OrgUnit.objects.filter(merged_into__isnull=False).count() == 1
    assert UnitContact.objects.count() == 50
    assert Membership.objects.filter(role=MembershipRole.RESIDENT_SUPERIOR_MEMBER).count() == 3
    states = set(Membership.objects.values_list("state", flat=True))
    assert {"suspended", "resigned", "transferred", "proposed"} <= states


def test_the_last_plenary_had_twelve_half_days_six_leaves_and_three_absences(main: Committee) -> None:
    plenary = Meeting.objects.get(kind=MeetingKind.PLENARY)
    marks = Attendance.objects.filter(invitation__meeting=plenary).order_by()

    def people(status: AttendanceStatus) -> int:
        return marks.filter(status=status).values("invitation").distinct().count()

    assert plenary.state == MeetingState.ADJOURNED
    assert plenary.half_days.count() == 12
    assert people(AttendanceStatus.LEAVE_APPROVED) == 6
    assert people(AttendanceStatus.ABSENT) == 3
    assert plenary.invitations.filter(role="attend").count() == 217  # 220 less moved away, resigned, resting


def test_meetings_are_held_called_and_planned_and_hang_on_the_plan(main: Committee, today: date) -> None:
    standing = Meeting.objects.filter(state=MeetingState.NOTIFIED).order_by("starts_at")
    called = {meeting.kind: meeting for meeting in standing}
    near = standing[0]

    assert Meeting.objects.filter(kind=MeetingKind.CHAIRS, state=MeetingState.ADJOURNED).exists()
    assert Meeting.objects.filter(kind=MeetingKind.STANDING, state=MeetingState.ADJOURNED).count() >= 2
    assert set(called) == {MeetingKind.CHAIRS, MeetingKind.COMMITTEE}
    counted = answers(called[MeetingKind.CHAIRS])
    assert (counted.due, counted.coming, counted.on_leave) == (7, 1, 1)
    assert called[MeetingKind.CHAIRS].reply_by is not None
    assert 0 < (called[MeetingKind.CHAIRS].reply_by - today).days <= 3
    waiting = called[MeetingKind.COMMITTEE].invitations.get(person__name="林佳音")
    assert waiting.reply == Reply.WAITING
    assert timezone.localdate(near.starts_at) >= today
    assert near.invitations.get(person__name="林佳音").reply == Reply.ACCEPT
    assert ThreadLink.objects.filter(origin_kind="plan_task", outcome_kind="meeting").count() >= 3


def test_next_years_plan_waits_at_the_party_group(main: Committee, today: date) -> None:
    plan = WorkPlan.objects.get(year=today.year + 1)
    steps = ApprovalStep.objects.filter(approval=Approval.objects.get()).order_by("order")

    assert plan.state == PlanState.CHAIR_REVIEWED
    assert [(step.label, step.state) for step in steps] == [
        ("主席会议", "approved"), ("党组会议", "pending"), ("同级党委", "pending"), ("常委会议", "pending"),
    ]  # fmt: skip


def test_papers_notices_rules_and_honours_are_there(main: Committee, today: date) -> None:
    assert sorted(Document.objects.values_list("state", flat=True)) == ["issued", "submitted"]
    assert Rule.objects.count() == 3
    assert Honour.objects.count() == 3
    assert _expired(today) == ["政协云岭区委员会提案工作实施细则（试行）"]
    report = Message.objects.get(key="demo-sector-report")
    read = report.recipients.filter(read_at__isnull=False).count()
    assert 0 < read < report.recipients.count()
    old = Delivery.objects.filter(message__kind="meeting", message__state="over", state="waiting")
    assert not old.exists(), "nothing of the past is sent today"


def _expired(on: date) -> list[str]:
    from yizheng.administration.queries import rules_visible_to
    from yizheng.kernel.acting import SYSTEM

    return [rule.title for rule in expired(rules_visible_to(SYSTEM), on)]


@pytest.mark.parametrize("username", [shown[0] for shown in ROLES_SHOWN])
def test_every_desk_answers_its_question_in_few_statements(today: date, username: str) -> None:
    browser = Client()
    browser.force_login(User.objects.get(username=username))
    browser.get("/yunling/")  # names of addresses and settings are read once a process

    with CaptureQueriesContext(
        connection,
    ) as counted:
        page = browser.get("/yunling/")

    assert page.status_code == 200
    asked = [row["sql"] for row in counted.captured_queries if _reads(row["sql"])]
    assert len(asked) <= MOST_STATEMENTS, "\n".join(sql[:140] for sql in asked)
    text = page.content.decode()
    for words in TELLING.get(username, ()):
        assert words in text, words


def _reads(sql: str) -> bool:
    """Savepoints and the settings of the wall are no questions."""
    return not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "select set_config", "SELECT set_config"))


def test_the_public_page_shows_posts_and_numbers_and_nothing_personal(today: date) -> None:
    text = Client().get("/public/yunling/").content.decode()

    for words in ("梁景川", "机构设置", "26 个界别", "五届四次会议" if today.month > 2 else "五届三次会议", "工作要点",
                  "全市政协系统提案工作先进单位"):  # fmt: skip
        assert words in text, words
    for inner in ("林佳音", "履职先进个人", "1990000", "请假", "苏晓岚"):
        assert inner not in text, inner


def test_the_house_next_door_shows_only_its_own(today: date) -> None:
    text = Client().get("/public/tongwan/").content.decode()

    assert "万松年" in text
    assert "梁景川" not in text
