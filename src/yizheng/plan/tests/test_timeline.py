"""The year timeline: where a bar stands, under whom, in which words; the board's struck cards."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from yizheng.accounts.enums import Role
from yizheng.deadline.reckoning import WorkCalendar
from yizheng.kernel.acting import Actor
from yizheng.plan import board, timeline
from yizheng.plan.enums import PlanState, TaskState
from yizheng.plan.models import PlanItem, PlanTask, WorkPlan

from .conftest import Browser
from .factories import BodyFactory, ItemFactory, PartyFactory, PlanFactory, TaskFactory, UnitFactory, carried, seat

TODAY = date(2026, 11, 22)
ADDRESS = "/yunxi/plan/timeline/"


def row(pk: int, first: int | None, last: int | None = None, **values: object) -> PlanTask:
    """An unsaved task; due at the end of its last month unless said otherwise."""
    last = last or first
    given = {"content": f"任务{pk}", "month": first, "due_on": date(2026, last, 28) if last else None}
    return PlanTask(pk=pk, month_start=first, month_end=last, **{**given, **values})


def url(task: PlanTask) -> str:
    return f"/{task.pk}/"


@pytest.mark.parametrize(
    ("first", "last", "place"), [(1, 1, (1, 1)), (4, 10, (4, 7)), (1, 12, (1, 12)), (12, 12, (12, 1))]
)
def test_a_bar_runs_from_its_first_month_to_its_last(first: int, last: int, place: tuple[int, int]) -> None:
    bar = timeline.bar(row(1, first, last), TODAY, url)

    assert (bar.first, bar.span) == place


@pytest.mark.parametrize(
    ("state", "due", "said"),
    [
        (TaskState.PLANNED, date(2026, 12, 31), ("neutral", "未启动", False)),
        (TaskState.IN_PROGRESS, date(2026, 11, 2), ("over", "逾期20天", False)),
        (TaskState.DONE, date(2026, 11, 2), ("busy", "已完成", False)),
        (TaskState.CONFIRMED, date(2026, 11, 2), ("ok", "已销号", False)),
        (TaskState.CANCELLED, date(2026, 11, 2), ("warn", "已取消", True)),
    ],
)
def test_a_colour_never_stands_without_its_word(state: str, due: date, said: tuple[str, str, bool]) -> None:
    bar = timeline.bar(row(1, 11, state=state, due_on=due), TODAY, url)

    assert (bar.meaning, bar.word, bar.struck) == said


def test_items_stand_in_the_order_of_the_plan_and_what_has_none_last() -> None:
    first, second = (PlanItem(order=n, number=n, heading=f"要点{n}") for n in (1, 2))
    tasks = [row(1, 3), row(2, 5, item=second), row(3, 9, item=first), row(4, 2, item=first), row(5, None, item=first)]

    found = timeline.groups(tasks, timeline.ITEM, TODAY, url)

    assert [(group.title, [bar.text for bar in group.bars]) for group in found] == [
        ("第1项　要点1", ["任务4", "任务3"]),
        ("第2项　要点2", ["任务2"]),
        ("还没有归到要点", ["任务1"]),
    ]
    assert found[0].note == "2 项，2 项晚了"


def test_a_range_stands_in_each_of_its_months_on_the_phone() -> None:
    found = timeline.by_month([row(1, 4, 6), row(2, 5)], 5, TODAY, url)

    assert [(month.month, [bar.text for bar in month.bars], month.now) for month in found] == [
        (4, ["任务1"], False),
        (5, ["任务1", "任务2"], True),
        (6, ["任务1"], False),
    ]


def test_a_cancelled_card_of_the_board_is_struck_through() -> None:
    task = row(1, 11, content="<b>外出考察", state=TaskState.CANCELLED)
    places = board.Addresses(page=url)

    lanes = board.lanes([task], chosen=11, on=TODAY, calendar=WorkCalendar(), addresses=places)

    assert [card.text for lane in lanes for card in lane.cards] == ["<del>&lt;b&gt;外出考察</del>"]


def page_of(client: Client, query: str = "") -> str:
    answer = client.get(f"{ADDRESS}{query}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode().split("<main")[1].split("</main>")[0])


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.fixture
def plan(house: object) -> WorkPlan:
    return PlanFactory()


def test_each_bar_is_a_link_with_its_place_and_its_word(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    item = ItemFactory(section__plan=plan, number=5, heading="养老服务")
    task = TaskFactory(plan=plan, item=item, content="<A&B>视察", month=4, month_end=10, due_on=date(2026, 10, 31))

    page = page_of(browser(office))

    assert f'<a class="year-row" href="/yunxi/plan/tasks/{task.public_id}/">' in page
    assert 'class="year-bar year-bar-over from-4 span-7"><span>逾期22天' in page
    assert "&lt;A&amp;B&gt;视察" in page
    assert "2026年有 1 项任务 ， 1 项晚了" in plain(page)
    assert "第5项 养老服务 1 项，1 项晚了" in plain(page)
    assert "style=" not in page


def test_what_several_departments_carry_stands_under_each(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    second, first = BodyFactory(short_name="提案委", order=20), BodyFactory(short_name="办公室", order=10)
    both = TaskFactory(plan=plan, content="共同承担")
    carried(both, second, first)
    PartyFactory(task=TaskFactory(plan=plan, content="外单位的"), body=None, unit=UnitFactory(name="区民政局"))
    TaskFactory(plan=plan, content="没有人的")
    TaskFactory(plan=plan, content="没有对上的", departments_text=["各专委会"])

    page = plain(page_of(browser(office), "?by=department"))

    order = ["办公室 1 项", "提案委 1 项", "区民政局 1 项", "各专委会 1 项", "没有写明责任部门 1 项"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)
    assert "4 项任务" in page


def test_the_filters_narrow_and_keep_the_order(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    TaskFactory(plan=plan, content="已销号的", state=TaskState.CONFIRMED)
    TaskFactory(plan=plan, content="没开始的")

    page = page_of(browser(office), "?by=department&state=confirmed")

    assert ("已销号的" in page, "没开始的" in page) == (True, False)
    assert '<input type="hidden" name="by" value="department">' in page
    assert "by=item&amp;state=confirmed" in page


def test_nothing_planned_says_what_to_do(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    client = browser(office)

    assert "这份工作要点还没有任务" in page_of(client)
    assert "没有这样的任务" in page_of(client, "?state=done")
    undated = {"month": None, "month_start": None, "month_end": None, "due_on": None}
    TaskFactory(plan=plan, **undated)
    assert "另有 1 项任务 没有写明月份" in plain(page_of(client))


def test_without_a_plan_the_page_says_so(office: Actor, browser: Browser) -> None:
    assert "导入" in page_of(browser(office))


def test_the_three_views_of_the_year_lead_to_each_other(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    client = browser(office)
    addresses = ["/yunxi/plan/?year=2026", "/yunxi/plan/timeline/?year=2026", "/yunxi/plan/progress/?year=2026"]

    for here in addresses:
        page = client.get(here).content.decode()
        assert [f'href="{each}"' in page for each in addresses] == [True] * 3
        assert f'<a href="{here}" aria-current="true">' in page


def test_a_unit_sees_only_its_own_tasks_and_no_rates(plan: WorkPlan, browser: Browser) -> None:
    unit = UnitFactory()
    PartyFactory(task=TaskFactory(plan=plan, content="本单位的任务"), body=None, unit=unit)
    TaskFactory(plan=plan, content="旁人的任务")

    page = page_of(browser(seat(Role.UNIT_CLERK, unit=unit)))

    assert ("本单位的任务" in page, "旁人的任务" in page) == (True, False)
    assert "/yunxi/plan/progress/" not in page


def test_a_member_reads_no_draft(browser: Browser) -> None:
    TaskFactory(plan=PlanFactory(state=PlanState.DRAFT), content="草案里的任务")

    assert "草案里的任务" not in page_of(browser(seat(Role.MEMBER)))


def test_an_added_task_without_a_leader_was_never_in_the_table(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    client = browser(office)
    added, printed = TaskFactory(plan=plan, is_added=True), TaskFactory(plan=plan)

    texts = [client.get(f"/yunxi/plan/tasks/{each.public_id}/").content.decode() for each in (added, printed)]

    assert [("未指定" in text, "原表未写" in text) for text in texts] == [(True, False), (False, True)]
