"""The month board: shaped without a database, and as a page."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.deadline.reckoning import WorkCalendar
from yizheng.plan import board
from yizheng.plan.enums import TaskState
from yizheng.plan.models import PlanTask
from yizheng.plan.phrases import board_heading
from yizheng.ui.shapes import TaskCard

from .conftest import Browser
from .factories import BodyFactory, PersonFactory, PlanFactory, TaskFactory, carried, led, seat

MOST_QUERIES = 12
TODAY = date(2026, 11, 22)
PLAIN = board.Addresses(page=lambda task: f"/{task.pk}/", move=lambda task: f"/{task.pk}/move/")


def row(pk: int, first: int, last: int | None = None, **values: object) -> PlanTask:
    """An unsaved task; due at the end of its last month unless said otherwise."""
    last = last or first
    given = {"month": first, "due_on": date(2026, last, 28), "content": f"任务{pk}", "state": TaskState.PLANNED}
    return PlanTask(pk=pk, month_start=first, month_end=last, **{**given, **values})


def lanes_of(*tasks: PlanTask, chosen: int = 11) -> dict[str, list[str]]:
    lanes = board.lanes(tasks, chosen=chosen, on=TODAY, calendar=WorkCalendar(), addresses=PLAIN)
    return {lane.title: [card.text for card in lane.cards] for lane in lanes}


def card_of(task: PlanTask, chosen: int = 11) -> TaskCard:
    lanes = board.lanes([task], chosen=chosen, on=TODAY, calendar=WorkCalendar(), addresses=PLAIN)
    return next(card for lane in lanes for card in lane.cards if lane.now)


@pytest.mark.parametrize(
    ("chosen", "shown"), [(1, [1, 2, 3, 4]), (5, [5, 6, 7, 8]), (9, [9, 10, 11, 12]), (12, [9, 10, 11, 12])]
)
def test_four_months_stand_side_by_side(chosen: int, shown: list[int]) -> None:
    assert list(board.months_in_view(chosen)) == shown


def test_a_range_stands_on_each_of_its_months_and_is_counted_once() -> None:
    tasks = [row(1, 4, 10), row(2, 6)]

    counts = board.count_months(tasks, TODAY)

    assert [count.tasks for count in counts] == [0, 0, 0, 1, 1, 2, 1, 1, 1, 1, 0, 0]
    assert len(tasks) == 2


def test_a_task_of_the_whole_year_stands_on_twelve_boards() -> None:
    counts = board.count_months([row(1, 1, 12, all_year=True)], TODAY)

    assert [count.tasks for count in counts] == [1] * 12


def test_a_task_without_a_month_stands_on_no_board() -> None:
    assert lanes_of(row(1, 11), PlanTask(pk=2, content="未定")) == {
        "9月": [],
        "10月": [],
        "11月": ["任务1"],
        "12月": [],
    }


def test_closed_tasks_stand_below_open_ones() -> None:
    tasks = [row(1, 11, state=TaskState.CONFIRMED), row(2, 11), row(3, 11, state=TaskState.CANCELLED)]

    assert lanes_of(*tasks)["11月"] == ["任务2", "任务1", "<del>任务3</del>"]


def test_a_card_says_its_range_its_marks_and_its_state() -> None:
    card = card_of(row(1, 10, 12, is_added=True, delayed_on=date(2026, 11, 1)))

    assert (card.note, card.state, card.meaning) == ("10-12月 · 新增 · 延期", "未启动", "neutral")


@pytest.mark.parametrize(
    ("due", "words", "colour"),
    [
        (date(2026, 11, 20), "逾期2天", "red"),
        (date(2026, 11, 22), "今天", "orange"),
        (date(2026, 11, 30), "还有6个工作日", "yellow"),
        (date(2026, 12, 31), "", "none"),
    ],
)
def test_a_card_shows_its_light_only_when_time_is_near(due: date, words: str, colour: str) -> None:
    card = card_of(row(1, 11, due_on=due))

    assert (card.words, card.colour) == (words, colour)


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.CONFIRMED, TaskState.CANCELLED])
def test_what_is_done_shows_no_light_and_cannot_be_moved(state: str) -> None:
    card = card_of(row(1, 11, state=state, due_on=date(2026, 1, 31)))

    assert (card.words, card.move_url) == ("", "")


def test_tasks_move_to_this_month_and_later_ones_only() -> None:
    assert [lane.value for lane in board.moves(2026, TODAY)] == ["11", "12"]
    assert board.moves(2025, TODAY) == []
    assert len(board.moves(2027, TODAY)) == 12


@pytest.mark.parametrize(
    ("count", "late", "said"),
    [(4, 1, "11月有 4 项任务，1 项晚了"), (4, 0, "11月有 4 项任务，都在期限内"), (0, 0, "11月没有任务")],
)
def test_the_heading_is_a_sentence_about_the_month(count: int, late: int, said: str) -> None:
    assert board_heading(11, count, late) == said


def test_the_page_opens_at_this_month(browser: Browser) -> None:
    TaskFactory(content="组织委员视察养老服务")

    page = browser(seat(Role.OFFICE_CLERK)).get("/yunxi/plan/").content.decode()

    assert "1 项任务</a>，都在期限内" in page
    assert "组织委员视察养老服务" in page


def test_a_late_task_is_named_in_the_heading_and_opens_its_list(browser: Browser) -> None:
    TaskFactory(month=10, month_end=10, due_on=date(2026, 11, 2))
    client = browser(seat(Role.OFFICE_CLERK))

    page = client.get("/yunxi/plan/?month=10").content.decode()

    assert "1 项晚了" in page
    listed = client.get("/yunxi/plan/tasks/?month=10&late=1").content.decode()
    assert "10月晚了的任务有 1 项" in listed


def test_a_member_sees_cards_that_stay(browser: Browser) -> None:
    TaskFactory()

    page = browser(seat(Role.MEMBER)).get("/yunxi/plan/").content.decode()

    assert "data-movable" not in page
    assert "补充任务" not in page


def test_the_board_can_be_narrowed_to_a_department_and_a_leader(browser: Browser) -> None:
    plan, body, person = PlanFactory(), BodyFactory(), PersonFactory()
    carried(TaskFactory(plan=plan, content="本部门的任务"), body)
    led(TaskFactory(plan=plan, content="分管的任务"), person)
    client = browser(seat(Role.OFFICE_CLERK))

    of_body = client.get(f"/yunxi/plan/?department={body.public_id}").content.decode()
    of_person = client.get(f"/yunxi/plan/?leader={person.public_id}").content.decode()

    assert ("本部门的任务" in of_body, "分管的任务" in of_body) == (True, False)
    assert ("本部门的任务" in of_person, "分管的任务" in of_person) == (False, True)


@pytest.mark.parametrize("query", ["month=13", "month=x", "year=1", "state=nonsense", "department=1"])
def test_an_address_that_asks_nonsense_shows_the_whole_board(query: str, browser: Browser) -> None:
    TaskFactory(content="组织委员视察养老服务")

    answer = browser(seat(Role.OFFICE_CLERK)).get(f"/yunxi/plan/?{query}")

    assert answer.status_code == 200


def test_without_a_plan_the_office_is_led_to_the_import(browser: Browser) -> None:
    assert "去导入" in browser(seat(Role.OFFICE_CLERK)).get("/yunxi/plan/").content.decode()
    assert "去导入" not in browser(seat(Role.MEMBER)).get("/yunxi/plan/").content.decode()


def queries_of(url: str, client) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url).status_code == 200
    asked = (query["sql"] for query in counted.captured_queries)
    return sum(not sql.startswith(("SAVEPOINT", "RELEASE", "select set_config")) for sql in asked)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "tasks/",
        "late/",
        "progress/",
        "timeline/",
        "timeline/?by=department",
        "leaders/",
        "departments/",
        "plan",
        "item",
        "task",
    ],
)
def test_a_page_asks_as_often_for_thirty_tasks_as_for_one(page: str, browser: Browser) -> None:
    from .factories import EvidenceFactory, ItemFactory, PostFactory

    item = ItemFactory()
    client = browser(seat(Role.OFFICE_CLERK))
    bodies = [BodyFactory() for _ in range(3)]
    people = [PostFactory().person for _ in range(3)]

    def grow(to: int) -> None:
        while item.tasks.count() < to:
            task = carried(TaskFactory(plan=item.plan, item=item, due_on=date(2026, 11, 2)), *bodies)
            led(task, *people)
            EvidenceFactory(task=task)

    grow(1)
    task = item.tasks.get()
    url = {
        "plan": f"/yunxi/plan/{item.plan.public_id}/",
        "item": f"/yunxi/plan/items/{item.public_id}/",
        "task": f"/yunxi/plan/tasks/{task.public_id}/",
    }.get(page, f"/yunxi/plan/{page}")

    one = queries_of(url, client)
    grow(3)
    three = queries_of(url, client)
    grow(30)
    thirty = queries_of(url, client)

    assert one == three == thirty
    assert thirty <= MOST_QUERIES
