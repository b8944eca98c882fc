"""A plenary's checklist becomes tasks of the plan, once, each with its month and department (F042)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.org.enums import BodyKind
from yizheng.org.models import Setting
from yizheng.plan import services
from yizheng.plan.checklist import PLENARY_CHECKLIST, _why_not, preparations
from yizheng.plan.models import PlanTask

from .factories import BodyFactory, PlanFactory, moment, seat

MEETS = date(2026, 12, 28)
TODAY = date(2026, 9, 1)


@pytest.fixture
def bodies(house):
    BodyFactory(short_name="办公室", full_name="区政协办公室", kind=BodyKind.OFFICE)
    BodyFactory(short_name="提案委", full_name="提案委员会")
    BodyFactory(short_name="委员工委", full_name="委员工作委员会")


def lines():
    return preparations(meets_on=MEETS, year=2026, on=TODAY)


def test_the_dates_are_reckoned_back_from_the_opening(bodies):
    found = {line.content: (line.on, line.who) for line in lines()}

    assert found["发出会议通知，收回执和请假（12月8日前）"] == (date(2026, 12, 8), "办公室")
    assert [line.on for line in lines()] == sorted(line.on for line in lines())


def test_chosen_lines_become_tasks_in_one_act(bodies):
    plan, clerk = PlanFactory(), seat()

    made = services.add_preparations(plan=plan, chosen=lines(), by=clerk, at=moment(1, 9))

    assert len(made) == 12
    assert {task.month_start for task in made} == {9, 10, 11, 12}
    assert all(task.is_added and task.parties.count() == 1 for task in made)
    assert LedgerEntry.objects.filter(act="add_task").values("act_id").distinct().count() == 1


def test_adding_twice_adds_once(bodies):
    plan, clerk = PlanFactory(), seat()
    services.add_preparations(plan=plan, chosen=lines(), by=clerk, at=moment(1, 9))

    assert services.add_preparations(plan=plan, chosen=lines(), by=clerk, at=moment(2, 9)) == []
    assert PlanTask.objects.count() == 12


def test_a_line_of_another_year_or_an_unknown_department_is_refused(bodies):
    plan, clerk = PlanFactory(), seat()
    early = preparations(meets_on=date(2026, 2, 10), year=2026, on=TODAY)
    assert [line.in_year for line in early].count(False) == 6

    with pytest.raises(Refused, match="不能添加"):
        services.add_preparations(plan=plan, chosen=early, by=clerk, at=moment(1, 9))

    assert not PlanTask.objects.exists()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.COMMITTEE_CLERK, Role.SYS_ADMIN])
def test_only_the_office_adds(bodies, role):
    plan = PlanFactory()

    with pytest.raises(PermissionDenied):
        services.add_preparations(plan=plan, chosen=lines(), by=seat(role), at=moment(1, 9))

    assert not PlanTask.objects.exists()


def test_an_office_keeps_its_own_list(bodies):
    Setting.objects.create(key=PLENARY_CHECKLIST.name, value=["提前10天 办公室 布置会场"], valid_from=date(2026, 1, 1))

    assert [line.content for line in lines()] == ["布置会场（12月18日前）"]


@pytest.mark.parametrize("line", ["布置会场", "提前十天 办公室 布置会场", "提前999天 办公室 布置会场"])
def test_a_line_that_cannot_be_read_is_refused_with_a_sentence(line):
    assert line in _why_not([line])


def test_the_page_shows_the_dates_and_adds_what_is_ticked(bodies, browser):
    plan, clerk = PlanFactory(), seat()
    page = browser(clerk)
    url = f"/yunxi/plan/{plan.public_id}/checklist/"

    assert "12月8日前" in page.get(url, {"meets_on": "2026-12-28"}).content.decode()
    answer = page.post(url, {"meets_on": "2026-12-28", "line": ["0", "1"]})

    assert answer.status_code == 302
    assert PlanTask.objects.count() == 2
