"""Who may do what: a table that a clerk can check, and the same for every state (role × act × state)."""

from __future__ import annotations

import pytest
from django.test import Client

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import SYSTEM, Actor, Hat
from yizheng.kernel.permissions import may
from yizheng.kernel.workflow import available
from yizheng.plan.enums import PlanState, TaskState
from yizheng.plan.models import PlanTask
from yizheng.plan.workflow import PLAN_MACHINE, TASK_MACHINE

from .factories import BodyFactory, TaskFactory, UnitFactory, carried, seat
from .factories import PartyFactory as Party

pytestmark = pytest.mark.usefixtures("house")

OFFICE, CHIEF, LEADER = "办公室", "秘书长", "领导"
OWN, OTHER, UNIT, OTHER_UNIT = "承担的专委会", "别的专委会", "承担的单位", "别的单位"
MEMBER, ASSIGNER, ADMIN, HOUSE = "委员", "督查室", "系统管理员", "系统"
EVERYBODY = (OFFICE, CHIEF, LEADER, OWN, OTHER, UNIT, OTHER_UNIT, MEMBER, ASSIGNER, ADMIN, HOUSE)

#                          who may, whatever the state
MAY: dict[str, set[str]] = {
    "plan.start_task": {OFFICE, OWN, UNIT, HOUSE},
    "plan.report_task": {OFFICE, OWN, UNIT},
    "plan.give_delay_reason": {OFFICE, OWN, UNIT},
    "plan.confirm_task": {OFFICE},
    "plan.return_task": {OFFICE},
    "plan.reschedule_task": {OFFICE},
    "plan.link_item": {OFFICE},
    "plan.cancel_task": {CHIEF, LEADER},
    "plan.record_cancellation": {OFFICE},
    "plan.add_task": {OFFICE},
    "plan.import": {OFFICE},
    "plan.begin_approval": {OFFICE},
    "plan.follow_approval": {HOUSE},
    "plan.adopt": {OFFICE},
    "plan.issue": {OFFICE},
    "plan.reissue": {OFFICE},
    "plan.close": {OFFICE},
    "plan.publish": {OFFICE},
    "plan.mark_delayed": {HOUSE},
    "plan.read": {OFFICE, CHIEF, LEADER, OWN, OTHER, UNIT, OTHER_UNIT, MEMBER, ASSIGNER},
    "plan.read_rates": {OFFICE, CHIEF, LEADER, OWN, OTHER, MEMBER, ASSIGNER},
    "plan.export": {OFFICE, CHIEF, LEADER, OWN, OTHER, MEMBER, ASSIGNER},
}
IN_STATE: dict[str, set[str]] = {
    "start_task": {"planned"},
    "report_task": {"planned", "in_progress"},
    "give_delay_reason": {"planned", "in_progress"},
    "reschedule_task": {"planned", "in_progress"},
    "confirm_task": {"done"},
    "return_task": {"done"},
    "cancel_task": {"planned", "in_progress", "done"},
    "record_cancellation": {"planned", "in_progress", "done"},
    "link_item": {"planned", "in_progress", "done", "confirmed", "cancelled"},
    "mark_delayed": {"planned", "in_progress"},
}


@pytest.fixture
def task() -> PlanTask:
    body, unit = BodyFactory(), UnitFactory()
    task = carried(TaskFactory(), body)
    Party(task=task, body=None, unit=unit, order=1)
    return task


@pytest.fixture
def people(task: PlanTask) -> dict[str, Actor]:
    own = task.parties.get(body__isnull=False).body_id
    unit = task.parties.get(unit__isnull=False).unit_id
    hats = {
        OFFICE: Hat(Role.OFFICE_CLERK),
        CHIEF: Hat(Role.SECRETARY_GENERAL),
        LEADER: Hat(Role.LEADER),
        OWN: Hat(Role.COMMITTEE_CLERK, "", "body", own),
        OTHER: Hat(Role.COMMITTEE_CLERK, "", "body", BodyFactory().pk),
        UNIT: Hat(Role.UNIT_CLERK, "", "org_unit", unit),
        OTHER_UNIT: Hat(Role.UNIT_CLERK, "", "org_unit", UnitFactory().pk),
        MEMBER: Hat(Role.MEMBER),
        ASSIGNER: Hat(Role.ASSIGNER),
        ADMIN: Hat(Role.SYS_ADMIN),
    }
    return {**{name: Actor(1, name, hat) for name, hat in hats.items()}, HOUSE: SYSTEM}


@pytest.mark.parametrize("permission", MAY)
def test_who_may_do_it(permission: str, task: PlanTask, people: dict[str, Actor]) -> None:
    allowed = {name for name in EVERYBODY if may(permission, people[name], task)}

    assert allowed == MAY[permission]


def test_the_table_names_every_permission_of_the_machines() -> None:
    used = {row.permission for machine in (TASK_MACHINE, PLAN_MACHINE) for row in machine.transitions}

    assert used <= MAY.keys()
    assert {row.name for row in TASK_MACHINE.transitions} == IN_STATE.keys()


@pytest.mark.parametrize("state", TaskState.values)
@pytest.mark.parametrize("name", EVERYBODY)
def test_the_buttons_of_each_person_in_each_state(
    name: str, state: str, task: PlanTask, people: dict[str, Actor]
) -> None:
    task.state = state

    offered = {row.name for row in available(TASK_MACHINE, task, people[name])}

    wanted = {
        row.name for row in TASK_MACHINE.transitions if state in IN_STATE[row.name] and name in MAY[row.permission]
    }
    assert offered == wanted


@pytest.mark.parametrize("state", PlanState.values)
def test_the_office_moves_a_plan_and_the_house_follows_the_chain(
    state: str, task: PlanTask, people: dict[str, Actor]
) -> None:
    task.plan.state = state
    by_office = {
        "draft": {"begin_approval", "adopt_plan"},
        "adopted": {"issue_plan", "reissue_plan"},
        "issued": {"reissue_plan", "close_plan"},
        "reissued": {"close_plan"},
    }
    by_house = {"draft": {"review_plan", "pass_plan"}, "chair_reviewed": {"reopen_plan", "pass_plan"}}

    offered = {name: {row.name for row in available(PLAN_MACHINE, task.plan, people[name])} for name in EVERYBODY}

    wanted = {name: set[str]() for name in EVERYBODY}
    assert offered == {**wanted, OFFICE: by_office.get(state, set()), HOUSE: by_house.get(state, set())}


PAGES = ("", "tasks/", "late/", "progress/", "leaders/", "departments/")
OPEN_TO: dict[Role, dict[str, int]] = {
    Role.OFFICE_CLERK: dict.fromkeys(PAGES, 200),
    Role.LEADER: dict.fromkeys(PAGES, 200),
    Role.MEMBER: dict.fromkeys(PAGES, 200),
    Role.ASSIGNER: dict.fromkeys(PAGES, 200),
    Role.SYS_ADMIN: dict.fromkeys(PAGES, 403),
    Role.UNIT_CLERK: {**dict.fromkeys(PAGES, 403), "": 200, "tasks/": 200},
}


@pytest.mark.parametrize("role", OPEN_TO)
def test_which_pages_open_to_which_role(role: Role, task: PlanTask, browser) -> None:
    unit = task.parties.get(unit__isnull=False).unit if role == Role.UNIT_CLERK else None
    client: Client = browser(seat(role, unit=unit))

    answers = {page: client.get(f"/yunxi/plan/{page}").status_code for page in PAGES}

    assert answers == OPEN_TO[role]
