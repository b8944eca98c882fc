"""The life of a plan: adopted by a meeting, issued, closed; what each step opens and whom it tells."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.org.models import Body
from yizheng.plan import services
from yizheng.plan.enums import PlanState, TaskState
from yizheng.plan.models import WorkPlan
from yizheng.todo.models import Todo

from .factories import BodyFactory, PlanFactory, TaskFactory, carried, moment, seat
from .untouched import nothing_changes

pytestmark = pytest.mark.usefixtures("house")
MEETING = "区政协三届八次常委会议"
DAY = date(2026, 11, 20)


@pytest.fixture
def office() -> Actor:
    return seat(Role.OFFICE_CLERK)


@pytest.fixture
def body() -> Body:
    return BodyFactory(short_name="经科委")


@pytest.fixture
def draft(body: Body) -> WorkPlan:
    plan = PlanFactory(state=PlanState.DRAFT, adopted_on=None, adopted_meeting="", doc_number="")
    for _ in range(2):
        carried(TaskFactory(plan=plan), body)
    return plan


def test_an_adopted_plan_opens_its_tasks_and_tells_each_department_once(
    draft: WorkPlan, office: Actor, body: Body
) -> None:
    clerk = seat(Role.COMMITTEE_CLERK, name="许岚", body=body)

    adopted = services.adopt(plan=draft, adopted_on=DAY, meeting=f" {MEETING} ", by=office, at=moment(22))

    assert (adopted.state, adopted.adopted_on, adopted.adopted_meeting) == (PlanState.ADOPTED, DAY, MEETING)
    owed = Todo.objects.filter(closed_at__isnull=True).values_list("act", "scope_kind", "scope_id")
    assert list(owed) == [("report_task", "body", body.pk)] * 2
    assert list(Notice.objects.values_list("recipient_id", "text")) == [
        (clerk.user_id, "《政协云溪区委员会2026年工作要点》已通过，贵部门承担 2 项任务。")
    ]


def test_one_act_writes_one_row_for_the_plan_and_one_a_task(draft: WorkPlan, office: Actor) -> None:
    services.adopt(plan=draft, adopted_on=DAY, meeting=MEETING, by=office, at=moment(22))

    rows = list(LedgerEntry.objects.order_by("id"))
    assert [(row.act, row.kind, row.to_state) for row in rows] == [
        ("adopt_plan", "work_plan", "adopted"),
        ("open_task", "plan_task", "planned"),
        ("open_task", "plan_task", "planned"),
    ]
    assert len({row.act_id for row in rows}) == 1


def test_a_draft_owes_nothing_to_anybody(draft: WorkPlan) -> None:
    assert not Todo.objects.exists()


def test_a_plan_is_issued_under_the_number_of_the_paper_office(draft: WorkPlan, office: Actor) -> None:
    services.adopt(plan=draft, adopted_on=DAY, meeting=MEETING, by=office, at=moment(22))

    issued = services.issue(plan=draft, doc_number=" 云溪协〔2026〕3号 ", by=office, at=moment(23))

    assert (issued.state, issued.doc_number) == (PlanState.ISSUED, "云溪协〔2026〕3号")


def test_a_year_is_closed_once_nothing_waits_for_a_check(office: Actor) -> None:
    plan = PlanFactory()
    task = TaskFactory(plan=plan, state=TaskState.DONE)

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.close(plan=plan, by=office, at=moment(30, 12))
    assert refused.value.message == "还有 1 项任务报了完成没有核对，请先销号或退回，再归档。"

    task.state = TaskState.CONFIRMED
    task.save(update_fields=["state"])
    assert services.close(plan=plan, by=office, at=moment(30, 12)).state == PlanState.CLOSED


def test_nobody_is_asked_for_the_tasks_of_a_year_in_the_archive(draft: WorkPlan, office: Actor) -> None:
    services.adopt(plan=draft, adopted_on=DAY, meeting=MEETING, by=office, at=moment(22))
    services.issue(plan=draft, doc_number="", by=office, at=moment(23))
    assert Todo.objects.filter(closed_at__isnull=True).count() == 2

    services.close(plan=draft, by=office, at=moment(30, 12))

    assert not Todo.objects.filter(closed_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("day", "meeting", "code"), [(date(2026, 11, 23), MEETING, "future"), (DAY, "　", "no_meeting")]
)
def test_an_adoption_that_cannot_be_is_refused(
    day: date, meeting: str, code: str, draft: WorkPlan, office: Actor
) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        services.adopt(plan=draft, adopted_on=day, meeting=meeting, by=office, at=moment(22))

    assert refused.value.code == code


def test_a_year_has_one_plan_in_force(draft: WorkPlan, office: Actor) -> None:
    PlanFactory(state=PlanState.ISSUED)

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.adopt(plan=draft, adopted_on=DAY, meeting=MEETING, by=office, at=moment(22))

    assert refused.value.message == "2026年已经有一份通过的工作要点，同一年不能有两份。"


@pytest.mark.parametrize("state", [PlanState.ADOPTED, PlanState.ISSUED, PlanState.CLOSED])
def test_a_plan_is_adopted_once(state: str, office: Actor) -> None:
    plan = PlanFactory(state=state)

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.adopt(plan=plan, adopted_on=DAY, meeting=MEETING, by=office, at=moment(22))

    assert refused.value.code == "stale"


@pytest.mark.parametrize("role", [Role.LEADER, Role.SECRETARY_GENERAL, Role.COMMITTEE_CLERK, Role.MEMBER])
def test_only_the_office_records_an_adoption(role: Role, draft: WorkPlan) -> None:
    by = seat(role)

    with nothing_changes(), pytest.raises(PermissionDenied):
        services.adopt(plan=draft, adopted_on=DAY, meeting=MEETING, by=by, at=moment(22))


def test_an_issued_plan_is_opened_to_the_public_and_taken_back(office: Actor) -> None:
    plan = PlanFactory()

    assert services.set_public(plan=plan, is_public=True, by=office, at=moment(22)).is_public
    with nothing_changes(), pytest.raises(Refused) as refused:
        services.set_public(plan=plan, is_public=True, by=office, at=moment(22))
    assert refused.value.message == "该工作要点已经公开，不用再办。"
    assert not services.set_public(plan=plan, is_public=False, by=office, at=moment(23)).is_public
