"""The lists behind the numbers: rates, what is late and whose, plan against actual."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.org.enums import PostKind
from yizheng.plan import actuals, listing, queries, services
from yizheng.plan.enums import TaskState
from yizheng.plan.filters import TaskFilter
from yizheng.plan.models import PlanTask, WorkPlan
from yizheng.plan.phrases import rate

from .conftest import Browser
from .factories import (
    BodyFactory,
    ItemFactory,
    PersonFactory,
    PlanFactory,
    PostFactory,
    TaskFactory,
    carried,
    led,
    moment,
    seat,
)

pytestmark = pytest.mark.usefixtures("house")
TODAY = date(2026, 11, 22)
LATE = date(2026, 11, 2)


@pytest.fixture
def office() -> Actor:
    return seat(Role.OFFICE_CLERK)


@pytest.fixture
def plan() -> WorkPlan:
    return PlanFactory()


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(1, 3, "33.3%"), (2, 3, "66.7%"), (1, 8, "12.5%"), (1, 16, "6.3%"), (3, 16, "18.8%"),
     (0, 5, "0.0%"), (5, 5, "100.0%"), (0, 0, "—")],
)  # fmt: skip
def test_rates_have_one_decimal_rounded_half_up(part: int, whole: int, said: str) -> None:
    assert rate(part, whole) == said


def test_the_rates_leave_out_the_cancelled_and_count_the_added_beside_the_base(plan: WorkPlan) -> None:
    TaskFactory(plan=plan, state=TaskState.CONFIRMED)
    TaskFactory(plan=plan, state=TaskState.CONFIRMED, delayed_on=LATE)
    TaskFactory(plan=plan, state=TaskState.CANCELLED)
    TaskFactory(plan=plan, is_added=True)
    TaskFactory(plan=plan, due_on=LATE)

    counts = queries.progress(PlanTask.objects.all(), on=TODAY)

    assert (counts.base, counts.added, counts.counted) == (4, 1, 4)
    assert (counts.confirmed, counts.confirmed_on_time, counts.late) == (2, 1, 1)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (TaskFilter(), "abcdef"),
        (TaskFilter(state="confirmed"), "bc"),
        (TaskFilter(state="moving"), "d"),
        (TaskFilter(late=True), "a"),
        (TaskFilter(on_time=True), "b"),
        (TaskFilter(added=True), "f"),
        (TaskFilter(base=True), "abcde"),
        (TaskFilter(counted=True), "abcdf"),
        (TaskFilter(month=5), "d"),
        (TaskFilter(undated=True), "f"),
        (TaskFilter(linked="yes"), "c"),
        (TaskFilter(delayed=True), "a"),
    ],
)
def test_each_number_opens_exactly_its_tasks(wanted: TaskFilter, found: str, plan: WorkPlan) -> None:
    item = ItemFactory(section__plan=plan)
    TaskFactory(plan=plan, content="a", due_on=LATE, delayed_on=date(2026, 11, 3))
    TaskFactory(plan=plan, content="b", state=TaskState.CONFIRMED)
    TaskFactory(plan=plan, content="c", state=TaskState.CONFIRMED, delayed_on=LATE, item=item)
    TaskFactory(plan=plan, content="d", state=TaskState.DONE, month=4, month_end=10)
    TaskFactory(plan=plan, content="e", state=TaskState.CANCELLED)
    TaskFactory(plan=plan, content="f", is_added=True, month=None, month_start=None, month_end=None, due_on=None)

    kept = wanted.apply(PlanTask.objects.all(), on=TODAY).order_by("content")

    assert "".join(task.content for task in kept) == found


def test_a_filter_is_written_back_into_an_address() -> None:
    wanted = TaskFilter(state="done", month=11, late=True)

    assert wanted.query() == "state=done&month=11&late=1"
    assert wanted.query(late=False, month=None) == "state=done"


def test_what_is_late_stands_under_its_department_the_latest_first(
    plan: WorkPlan, office: Actor, browser: Browser
) -> None:
    near, far = BodyFactory(short_name="经科委"), BodyFactory(short_name="提案委")
    leader = PersonFactory(name="孟珂")
    led(carried(TaskFactory(plan=plan, content="晚二十天", due_on=LATE), near, far), leader)
    carried(TaskFactory(plan=plan, content="晚五十三天", due_on=date(2026, 9, 30)), far)
    carried(TaskFactory(plan=plan, content="没有晚"), far)
    carried(TaskFactory(plan=plan, content="已报完成", due_on=LATE, state=TaskState.DONE), far)

    page = words(browser(office), "/yunxi/plan/late/")

    assert "2 项任务晚了 ，在 2 个部门" in page
    assert re.search(r"提案委.*逾期53天.*晚五十三天.*经科委.*逾期20天.*晚二十天.*孟珂.*11月2日", page)
    assert "没有晚" not in page.replace("没有晚了的任务", "")
    assert "已报完成" not in page


def test_a_late_task_of_nobody_is_not_forgotten(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    TaskFactory(plan=plan, content="没人认的事", due_on=LATE)

    assert re.search(r"没有写明责任部门.*没人认的事", words(browser(office), "/yunxi/plan/late/"))


def test_departments_stand_in_official_order_with_their_rates(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    second, first = BodyFactory(short_name="提案委", order=200), BodyFactory(short_name="办公室", order=100)
    carried(TaskFactory(plan=plan, state=TaskState.CONFIRMED), first, second)
    carried(TaskFactory(plan=plan, due_on=LATE), first)
    carried(TaskFactory(plan=plan, state=TaskState.CANCELLED), second)

    page = words(browser(office), "/yunxi/plan/departments/")

    assert "2 个部门承担任务，1 个有晚了的" in page
    assert re.search(r"办公室 2 项 1 项 50\.0% 1/2 100\.0% 1/1 提案委 2 项 100\.0% 1/1 100\.0% 1/1", page)


def test_leaders_stand_by_rank(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    vice = PostFactory(person=PersonFactory(name="孟珂"), rank=2).person
    chair = PostFactory(person=PersonFactory(name="俞敏"), rank=1, post=PostKind.CHAIRPERSON).person
    led(TaskFactory(plan=plan), vice, chair)

    page = words(browser(office), "/yunxi/plan/leaders/")

    assert page.index("俞敏") < page.index("孟珂")


@pytest.mark.parametrize("kind", ["leader", "department"])
def test_the_page_of_one_owner_lists_its_own_tasks(kind: str, plan: WorkPlan, office: Actor, browser: Browser) -> None:
    person, body = PersonFactory(name="孟珂"), BodyFactory(short_name="经科委")
    led(carried(TaskFactory(plan=plan, content="自己的任务", due_on=LATE), body), person)
    TaskFactory(plan=plan, content="旁人的任务")
    owner = person if kind == "leader" else body

    page = words(browser(office), f"/yunxi/plan/{kind}s/{owner.public_id}/")

    assert f"{owner}：1 项任务，1 项晚了" in page
    assert ("自己的任务" in page, "旁人的任务" in page) == (True, False)


def test_plan_against_actual_keeps_the_first_month(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    task = carried(TaskFactory(plan=plan, content="暑期读书会", month=11), BodyFactory())
    services.reschedule(task=task, new_month=12, reason="场地", by=office, at=moment(3))

    found = actuals.rows(actuals.actuals(PlanTask.objects.prefetch_related("changes"), TODAY))[0]

    assert [cell if isinstance(cell, str) else cell.text for cell in found][:2] == ["11月 → 12月", "暑期读书会"]


def test_a_cancelled_task_stays_in_the_list_struck_through(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    TaskFactory(plan=plan, content="<b>合并的任务", state=TaskState.CANCELLED)

    page = browser(office).get("/yunxi/plan/tasks/").content.decode()

    assert "<del>&lt;b&gt;合并的任务</del>" in page


def test_no_list_has_more_than_seven_columns() -> None:
    lists = (listing.TASK_COLUMNS, listing.LATE_COLUMNS, actuals.COLUMNS, listing.OWNER_WORDS["leader"].columns)

    assert max(len(columns) for columns in lists) <= 7


def test_a_long_list_is_paged_and_keeps_what_was_asked(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    TaskFactory.create_batch(51, plan=plan)
    client = browser(office)

    first = client.get("/yunxi/plan/tasks/?month=11").content.decode()

    assert "11月的任务有 51 项" in first
    assert "?month=11&amp;page=2" in first
    assert words(client, "/yunxi/plan/tasks/?month=11&page=2").count("组织委员视察养老服务") == 1


def test_a_list_with_nothing_in_it_says_so(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    client = browser(office)

    assert "没有这样的任务" in words(client, "/yunxi/plan/tasks/?state=done")
    assert "没有晚了的任务" in words(client, "/yunxi/plan/late/")
