"""The demo office on a day of November: complete, the same each time, behind its walls (handbook 18.2)."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from yizheng.accounts import queries as accounts
from yizheng.accounts.demo import ROLES_SHOWN, demo_identities
from yizheng.accounts.models import User
from yizheng.deadline.models import CalendarDay
from yizheng.demo import coming_year
from yizheng.demo.task_rows import LAST_YEAR, THIS_YEAR
from yizheng.demo.tests.days import TODAY
from yizheng.demo.tests.whole import everything
from yizheng.duty import figures as duty_figures
from yizheng.duty import queries as duty
from yizheng.duty import term as duty_term
from yizheng.duty.enums import RecordState, SchemeState, SheetState
from yizheng.duty.models import DutyRecord, SchemeVersion, ScoreSheet
from yizheng.kernel.models import Committee, LedgerEntry, ThreadLink
from yizheng.kernel.scoping import scope
from yizheng.notify.models import Notice
from yizheng.org.enums import BodyKind, MembershipRole, PostKind
from yizheng.org.models import Membership, OrgUnit, Person, Seat, Sector
from yizheng.org.queries import bodies_called, bodies_in_force, current_term, holders_of
from yizheng.plan.enums import PartyRole, PlanState, TaskState
from yizheng.plan.models import PlanItem, PlanTask, PlanTopic, WorkPlan

TEXTS = Path(__file__).resolve().parents[1] / "texts"


@pytest.fixture
def main(demo: date) -> Any:
    """The scope of the main committee."""
    committee = Committee.objects.get(slug="yunling")
    with scope(committee):
        yield committee


def plan_of(year: int) -> WorkPlan:
    return WorkPlan.objects.get(year=year)


def test_building_again_changes_nothing(demo, capsys):
    before = everything()

    call_command("demo", today=date(2026, 12, 1))

    assert everything() == before
    assert capsys.readouterr().out == "演示机关：已就绪\n"


def test_three_marked_committees_stand_in_a_tree(demo):
    rows = Committee.objects.order_by("slug").values_list("slug", "parent__slug", "is_demo")

    assert list(rows) == [("qinglan", None, True), ("tongwan", "qinglan", True), ("yunling", "qinglan", True)]


def _members():
    """Who is or was a member: no nominees, no guests from higher committees."""
    return Membership.objects.filter(sector__isnull=False).exclude(state="proposed")


def test_the_main_committee_has_the_size_of_the_handbook(main):
    term = current_term(TODAY)

    assert term.ordinal == 5
    assert Sector.objects.filter(term=term).count() == 26
    assert _members().filter(term=term).count() == 220
    assert Membership.objects.filter(role=MembershipRole.STANDING_MEMBER).count() == 45
    assert OrgUnit.objects.filter(valid_to__isnull=True).count() == 50
    assert len(holders_of(PostKind.VICE_CHAIRPERSON, TODAY)) == 5
    assert len(bodies_in_force(TODAY, BodyKind.SPECIAL_COMMITTEE)) == 6
    assert len(bodies_in_force(TODAY, BodyKind.GRASSROOTS_UNIT)) == 6
    assert (
        Seat.objects.filter(valid_to__isnull=True).values("membership").distinct().count() == 211
    )  # one was transferred, one resigned


def test_names_are_unique_and_sectors_are_filled(main):
    assert Person.objects.values("name").distinct().count() == 229  # three guests, one nominee, five at the plenary
    filled = Counter(_members().values_list("sector__name", flat=True))
    assert filled == dict(Sector.objects.values_list("name", "quota"))


def test_the_joint_body_became_two(main):
    before, after = date(2026, 1, 31), date(2026, 2, 1)

    assert [body.short_name for body in bodies_called("提案和委员工委", before)] == ["提案和委员工委"]
    assert [body.short_name for body in bodies_called("提案委", after)] == ["提案委"]
    assert [body.short_name for body in bodies_called("经济委", before)] == ["经科委"]
    assert bodies_called("经济委", after) == []


def test_the_plan_of_the_year_has_the_shape_of_a_real_one(main):
    plan = plan_of(2026)

    assert (plan.title, plan.state, plan.doc_number) == (
        "政协青澜市云岭区委员会2026年工作要点", PlanState.REISSUED, "云协〔2025〕21号",
    )  # fmt: skip
    assert (plan.adopted_on, plan.is_public) == (date(2025, 12, 26), True)
    assert plan.adopted_meeting == "政协青澜市云岭区第五届委员会第十二次常委会议"
    assert plan.note == "工作内容和时间如有调整，以具体通知为准。"
    assert [plan.sections.count(), plan.items.count(), plan.topics.count()] == [5, 16, 6]
    tasks = plan.tasks.filter(is_added=False).order_by("id")
    assert [(task.month, task.content) for task in tasks] == [(row.month, row.content) for row in THIS_YEAR]
    assert len(THIS_YEAR) == 35


def test_every_name_in_the_task_table_stands_for_somebody(main):
    for task in PlanTask.objects.prefetch_related("parties"):
        shown = {(party.role, party.display_text) for party in task.parties.all()}
        wanted = {(PartyRole.LEADER, text) for text in task.leaders_text}
        assert shown == wanted | {(PartyRole.DEPARTMENT, text) for text in task.departments_text}, task.content


def test_january_names_the_joint_body_and_later_months_the_two(main):
    def carriers(content):
        parties = PlanTask.objects.get(plan=plan_of(2026), content=content).parties
        return list(
            parties.filter(role=PartyRole.DEPARTMENT).order_by("order").values_list("body__short_name", flat=True)
        )

    assert carriers("做好区政协五届四次会议筹备工作") == ["办公室", "提案和委员工委"]
    assert carriers("开展重点提案督办") == ["提案委"]


def test_something_is_done_waiting_late_returned_cancelled_and_added(main):
    tasks = plan_of(2026).tasks

    assert tasks.filter(state=TaskState.CONFIRMED).count() >= 20
    assert tasks.filter(state=TaskState.DONE).count() >= 2
    assert tasks.filter(state=TaskState.CANCELLED).count() == 1
    assert tasks.filter(is_added=True).count() == 1
    late = tasks.filter(delayed_on__isnull=False)
    assert late.count() == 2
    assert late.filter(due_on__lt=TODAY).count() == 1
    assert late.filter(changes__field="month").count() == 1
    assert LedgerEntry.objects.filter(act="return_task").count() == 1
    assert (
        tasks.filter(month_start__gt=11, state=TaskState.PLANNED).count() == 1
    )  # the other's meeting is being prepared
    assert set(tasks.filter(month=11).values_list("state", flat=True)) >= {TaskState.IN_PROGRESS}


def test_last_year_is_closed_and_archived(main):
    plan = plan_of(2025)

    assert (plan.state, plan.items.count(), len(LAST_YEAR)) == (PlanState.CLOSED, 12, 24)
    assert Counter(plan.tasks.values_list("state", flat=True)) == {TaskState.CONFIRMED: 23, TaskState.CANCELLED: 1}


def test_every_task_and_topic_hangs_on_its_item(main):
    for year, rows in ((2027, coming_year.ROWS), (2026, THIS_YEAR), (2025, LAST_YEAR)):
        tasks = plan_of(year).tasks.filter(is_added=False).order_by("id").select_related("item")
        assert [(task.content, task.item.number) for task in tasks] == [(row.content, row.item) for row in rows]
    links = ThreadLink.objects.filter(origin_kind="plan_item", outcome_kind="plan_task")
    assert links.count() == PlanTask.objects.filter(item__isnull=False).count()
    assert PlanTopic.objects.filter(item__isnull=True).count() == 0


def test_acts_have_people_and_lie_in_the_past(main):
    acts = LedgerEntry.objects.filter(kind="plan_task").exclude(act="mark_delayed")
    acts = acts.exclude(act="start_task", actor_name="系统")  # a meeting that is being prepared starts its task

    assert acts.filter(actor__isnull=True).count() == 0
    assert acts.values("actor").distinct().count() >= 6
    assert LedgerEntry.objects.filter(at__date__gte=TODAY).count() == 0
    assert Notice.objects.filter(sent_at__date__gte=TODAY).count() == 0


def test_old_notices_were_read_and_fresh_ones_wait(main):
    unread = Notice.objects.filter(read_at__isnull=True)

    assert unread.exists()
    assert not unread.filter(sent_at__date__lte=date(2026, 11, 10)).exists()
    assert Notice.objects.filter(read_at__isnull=False).count() > unread.count()


def test_every_role_of_the_door_signs_in_with_one_click_and_no_password(demo):
    assert [identity.username for identity in demo_identities()] == [shown[0] for shown in ROLES_SHOWN]
    assert [user.username for user in User.objects.all() if user.has_usable_password()] == []
    assert User.objects.filter(is_demo=False).count() == 0


@pytest.mark.parametrize("username", [shown[0] for shown in ROLES_SHOWN])
def test_every_role_has_a_desk_in_the_main_committee_only(demo, username):
    browser = Client()
    user = User.objects.get(username=username)
    browser.force_login(user)

    assert [committee.slug for committee in accounts.committees_of(user, on=TODAY)] == ["yunling"]
    assert browser.get("/yunling/").status_code == 200
    assert browser.get("/tongwan/").status_code == 404


def test_one_person_wears_two_hats(main):
    user = User.objects.get(username="demo-committee")

    hats = accounts.hats_of(user, main, on=TODAY)

    assert [(hat.role, hat.scope_kind) for hat in hats] == [("committee_clerk", "body"), ("member", "membership")]
    assert Membership.objects.get(pk=hats[1].scope_id).person.user == user


def test_last_duty_year_is_assessed_and_closed_and_this_one_has_facts_of_every_kind(main):
    members = duty.members_in(2026).count()
    told = duty_term.numbers(2026)

    assert ScoreSheet.objects.filter(year=2025, state=SheetState.FROZEN).count() == duty.members_in(2025).count()
    assert len(set(ScoreSheet.objects.values_list("band", flat=True))) >= 3
    assert set(DutyRecord.objects.filter(year=2025).values_list("state", flat=True)) == {RecordState.FROZEN}
    assert [name for name, number in told.items() if number == members] == []
    assert min(told["no_activity"], told["not_visited"], told["no_proposal"], told["term"]) > 0
    assert SchemeVersion.objects.filter(state=SchemeState.IN_FORCE).count() == 2
    assert DutyRecord.objects.filter(state__in=[RecordState.CLAIMED, RecordState.DISPUTED]).count() == 2
    assert [week.events for week in duty_figures.week_of(date(2026, 5, 11)) if not week.events] == []
    assert {row.label for row in duty_figures.services_of(2026)} >= {"志愿服务", "矛盾调解", "结对帮扶", "义诊和咨询"}


def test_the_neighbours_plan_stays_behind_the_wall(demo):
    with scope(Committee.objects.get(slug="tongwan")):
        assert PlanItem.objects.filter(heading__contains="旧港片区").count() == 1
        assert PlanTask.objects.filter(state=TaskState.CONFIRMED).count() >= 4
    with scope(Committee.objects.get(slug="yunling")):
        assert PlanItem.objects.filter(heading__contains="旧港片区").count() == 0
    with scope(Committee.objects.get(slug="qinglan")):
        assert PlanItem.objects.count() == 0


def test_nothing_looks_like_a_telephone_or_identity_number(demo):
    written = repr(everything()) + "".join(path.read_text() for path in TEXTS.iterdir())

    assert re.findall(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx]|0\d{2,3}-?\d{7,8})(?!\d)", written) == []


def test_the_calendar_is_filled(demo):
    assert CalendarDay.objects.filter(date=date(2026, 10, 1), is_workday=False).exists()


@pytest.mark.django_db
def test_a_house_with_real_committees_is_refused_and_unchanged():
    Committee.objects.create(full_name="政协试验区委员会", short_name="试验区政协", slug="shiyan")

    with pytest.raises(CommandError) as refusal:
        call_command("demo", today=TODAY)

    assert str(refusal.value) == "这个数据库里有正式的委员会，不能放入演示数据。"
    assert list(Committee.objects.values_list("slug", flat=True)) == ["shiyan"]
    assert User.objects.count() == 0
    assert CalendarDay.objects.count() == 0
