"""Plan against what happened: moved months, days early or late, rates that open their lists, the table to print."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.plan import actuals, queries, services
from yizheng.plan.enums import TaskState
from yizheng.plan.models import PlanTask, WorkPlan

from .conftest import Browser
from .factories import PartyFactory, PlanFactory, TaskFactory, UnitFactory, moment, seat

pytestmark = pytest.mark.usefixtures("house")
TODAY = date(2026, 11, 22)
DUE = date(2026, 11, 20)
DONE, CONFIRMED = TaskState.DONE, TaskState.CONFIRMED


@pytest.fixture
def plan() -> WorkPlan:
    return PlanFactory()


def all_actuals() -> list[actuals.Actual]:
    return actuals.actuals(PlanTask.objects.order_by("id").prefetch_related("changes"), TODAY)


@pytest.mark.parametrize(
    ("values", "days", "said"),
    [
        ({"state": DONE, "done_on": date(2026, 11, 17)}, 3, "提前3天"),
        ({"state": DONE, "done_on": DUE}, 0, "当天完成"),
        ({"state": DONE, "done_on": date(2026, 11, 21)}, -1, "晚1天"),
        ({"state": CONFIRMED, "done_on": date(2026, 11, 17), "confirmed_on": TODAY}, 3, "提前3天"),
        ({"state": CONFIRMED, "confirmed_on": TODAY}, -2, "晚2天"),
        ({"state": TaskState.IN_PROGRESS}, -2, "晚2天"),
        ({"state": TaskState.PLANNED, "due_on": date(2026, 11, 30)}, None, ""),
        ({"state": TaskState.CANCELLED}, None, ""),
        ({"state": DONE, "done_on": DUE, "due_on": None}, None, ""),
    ],
)
def test_the_day_of_the_report_is_set_against_the_date(
    values: dict[str, object], days: int | None, said: str, plan: WorkPlan
) -> None:
    TaskFactory(plan=plan, **{"due_on": DUE, **values})

    [found] = all_actuals()

    assert (found.days, found.timing) == (days, said)


def test_a_moved_task_shows_both_months(plan: WorkPlan, office: Actor) -> None:
    task = TaskFactory(plan=plan, month=11)
    TaskFactory(plan=plan, month=4, month_end=10)
    services.reschedule(task=task, new_month=12, reason="场地未定", by=office, at=moment(3))

    assert [(each.months, each.first, each.now) for each in all_actuals()] == [
        ("11月 → 12月", "11月", "12月"),
        ("4-10月", "4-10月", ""),
    ]


@pytest.fixture
def year(plan: WorkPlan) -> WorkPlan:
    """Three confirmed (one of them late), one cancelled, one late, one added: 60% done, two thirds in time."""
    TaskFactory.create_batch(2, plan=plan, state=CONFIRMED, done_on=DUE, confirmed_on=DUE)
    TaskFactory(plan=plan, content="延期销号", state=CONFIRMED, delayed_on=DUE, done_on=DUE, confirmed_on=DUE)
    TaskFactory(plan=plan, content="取消的任务", state=TaskState.CANCELLED)
    TaskFactory(plan=plan, content="逾期的任务", due_on=DUE)
    TaskFactory(plan=plan, content="<A&B>=1+1", is_added=True)
    return plan


def test_each_number_of_the_page_opens_a_list_of_that_length(year: WorkPlan, office: Actor, browser: Browser) -> None:
    client = browser(office)

    page = client.get("/yunxi/plan/progress/").content.decode()

    assert "5 项任务销号 3 项，完成率 60.0%" in page
    assert re.search(r"2/3.*66\.7%", page, re.DOTALL)
    words = page.split('<p class="note">完成率＝')[1].split("早晚按")[0]
    links = re.findall(r'<a href="([^"]+)">(\d+)</a>', words)
    assert [int(number) for _, number in links] == [3, 5, 2, 3, 6, 1, 1, 5]
    for url, number in links:
        listed = client.get(url.replace("&amp;", "&")).content.decode()
        assert re.search(rf"有 {number} 项", listed), url


def test_the_table_says_how_the_year_stands(year: WorkPlan) -> None:
    counts = queries.progress(PlanTask.objects.all(), on=TODAY)

    table = actuals.table(year, counts, all_actuals(), TODAY)

    assert (table.title, table.subtitle) == ("政协云溪区委员会2026年工作要点计划与实际对照", "截至2026年11月22日")
    assert table.rows[2] == ("11月", "", "延期销号", "", "11月20日", "11月20日", "提前10天", "延期后完成")
    assert table.rows[4] == ("11月", "", "逾期的任务", "", "", "", "晚2天", "未启动")
    assert table.notes == (
        "完成率 60.0%：应完成 5 项（全部 6 项，已取消 1 项），已销号 3 项。",
        "按期率 66.7%：已销号 3 项，其中没有延期的 2 项。",
        "原定 5 项，新增 1 项，逾期未完成 1 项。",
    )


@pytest.mark.parametrize("format_", ["docx", "xlsx", "pdf"])
def test_the_comparison_is_taken_away_in_every_format(format_: str, year: WorkPlan, browser: Browser) -> None:
    client = browser(seat(Role.MEMBER))
    page = client.get("/yunxi/plan/progress/").content.decode()

    answer = client.get(f"/yunxi/papers/plan-versus-actual.{format_}?id={year.public_id}")

    assert f"papers/plan-versus-actual.{format_}?id={year.public_id}" in page
    assert answer.status_code == 200
    if format_ == "docx":
        cells = [row.cells[2].text for row in Document(BytesIO(answer.content)).tables[0].rows]
        assert cells[3:] == ["延期销号", "取消的任务", "逾期的任务", "<A&B>=1+1（新增）"]
    elif format_ == "xlsx":
        sheet = load_workbook(BytesIO(answer.content)).active
        assert any(cell.value == "<A&B>=1+1（新增）" for row in sheet.iter_rows() for cell in row)
    else:
        assert answer.content.startswith(b"%PDF")


def test_a_unit_reads_no_rates(plan: WorkPlan, browser: Browser) -> None:
    unit = UnitFactory()
    PartyFactory(task=TaskFactory(plan=plan), body=None, unit=unit)
    client = browser(seat(Role.UNIT_CLERK, unit=unit))

    for address in ("plan/progress/", f"papers/plan-versus-actual.docx?id={plan.public_id}"):
        assert client.get(f"/yunxi/{address}").status_code == 403


def test_an_unknown_plan_is_no_paper(plan: WorkPlan, office: Actor, browser: Browser) -> None:
    assert browser(office).get("/yunxi/papers/plan-versus-actual.docx?id=x").status_code == 404
