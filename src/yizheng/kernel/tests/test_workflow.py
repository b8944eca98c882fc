"""`apply`: the one way in which a state changes."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import rules
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from yizheng.kernel import events, ledger, scoping, workflow
from yizheng.kernel.acting import SYSTEM, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.permissions import wears
from yizheng.kernel.tests.factories import AT, actor, make_committee, make_user
from yizheng.kernel.tests.threads import run_at_once
from yizheng.kernel.workflow import Machine, Moved, Transition

PERMISSION = "kernel_test.move"


class State(models.TextChoices):
    PLANNED = "planned", "未启动"
    IN_PROGRESS = "in_progress", "进行中"
    DONE = "done", "已完成"


def has_month(task):
    return None if task.month_start else "请先写明月份。"


START = Transition("start", "启动", sources={State.PLANNED}, target=State.IN_PROGRESS, permission=PERMISSION)
FINISH = Transition(
    "finish", "办结", sources={State.IN_PROGRESS}, target=State.DONE, permission=PERMISSION, guard=has_month
)
RETURN = Transition(
    "return", "退回", sources={State.DONE}, target=State.IN_PROGRESS, permission=PERMISSION, needs_reason=True
)
RENAME = Transition("rename", "改名", sources=set(State), target=None, permission=PERMISSION)
MACHINE = Machine("plan_task", State, (START, FINISH, RETURN, RENAME), initial=State.PLANNED)
CLERK = actor()


@pytest.fixture(autouse=True)
def told(monkeypatch):
    """The permission of these tests, and what the listeners are told."""
    monkeypatch.setitem(rules.permissions.permissions, PERMISSION, wears("office_clerk"))
    monkeypatch.setattr(events, "_handlers", type(events._handlers)(list))
    heard: list[Moved] = []
    events.on(Moved, heard.append)
    return heard


def make_task(**fields):
    """Make a task of a plan in the open scope: a real row with a state."""
    plan = apps.get_model("plan", "WorkPlan").objects.create(year=2026, title="要点")
    usual = {"plan": plan, "content": "走访委员", "month_start": 3, "month_end": 4}
    return apps.get_model("plan", "PlanTask").objects.create(**{**usual, **fields})


@pytest.fixture
def task(db):
    with scoping.scope(make_committee("linjiang")):
        yield make_task()


def as_it_stands(task):
    """Return the row and how many ledger rows there are."""
    return type(task).objects.filter(pk=task.pk).values().get(), LedgerEntry.objects.count()


def test_an_act_moves_the_object_writes_one_ledger_row_and_tells(task, told):
    user = make_user("周晓兰")
    by = actor(user, grant_id=3)
    act_id = uuid.uuid4()

    moved = workflow.apply(
        START, task, by=by, at=AT, reason="按月计划", changes={"content": "走访老委员"}, act_id=act_id
    )

    task.refresh_from_db()
    assert (moved.pk, moved.state, task.state, task.content) == (task.pk, "in_progress", "in_progress", "走访老委员")
    entry = LedgerEntry.objects.get()
    assert (entry.act, entry.kind, entry.object_id, entry.at) == ("start", "plan_task", task.pk, AT)
    assert (entry.from_state, entry.to_state, entry.reason) == ("planned", "in_progress", "按月计划")
    assert (entry.actor_id, entry.actor_name, entry.hat, entry.hat_label) == (
        user.pk,
        "周晓兰",
        "office_clerk",
        "办公室",
    )
    assert (entry.source, entry.entered_by_id, entry.act_id) == ("web", None, act_id)
    digest = hashlib.sha256("走访老委员".encode()).hexdigest()
    assert entry.fields == {"content": {"sha256": digest, "chars": 5}}  # content that a purge must be able to destroy
    assert told == [Moved("plan_task", task, "start", "planned", "in_progress", by, AT, {"content": "走访老委员"})]


def test_an_act_without_target_keeps_the_state(task, told):
    workflow.apply(RENAME, task, by=CLERK, at=AT, changes={"content": "新名称"})

    task.refresh_from_db()
    assert (task.state, task.content) == ("planned", "新名称")
    assert LedgerEntry.objects.values_list("from_state", "to_state").get() == ("planned", "planned")
    assert len(told) == 1


def test_only_the_changed_fields_are_saved(task):
    type(task).objects.filter(pk=task.pk).update(item_reason="别人刚写的")

    workflow.apply(START, task, by=CLERK, at=AT)

    task.refresh_from_db()
    assert task.item_reason == "别人刚写的"


def test_whoever_may_not_is_denied_and_nothing_changes(task, told):
    before = as_it_stands(task)

    with pytest.raises(PermissionDenied, match=PERMISSION):
        workflow.apply(START, task, by=actor(role="member"), at=AT)

    assert as_it_stands(task) == before
    assert told == []


def test_the_worn_hat_decides_not_the_others_one_holds(task):
    clerk = actor()
    as_member = clerk.in_hat(actor(role="member").hat)

    with pytest.raises(PermissionDenied):
        workflow.apply(START, task, by=as_member, at=AT)

    assert workflow.available(MACHINE, task, as_member) == []
    assert workflow.apply(START, task, by=as_member.in_hat(clerk.hat), at=AT).state == "in_progress"


REFUSALS = {
    "stale": (FINISH, "planned", "", "该任务现在是“未启动”，不能办结。请刷新后查看。"),
    "no_reason": (RETURN, "done", "  ", "请写明退回的理由。"),
    "long_reason": (RETURN, "done", "长" * 501, "理由最多500字，现在有501字，请精简后再办。"),
}


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_a_refused_act_says_why_and_changes_nothing(task, told, code):
    transition, state, reason, sentence = REFUSALS[code]
    type(task).objects.filter(pk=task.pk).update(state=state)
    before = as_it_stands(task)

    with pytest.raises(Refused) as refused:
        workflow.apply(transition, task, by=CLERK, at=AT, reason=reason, changes={"content": "改过"})

    assert (refused.value.code, refused.value.message) == (code, sentence)
    assert as_it_stands(task) == before
    assert told == []


def test_a_guard_refuses_in_its_own_words_and_nothing_changes(task, told):
    bare = make_task(state="in_progress", month_start=None, month_end=None)
    before = as_it_stands(bare)

    with pytest.raises(Refused, match=r"^请先写明月份。$") as refused:
        workflow.apply(FINISH, bare, by=CLERK, at=AT)

    assert refused.value.code == "guarded"
    assert as_it_stands(bare) == before
    assert told == []


def test_a_stale_page_learns_who_acted_when_and_what_the_state_is_now(task):
    workflow.apply(START, task, by=actor(make_user("钱书来")), at=AT)

    with pytest.raises(Refused) as refused:
        workflow.apply(START, task, by=CLERK, at=AT)

    assert refused.value.message == "钱书来已于3月12日处理过该任务，现在是“进行中”，不能启动。请刷新后查看。"


def test_an_object_of_another_committee_does_not_exist(task):
    with scoping.scope(make_committee("haishan")), pytest.raises(type(task).DoesNotExist):
        workflow.apply(START, task, by=CLERK, at=AT)

    assert as_it_stands(task)[0]["state"] == "planned"


def test_an_error_of_a_listener_undoes_the_act(task):
    def fail(_moved):
        raise ZeroDivisionError

    events.on(Moved, fail)
    before = as_it_stands(task)

    with pytest.raises(ZeroDivisionError):
        workflow.apply(START, task, by=CLERK, at=AT)

    assert as_it_stands(task) == before


def test_two_at_once_leave_one_act_and_one_ledger_row(own_database):
    committee = make_committee("linjiang")
    with scoping.scope(committee):
        task = make_task()

    def start():
        with scoping.scope(committee):
            return workflow.apply(START, task, by=CLERK, at=AT).state

    results = run_at_once([start] * 4)

    assert sorted(result if isinstance(result, str) else result.code for result in results) == [
        "in_progress", "stale", "stale", "stale",
    ]  # fmt: skip
    with scoping.scope(committee):
        assert as_it_stands(task)[0]["state"] == "in_progress"
        assert LedgerEntry.objects.count() == 1


def test_available_acts_follow_state_and_hat_in_the_order_of_the_table(task):
    assert workflow.available(MACHINE, task, CLERK) == [START, RENAME]
    task.state = "in_progress"
    assert workflow.available(MACHINE, task, CLERK) == [FINISH, RENAME]
    assert workflow.available(MACHINE, task, actor(role="member")) == []


def test_a_machine_finds_its_rows_by_name():
    assert MACHINE.get("return") is RETURN
    with pytest.raises(LookupError, match="'unknown'"):
        MACHINE.get("unknown")


def test_an_act_takes_the_same_number_of_queries_whatever_was_before(task):
    def queries(transition):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            workflow.apply(transition, task, by=CLERK, at=AT)
        return len(captured)

    assert [queries(RENAME), queries(RENAME), queries(RENAME)] == [5, 5, 5]


# What the ledger is told


def test_the_ledger_keeps_short_values_and_digests_of_long_ones(task):
    long_text = "很长的正文" * 17
    entry = ledger.record(
        "draft", task, by=SYSTEM, at=AT,
        fields={
            "short": "走访", "long": long_text, "day": date(2026, 3, 12), "at": AT, "points": Decimal("2.50"),
            "pair": ("旧", long_text), "id": uuid.UUID(int=7), "count": 3, "yes": True, "none": None,
        },
    )  # fmt: skip
    entry.refresh_from_db()

    digest = {"sha256": hashlib.sha256(long_text.encode()).hexdigest(), "chars": 85}
    assert entry.fields == {
        "long": digest, "short": "走访", "day": "2026-03-12", "at": "2026-03-12T02:30:15.250000+00:00",
        "points": "2.50",
        "pair": ["旧", digest], "id": "00000000-0000-0000-0000-000000000007", "count": 3, "yes": True, "none": None,
    }  # fmt: skip


def test_the_house_itself_is_written_as_the_house(task):
    entry = ledger.record("mark", task, by=SYSTEM, at=AT)

    assert (entry.actor_id, entry.actor_name, entry.hat, entry.source) == (None, "系统", "system", Source.SYSTEM)


def test_paper_entered_by_a_clerk_names_both(task):
    leader, clerk = make_user("顾主席"), make_user("周晓兰")
    by = replace(actor(leader, role="leader"), source=Source.PAPER, entered_by_id=clerk.pk)

    entry = ledger.record("approve", task, by=by, at=AT)

    assert (entry.actor_name, entry.source, entry.entered_by_id) == ("顾主席", "paper", clerk.pk)


def test_the_history_of_an_object_is_its_own_and_in_order(task):
    other = make_task()
    for transition in (START, RENAME):
        workflow.apply(transition, task, by=CLERK, at=AT)
    workflow.apply(START, other, by=CLERK, at=AT)

    assert [entry.act for entry in ledger.history("plan_task", task.pk)] == ["start", "rename"]
