"""The life of a plan: adopted, issued, closed, shown to the public."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.document.enums import NumberSource
from yizheng.document.keys import NUMBER_SOURCE, PREFIXES
from yizheng.document.numbering import give_number
from yizheng.kernel import events, ledger, scoping, workflow
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee
from yizheng.kernel.permissions import require
from yizheng.kernel.sequences import next_number
from yizheng.org.configuration import value
from yizheng.todo import services as todo

from .. import doc_numbers
from .. import workflow as table
from ..approving import ADOPT_FROM_PAPER
from ..enums import ISSUED_PLAN_STATES, LIVE_PLAN_STATES
from ..events import PlanBecameLive
from ..filters import OPEN_STATES
from ..models import WorkPlan

NAME_CHARS = 60


@transaction.atomic
def adopt(*, plan: WorkPlan, adopted_on: date, meeting: str, by: Actor, at: datetime) -> WorkPlan:
    """
    Note from paper that a plan was adopted (登记通过): its text is locked, its tasks become work.

    To-dos open for the departments, and each department is told once. The decision itself was taken by the
    meeting: the ledger names the meeting as the one who acted and the clerk as the one who entered it.
    Rule: handbook 3.4 (`plan.adopting_body`), office-practice 7 and 8; key `plan.adopt_from_paper`.
    Raises: Refused `future` for a day to come, `no_meeting`, `second_plan` when that year has one in force,
    `chain_only` when configuration leaves only the chain, `guarded` while the chain is running.
    """
    require(table.ADOPT.permission, by, plan)
    if not value(ADOPT_FROM_PAPER, on=timezone.localdate(at)):
        raise Refused("chain_only", "按本会的设置，工作要点要走完呈批步骤才算通过。请在本页开始呈批。")
    _check_adoption(plan, adopted_on, meeting, timezone.localdate(at))
    meeting_acts = replace(
        by, user_id=None, name=meeting.strip()[:NAME_CHARS], source=Source.PAPER, entered_by_id=by.user_id
    )
    return _bring_into_force(table.ADOPT, plan, adopted_on, meeting, meeting_acts, at)


@transaction.atomic
def adopt_by_chain(*, plan: WorkPlan, adopted_on: date, meeting: str, by: Actor, at: datetime) -> WorkPlan:
    """
    Adopt a plan because the last step of its chain was decided in favour (呈批通过); the house does it.

    Raises: Refused `second_plan` when that year has one in force; the step's act is undone with it.
    """
    require(table.PASS.permission, by, plan)
    _check_adoption(plan, adopted_on, meeting, timezone.localdate(at))
    return _bring_into_force(table.PASS, plan, adopted_on, meeting, by, at)


def _bring_into_force(
    row: workflow.Transition, plan: WorkPlan, adopted_on: date, meeting: str, by: Actor, at: datetime
) -> WorkPlan:
    changes = {"adopted_on": adopted_on, "adopted_meeting": meeting.strip()}
    act_id = uuid.uuid4()
    adopted = workflow.apply(row, plan, by=by, at=at, changes=changes, act_id=act_id)
    open_tasks(plan=adopted, by=by, at=at, act_id=act_id)
    events.publish(PlanBecameLive(adopted, by, at))
    return adopted


def open_tasks(*, plan: WorkPlan, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    """Make the tasks of a plan that has just come into force work: one ledger row and its to-dos each."""
    for task in plan.tasks.select_related("plan", "item").order_by("id"):
        ledger.record("open_task", task, by=by, at=at, to_state=task.state, act_id=act_id)
        events.publish(workflow.Moved("plan_task", task, "open_task", "", task.state, by, at))


@transaction.atomic
def issue(*, plan: WorkPlan, doc_number: str, by: Actor, at: datetime) -> WorkPlan:
    """
    Note that an adopted plan was issued (登记印发), with the number the office's OA gave it, or none.

    The number is written in its official form: 云溪协[2026]03号 becomes 云溪协〔2026〕3号. With an own series the
    next number is given and none is typed.
    Rule: office-practice 10 (`document.number_source` manual by default), handbook 2.2.
    Raises: PermissionDenied; Refused `bad_number`, `number_taken`, `own_series`, `no_prefix`, `stale`.
    """
    require(table.ISSUE.permission, by, plan)
    number = doc_numbers.normal(doc_number)
    _check_number_free(plan, number)
    return workflow.apply(table.ISSUE, plan, by=by, at=at, changes={"doc_number": _given(number, by, at)})


def _given(number: str, by: Actor, at: datetime) -> str:
    """Register a typed number, or take the next of the own series; without a number none is given by hand."""
    today = timezone.localdate(at)
    if number:
        prefix, year = doc_numbers.parts(number)
        return give_number(prefix=prefix, year=year, typed=number, by=by, at=at)
    if value(NUMBER_SOURCE, on=today) != NumberSource.OWN:
        return ""
    known = value(PREFIXES, on=today) or [Committee.objects.get(pk=scoping.current().committee_id).doc_prefix]
    return give_number(prefix=known[0], year=today.year, by=by, at=at)


def _check_number_free(plan: WorkPlan, number: str) -> None:
    other = WorkPlan.objects.filter(doc_number=number).exclude(pk=plan.pk).first() if number else None
    if other is not None:
        raise Refused("number_taken", f"文号{number}已经用于《{other.title}》，请核对后再填。")


@transaction.atomic
def close(*, plan: WorkPlan, by: Actor, at: datetime) -> WorkPlan:
    """
    Put a plan's year to the archive (归档): its tasks can no longer be moved, and nobody is asked for them.

    Raises: Refused `guarded` while a task waits for its check.
    """
    closed = workflow.apply(table.CLOSE, plan, by=by, at=at)
    for task in closed.tasks.filter(state__in=OPEN_STATES).select_related("plan", "item").order_by("id"):
        todo.refresh(task)
    return closed


@transaction.atomic
def set_public(*, plan: WorkPlan, is_public: bool, by: Actor, at: datetime) -> WorkPlan:
    """
    Show an issued plan on the public page, or take it back: sections and headings only, never its tasks.

    Raises: Refused `not_issued`, `unchanged`.
    """
    require("plan.publish", by, plan)
    locked = WorkPlan.objects.select_for_update().get(pk=plan.pk)
    if locked.state not in ISSUED_PLAN_STATES:
        raise Refused("not_issued", "工作要点印发以后才能公开。请先登记印发。")
    if locked.is_public == is_public:
        raise Refused("unchanged", f"该工作要点已经{'公开' if is_public else '不公开'}，不用再办。")
    locked.is_public = is_public
    locked.save(update_fields=["is_public"])
    ledger.record(
        "publish_plan" if is_public else "withdraw_plan", locked, by=by, at=at, fields={"is_public": is_public}
    )
    return locked


def _check_adoption(plan: WorkPlan, adopted_on: date, meeting: str, today: date) -> None:
    if adopted_on > today:
        raise Refused("future", "通过日期还没有到，请填会议实际通过的那一天。")
    if not meeting.strip():
        raise Refused("no_meeting", "请写明是哪次会议通过的。")
    # An import of the same year confirmed meanwhile waits here too.
    next_number(f"plan-of-{plan.year}")
    other = WorkPlan.objects.filter(year=plan.year, state__in=LIVE_PLAN_STATES)
    if other.exclude(pk=plan.pk).exists():
        raise Refused("second_plan", f"{plan.year}年已经有一份通过的工作要点，同一年不能有两份。")
