"""The acts on a task: what each one changes, and that a refused one changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.kernel import ledger, thread
from yizheng.kernel.acting import SYSTEM, Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.org.models import Body
from yizheng.plan import services
from yizheng.plan.enums import EvidenceKind, PartyRole, PlanState, TaskState
from yizheng.plan.models import PlanTask, TaskChange, TaskParty
from yizheng.plan.schedule import Months
from yizheng.plan.services import Evidence
from yizheng.todo.models import Todo

from .factories import (
    BodyFactory,
    EvidenceFactory,
    ItemFactory,
    PersonFactory,
    PlanFactory,
    TaskFactory,
    carried,
    led,
    moment,
    seat,
)
from .untouched import nothing_changes

pytestmark = pytest.mark.usefixtures("house")

NOTE = Evidence(EvidenceKind.MEETING_RECORD, date(2026, 11, 5), "见11月5日主席会议记录")


@pytest.fixture
def office() -> Actor:
    return seat(Role.OFFICE_CLERK)


@pytest.fixture
def body() -> Body:
    return BodyFactory(short_name="经科委")


@pytest.fixture
def clerk(body: Body) -> Actor:
    return seat(Role.COMMITTEE_CLERK, name="许岚", body=body)


@pytest.fixture
def task(body: Body) -> PlanTask:
    return carried(TaskFactory(content="组织委员视察养老服务"), body)


def fresh(task: PlanTask) -> PlanTask:
    return PlanTask.objects.get(pk=task.pk)


def acts_on(task: PlanTask) -> list[tuple[str, str, str]]:
    rows = ledger.history("plan_task", task.pk)
    return [(row.act, row.from_state, row.to_state) for row in rows]


def owed_on(task: PlanTask) -> list[tuple[str, str, int | None, date | None]]:
    rows = Todo.objects.filter(kind="plan_task", object_id=task.pk, closed_at__isnull=True).order_by("id")
    return [(row.act, row.role, row.scope_id, row.due_on) for row in rows]


def test_a_department_starts_its_task(task: PlanTask, clerk: Actor, body: Body) -> None:
    services.start(task=task, by=clerk, at=moment(3))

    assert fresh(task).state == TaskState.IN_PROGRESS
    assert acts_on(task) == [("start_task", "planned", "in_progress")]
    assert owed_on(task) == [("report_task", "", body.pk, date(2026, 11, 30))]


def test_a_department_reports_its_task_done_with_evidence(task: PlanTask, clerk: Actor, office: Actor) -> None:
    services.report_done(task=task, evidence=[NOTE], by=clerk, at=moment(6))

    reported = fresh(task)
    assert (reported.state, reported.done_on) == (TaskState.DONE, date(2026, 11, 6))
    assert [(e.kind, e.note, e.given_by_name) for e in reported.evidence.all()] == [
        ("meeting_record", "见11月5日主席会议记录", "许岚")
    ]
    assert owed_on(task) == [("confirm_task", "office_clerk", None, date(2026, 11, 11))]
    assert [end.title for end in thread.led_to(reported, office)] == ["见11月5日主席会议记录"]


def test_the_office_is_told_once_that_a_task_was_reported(task: PlanTask, clerk: Actor, office: Actor) -> None:
    services.report_done(task=task, evidence=[NOTE], by=clerk, at=moment(6))

    told = Notice.objects.values_list("recipient_id", "text")
    assert list(told) == [(office.user_id, "许岚报来：组织委员视察养老服务 已完成，请核对。")]


def test_the_office_confirms_and_the_department_is_told(
    task: PlanTask, clerk: Actor, office: Actor, body: Body
) -> None:
    services.report_done(task=task, evidence=[NOTE], by=clerk, at=moment(6))

    services.confirm(task=task, by=office, at=moment(9))

    confirmed = fresh(task)
    assert (confirmed.state, confirmed.confirmed_on) == (TaskState.CONFIRMED, date(2026, 11, 9))
    assert owed_on(task) == []
    assert Notice.objects.filter(recipient_id=clerk.user_id).get().text == "组织委员视察养老服务 已销号。"


def test_a_returned_task_is_owed_by_the_department_again(
    task: PlanTask, clerk: Actor, office: Actor, body: Body
) -> None:
    services.report_done(task=task, evidence=[NOTE], by=clerk, at=moment(6))

    services.send_back(task=task, reason="请补视察报告", by=office, at=moment(9))

    returned = fresh(task)
    assert (returned.state, returned.done_on) == (TaskState.IN_PROGRESS, None)
    assert owed_on(task) == [("report_task", "", body.pk, date(2026, 11, 30))]
    assert ledger.history("plan_task", task.pk).last().reason == "请补视察报告"  # type: ignore[union-attr]


def test_a_moved_task_shows_old_and_new_month(task: PlanTask, office: Actor) -> None:
    services.reschedule(task=task, new_month=12, reason="场地维修", by=office, at=moment(9))

    moved = fresh(task)
    assert (moved.month_start, moved.month_end, moved.due_on) == (12, 12, date(2026, 12, 31))
    assert [(c.old, c.new, c.reason, c.changed_by_name) for c in TaskChange.objects.all()] == [
        ("11月", "12月", "场地维修", "周文清")
    ]


def test_the_department_hears_of_a_moved_month(task: PlanTask, clerk: Actor, office: Actor) -> None:
    services.reschedule(task=task, new_month=12, reason="场地维修", by=office, at=moment(9))

    told = Notice.objects.values_list("recipient_id", "text")
    assert list(told) == [(clerk.user_id, "组织委员视察养老服务 改了月份，请看新的期限。")]


def test_a_range_keeps_its_beginning_when_its_end_moves(body: Body, office: Actor) -> None:
    task = carried(TaskFactory(month=4, month_end=10, due_on=date(2026, 11, 2)), body)

    services.reschedule(task=task, new_month=12, reason="课题增加", by=office, at=moment(9))

    moved = fresh(task)
    assert (moved.month_start, moved.month_end) == (4, 12)


def test_a_late_task_owes_a_reason_until_it_has_a_new_month(task: PlanTask, clerk: Actor, body: Body) -> None:
    services.mark_delayed(task=task, on=date(2026, 12, 1), by=SYSTEM, at=moment(1, 12))
    assert owed_on(task) == [("give_delay_reason", "", body.pk, date(2026, 11, 30))]

    services.give_delay_reason(task=task, reason="委员集中调研", new_month=12, by=clerk, at=moment(2, 12))

    assert owed_on(task) == [("report_task", "", body.pk, date(2026, 12, 31))]
    assert fresh(task).delayed_on == date(2026, 12, 1)


def test_on_the_first_morning_a_late_task_takes_its_reason_and_the_lateness_is_noted(
    task: PlanTask, clerk: Actor
) -> None:
    services.give_delay_reason(task=task, reason="委员集中调研", new_month=12, by=clerk, at=moment(1, 12))

    assert [(act, by) for act, by in LedgerEntry.objects.filter(kind="plan_task").values_list("act", "hat_label")] == [
        ("mark_delayed", SYSTEM.hat.label), ("give_delay_reason", clerk.hat.label),
    ]  # fmt: skip
    assert (fresh(task).delayed_on, fresh(task).due_on) == (date(2026, 12, 1), date(2026, 12, 31))


def test_the_secretary_general_cancels_with_a_reason(task: PlanTask) -> None:
    services.cancel(task=task, reason="与年终考核合并", by=seat(Role.SECRETARY_GENERAL), at=moment(9))

    assert fresh(task).state == TaskState.CANCELLED
    assert owed_on(task) == []
    assert acts_on(task) == [("cancel_task", "planned", "cancelled")]


def test_a_decision_signed_on_paper_names_signer_and_clerk(task: PlanTask, office: Actor) -> None:
    leader = seat(Role.LEADER, name="俞敏")
    signer = Actor(
        user_id=leader.user_id, name="俞敏", hat=office.hat, source=Source.PAPER, entered_by_id=office.user_id
    )

    services.cancel(task=task, reason="与年终考核合并", by=signer, at=moment(9))

    row = LedgerEntry.objects.get(act="record_cancellation")
    assert (row.actor_name, row.actor_id, row.entered_by_id, row.source) == (
        "俞敏",
        leader.user_id,
        office.user_id,
        "paper",
    )


def test_a_task_is_linked_to_its_item_and_the_thread_follows(task: PlanTask, office: Actor) -> None:
    first, second = (ItemFactory(section__plan=task.plan, heading=h) for h in ("协商", "监督"))
    services.link_item(task=task, item=first, reason="同提：协商", by=office, at=moment(9))

    services.link_item(task=task, item=second, reason="由周文清选定", by=office, at=moment(10))

    linked = fresh(task)
    assert (linked.item, linked.item_reason) == (second, "由周文清选定")
    assert [end.title for end in thread.came_from(linked, office)] == ["监督"]


def test_an_added_task_is_marked_and_owed(office: Actor, body: Body) -> None:
    plan = PlanFactory()
    parties = [TaskParty(role=PartyRole.DEPARTMENT, body=body, display_text="经科委")]

    task = services.add_task(
        plan=plan, content="参加交流会", months=Months(11, 12), parties=parties, by=office, at=moment(9)
    )

    assert (task.is_added, task.due_on, task.departments_text) == (True, date(2026, 12, 31), ["经科委"])
    assert owed_on(task) == [("report_task", "", body.pk, date(2026, 12, 31))]


def test_a_task_is_told_of_by_its_leader_when_it_is_late(body: Body, office: Actor) -> None:
    leader = seat(Role.LEADER, name="孟珂")
    task = led(carried(TaskFactory(), body), PersonFactory(name="孟珂", user_id=leader.user_id))

    services.mark_delayed(task=task, on=date(2026, 12, 1), by=SYSTEM, at=moment(1, 12))

    told = Notice.objects.order_by("recipient_id").values_list("recipient_id", flat=True)
    assert sorted(told) == sorted([office.user_id, leader.user_id])


def in_state(task: PlanTask, state: str) -> PlanTask:
    task.state = state
    if state == TaskState.DONE:
        EvidenceFactory(task=task)
    task.save(update_fields=["state"])
    return task


Act = Callable[[PlanTask, Actor], Any]
ACTS: dict[str, tuple[Act, Role, set[str]]] = {
    "start": (lambda t, by: services.start(task=t, by=by, at=moment(9)), Role.OFFICE_CLERK, {"planned"}),
    "report": (
        lambda t, by: services.report_done(task=t, evidence=[NOTE], by=by, at=moment(9)),
        Role.OFFICE_CLERK,
        {"planned", "in_progress"},
    ),
    "confirm": (lambda t, by: services.confirm(task=t, by=by, at=moment(9)), Role.OFFICE_CLERK, {"done"}),
    "return": (
        lambda t, by: services.send_back(task=t, reason="请补", by=by, at=moment(9)),
        Role.OFFICE_CLERK,
        {"done"},
    ),
    "reschedule": (
        lambda t, by: services.reschedule(task=t, new_month=12, reason="场地", by=by, at=moment(9)),
        Role.OFFICE_CLERK,
        {"planned", "in_progress"},
    ),
    "cancel": (
        lambda t, by: services.cancel(task=t, reason="合并", by=by, at=moment(9)),
        Role.SECRETARY_GENERAL,
        {"planned", "in_progress", "done"},
    ),
}


@pytest.mark.parametrize("state", TaskState.values)
@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_refused_from_every_state_that_is_not_its_own(name: str, state: str, task: PlanTask) -> None:
    act, role, own = ACTS[name]
    in_state(task, state)
    by = seat(role)

    if state in own:
        assert act(task, by).pk == task.pk
        return
    with nothing_changes(), pytest.raises(Refused) as refused:
        act(task, by)

    assert refused.value.code == "stale"
    assert "请刷新后查看" in refused.value.message


@pytest.mark.parametrize("name", ACTS)
def test_another_department_may_not_act_on_a_task(name: str, task: PlanTask) -> None:
    act, _role, own = ACTS[name]
    in_state(task, sorted(own)[0])
    stranger = seat(Role.COMMITTEE_CLERK, body=BodyFactory())

    with nothing_changes(), pytest.raises(PermissionDenied):
        act(task, stranger)


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CLOSED])
@pytest.mark.parametrize("name", ACTS)
def test_tasks_of_a_plan_not_in_force_stand_still(name: str, state: str, task: PlanTask) -> None:
    act, role, own = ACTS[name]
    in_state(task, sorted(own)[0])
    task.plan.state = state
    task.plan.save(update_fields=["state"])
    by = seat(role)

    with nothing_changes(), pytest.raises(Refused) as refused:
        act(task, by)

    assert refused.value.code == "guarded"
    assert "它的任务不能办理" in refused.value.message


def test_a_report_without_evidence_is_refused(task: PlanTask, clerk: Actor) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        services.report_done(task=task, evidence=[], by=clerk, at=moment(6))

    assert refused.value.message == "还没有完成依据。请先附上会议记录、报告、通知、照片，或写一句说明。"


def test_evidence_of_a_day_to_come_is_refused(task: PlanTask, clerk: Actor) -> None:
    tomorrow = Evidence(EvidenceKind.STATEMENT, date(2026, 11, 7), "明天")

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.report_done(task=task, evidence=[NOTE, tomorrow], by=clerk, at=moment(6))

    assert refused.value.message == "完成日期还没有到，请填实际完成的那一天。"


@pytest.mark.parametrize("reason", ["", "　", "\n"])
def test_sending_back_needs_a_reason(reason: str, task: PlanTask, office: Actor) -> None:
    in_state(task, TaskState.DONE)

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.send_back(task=task, reason=reason, by=office, at=moment(9))

    assert refused.value.message == "请写明退回的理由。"


@pytest.mark.parametrize(("month", "code"), [(10, "month_past"), (0, "no_month"), (13, "no_month")])
def test_a_task_cannot_move_to_a_month_that_is_over_or_none(
    month: int, code: str, task: PlanTask, office: Actor
) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        services.reschedule(task=task, new_month=month, reason="场地", by=office, at=moment(9))

    assert refused.value.code == code


def test_a_task_in_time_owes_no_reason(task: PlanTask, clerk: Actor) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        services.give_delay_reason(task=task, reason="忙", new_month=12, by=clerk, at=moment(9))

    assert refused.value.message == "该任务还没有到期，不用说明延期。"


def test_an_item_of_another_plan_is_refused(task: PlanTask, office: Actor) -> None:
    elsewhere = ItemFactory()

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.link_item(task=task, item=elsewhere, reason="", by=office, at=moment(9))

    assert refused.value.code == "other_plan"


@pytest.mark.parametrize(
    ("content", "state", "code"),
    [
        ("", PlanState.ISSUED, "no_content"),
        ("　", PlanState.ISSUED, "no_content"),
        ("开会", PlanState.DRAFT, "plan_not_live"),
    ],
)
def test_an_addition_that_makes_no_sense_is_refused(
    content: str, state: str, code: str, office: Actor, body: Body
) -> None:
    plan = PlanFactory(state=state)
    parties = [TaskParty(role=PartyRole.DEPARTMENT, body=body, display_text="经科委")]

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.add_task(plan=plan, content=content, months=Months(11, 11), parties=parties, by=office, at=moment(9))

    assert refused.value.code == code


def test_an_addition_without_department_is_refused(office: Actor) -> None:
    plan = PlanFactory()

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.add_task(plan=plan, content="开会", months=Months(11, 11), parties=[], by=office, at=moment(9))

    assert refused.value.message == "请选择责任部门，任务总要有人承担。"
