"""The plan through its chain: reviewed, adopted by the last step, sent back, withdrawn; the text locked afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from yizheng.accounts.enums import Role
from yizheng.approval import services as approvals
from yizheng.approval.models import Approval, ApprovalStep
from yizheng.kernel import thread
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Closure, ClosureState, LedgerEntry
from yizheng.org.models import Body, Setting
from yizheng.plan import services
from yizheng.plan.enums import PlanState
from yizheng.plan.models import PlanItem, PlanSection, TaskChange, WorkPlan
from yizheng.todo.models import Todo

from .factories import BodyFactory, ItemFactory, PlanFactory, SectionFactory, TaskFactory, carried, moment, seat
from .untouched import nothing_changes

pytestmark = pytest.mark.usefixtures("house")
DAY = date(2026, 11, 20)
ADOPTING = "区政协三届八次常委会议"


@pytest.fixture
def draft(body: Body) -> WorkPlan:
    plan = PlanFactory(state=PlanState.DRAFT, adopted_on=None, adopted_meeting="", doc_number="")
    carried(TaskFactory(plan=plan), body)
    return plan


@pytest.fixture
def approval(draft: WorkPlan, office: Actor) -> Approval:
    return services.begin_approval(plan=draft, summary="", by=office, at=moment(19))


def met(approval: Approval, order: int, meeting: str, by: Actor, **given: Any) -> ApprovalStep:
    step = approval.steps.get(order=order)
    return approvals.record_meeting(step=step, meeting=meeting, decided_on=DAY, by=by, at=moment(22), **given)


def pass_all(approval: Approval, by: Actor) -> None:
    """Walk the default chain: 主席会议, 党组会议, 同级党委, 常委会议."""
    met(approval, 1, "区政协三届八次主席会议", by)
    met(approval, 2, "区政协党组会议", by)
    reply = approval.steps.get(order=3)
    approvals.record_reply(step=reply, replied_by="中共云溪区委", decided_on=DAY, by=by, at=moment(22))
    met(approval, 4, ADOPTING, by)


def fresh(plan: WorkPlan) -> WorkPlan:
    return WorkPlan.objects.get(pk=plan.pk)


def test_the_default_chain_passes_the_party_group(approval: Approval) -> None:
    steps = approval.steps.order_by("order").values_list("kind", "label")
    assert list(steps) == [
        ("meeting", "主席会议"), ("meeting", "党组会议"), ("report", "同级党委"), ("meeting", "常委会议"),
    ]  # fmt: skip


def test_the_last_step_adopts_the_plan_on_its_day_and_opens_the_tasks(
    draft: WorkPlan, approval: Approval, office: Actor
) -> None:
    assert not Todo.objects.filter(kind="plan_task").exists()

    pass_all(approval, office)

    plan = fresh(draft)
    assert (plan.state, plan.adopted_on, plan.adopted_meeting) == (PlanState.ADOPTED, DAY, ADOPTING)
    assert Todo.objects.filter(kind="plan_task", closed_at__isnull=True).count() == 1
    rows = LedgerEntry.objects.filter(kind="work_plan").order_by("id")
    assert list(rows.values_list("act", "from_state", "to_state", "actor_name", "source")) == [
        ("begin_approval", "draft", "draft", "周文清", "web"),
        ("review_plan", "draft", "chair_reviewed", "主席会议", "paper"),
        ("pass_plan", "chair_reviewed", "adopted", "常委会议", "paper"),
    ]
    assert set(rows.filter(source="paper").values_list("entered_by_id", flat=True)) == {office.user_id}


def test_the_plan_and_its_approval_know_each_other(draft: WorkPlan, approval: Approval, office: Actor) -> None:
    assert [end.obj for end in thread.led_to(draft, office)] == [approval]
    assert [end.obj for end in thread.came_from(approval, office)] == [draft]


def test_where_the_chairpersons_adopt_there_is_no_review_before(draft: WorkPlan, office: Actor) -> None:
    Setting.objects.create(key="plan.approval_steps", value=["会议：主席会议"], valid_from=date(2026, 1, 1))
    short = services.begin_approval(plan=draft, summary="", by=office, at=moment(19))

    met(short, 1, "区政协三届八次主席会议", office)

    assert (fresh(draft).state, fresh(draft).adopted_meeting) == (PlanState.ADOPTED, "区政协三届八次主席会议")
    assert not LedgerEntry.objects.filter(act="review_plan").exists()


def test_a_plan_sent_back_is_a_draft_again(draft: WorkPlan, approval: Approval, office: Actor) -> None:
    met(approval, 1, "区政协三届八次主席会议", office)
    assert fresh(draft).state == PlanState.CHAIR_REVIEWED

    met(approval, 2, "区政协党组会议", office, agreed=False, note="协商议题再聚焦")

    assert fresh(draft).state == PlanState.DRAFT
    assert LedgerEntry.objects.get(act="reopen_plan").reason == "协商议题再聚焦"
    again = services.begin_approval(plan=draft, summary="", by=office, at=moment(23))
    assert again.pk != approval.pk


def test_a_plan_withdrawn_from_its_chain_is_a_draft_again(draft: WorkPlan, approval: Approval, office: Actor) -> None:
    met(approval, 1, "区政协三届八次主席会议", office)

    approvals.withdraw(approval=approval, reason="文稿要改", by=office, at=moment(22))

    assert fresh(draft).state == PlanState.DRAFT


def test_what_is_in_the_chain_is_not_adopted_beside_it(draft: WorkPlan, approval: Approval, office: Actor) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        services.adopt(plan=draft, adopted_on=DAY, meeting=ADOPTING, by=office, at=moment(22))

    assert refused.value.code == "guarded"


def test_a_committee_may_leave_only_the_chain(draft: WorkPlan, office: Actor) -> None:
    Setting.objects.create(key="plan.adopt_from_paper", value=False, valid_from=date(2026, 1, 1))

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.adopt(plan=draft, adopted_on=DAY, meeting=ADOPTING, by=office, at=moment(22))

    assert refused.value.code == "chain_only"


def test_an_adoption_registered_from_paper_names_meeting_and_clerk(draft: WorkPlan, office: Actor) -> None:
    services.adopt(plan=draft, adopted_on=DAY, meeting=ADOPTING, by=office, at=moment(22))

    row = LedgerEntry.objects.get(act="adopt_plan")
    assert (row.actor_name, row.source, row.entered_by_id) == (ADOPTING, "paper", office.user_id)


def test_a_second_plan_of_the_year_undoes_the_step_that_would_adopt_it(
    draft: WorkPlan, approval: Approval, office: Actor
) -> None:
    met(approval, 1, "区政协三届八次主席会议", office)
    met(approval, 2, "区政协党组会议", office)
    reply = approval.steps.get(order=3)
    approvals.record_reply(step=reply, replied_by="中共云溪区委", decided_on=DAY, by=office, at=moment(22))
    PlanFactory(state=PlanState.ISSUED, doc_number="云溪协〔2026〕9号")

    with nothing_changes(), pytest.raises(Refused) as refused:
        met(approval, 4, ADOPTING, office)

    assert refused.value.code == "second_plan"
    approval.refresh_from_db()
    assert (approval.state, approval.steps.get(order=4).state) == ("running", "pending")


@pytest.mark.parametrize("state", [state for state in PlanState if state != PlanState.DRAFT])
def test_only_a_draft_is_sent_through_the_chain(state: PlanState, office: Actor) -> None:
    plan = PlanFactory(state=state)

    with nothing_changes(), pytest.raises(Refused) as refused:
        services.begin_approval(plan=plan, summary="", by=office, at=moment(22))

    assert refused.value.code == "stale"


@pytest.mark.parametrize("role", [Role.LEADER, Role.SECRETARY_GENERAL, Role.COMMITTEE_CLERK, Role.MEMBER])
def test_only_the_office_begins_and_nobody_passes_a_plan_by_hand(role: Role, draft: WorkPlan) -> None:
    by = seat(role)

    with nothing_changes():
        with pytest.raises(PermissionDenied):
            services.begin_approval(plan=draft, summary="", by=by, at=moment(22))
        with pytest.raises(PermissionDenied):
            services.adopt_by_chain(plan=draft, adopted_on=DAY, meeting=ADOPTING, by=by, at=moment(22))


LOCKED = [state for state in PlanState if state not in (PlanState.DRAFT, PlanState.CHAIR_REVIEWED)]
Edit = Callable[[PlanItem], object]
EDITS: dict[str, Edit] = {
    "item text": lambda item: PlanItem.objects.filter(pk=item.pk).update(text="另一段话"),
    "item heading": lambda item: PlanItem.objects.filter(pk=item.pk).update(heading="另一项"),
    "item order": lambda item: PlanItem.objects.filter(pk=item.pk).update(order=99),
    "section title": lambda item: PlanSection.objects.filter(pk=item.section_id).update(title="另一部分"),
    "plan title": lambda item: WorkPlan.objects.filter(pk=item.plan_id).update(title="另一份要点"),
    "plan preamble": lambda item: WorkPlan.objects.filter(pk=item.plan_id).update(preamble="另一段前言"),
    "deleted item": lambda item: item.delete(),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("state", LOCKED)
def test_the_database_keeps_the_text_of_an_adopted_plan(state: PlanState, edit: str) -> None:
    item = ItemFactory(section=SectionFactory(plan=PlanFactory(state=state)))

    with pytest.raises(IntegrityError, match="adopted plan"), transaction.atomic():
        EDITS[edit](item)

    assert PlanItem.objects.get(pk=item.pk).text == item.text


@pytest.mark.parametrize("edit", EDITS)
def test_the_text_of_a_draft_can_be_changed(edit: str) -> None:
    item = ItemFactory(section=SectionFactory(plan=PlanFactory(state=PlanState.DRAFT)))

    assert EDITS[edit](item)


def test_no_act_after_adoption_touches_the_text(office: Actor) -> None:
    item = ItemFactory(section=SectionFactory(plan=PlanFactory(state=PlanState.ADOPTED, doc_number="")))
    other = ItemFactory(section=item.section)
    task = carried(TaskFactory(plan=item.plan, item=item, month=11), BodyFactory())
    before = texts()

    services.link_item(task=task, item=other, reason="更贴切", by=office, at=moment(22))
    services.reschedule(task=task, new_month=12, reason="场地维修", by=office, at=moment(22))
    services.issue(plan=item.plan, doc_number="云溪协〔2026〕4号", by=office, at=moment(22))
    services.set_public(plan=item.plan, is_public=True, by=office, at=moment(22))
    services.cancel(task=task, reason="与别的活动合并", by=seat(Role.SECRETARY_GENERAL), at=moment(22))
    services.close(plan=item.plan, by=office, at=moment(30, 12))

    assert texts() == before
    change = TaskChange.objects.get()
    assert (change.old, change.new, change.reason) == ("11月", "12月", "场地维修")


def texts() -> list[list[dict[str, Any]]]:
    plan = ("title", "preamble", "note", "annexes", "parts", "attachments")
    return [
        list(PlanItem.objects.order_by("id").values()),
        list(PlanSection.objects.order_by("id").values()),
        list(WorkPlan.objects.order_by("id").values(*plan)),
    ]


def test_content_taken_out_of_sight_passes_the_lock_and_comes_back(office: Actor) -> None:
    """Quarantine and purge (office-practice 3) are above the lock; nothing else is."""
    item = ItemFactory(section=SectionFactory(plan=PlanFactory(state=PlanState.ISSUED)))
    rows, was = PlanItem.objects.filter(pk=item.pk), item.heading
    closure = Closure.objects.create(
        kind="work_plan", object_id=item.plan_id, box="", reason="试", closed_by_id=office.user_id, closed_at=moment(22)
    )

    assert rows.update(heading="〔内容已封存〕", text="") == 1
    assert rows.update(heading=was, text=item.text) == 1

    closure.state = ClosureState.LIFTED
    closure.save(update_fields=["state"])
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(heading="另一项")
    assert rows.update(heading="〔内容已销毁〕", text="〔内容已销毁〕") == 1
