"""Writes: an instruction is registered, taken back; a unit reports back, is sent back, put off, closed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.queries import holders_in
from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.kernel import events, ledger, subjects, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import OrgUnit
from yizheng.ui.tags.marks import long_date

from . import workflow as table
from .enums import InstructionKind, InstructionLevel, TrackingState
from .models import MOST_GIST, Instruction, InstructionTask, InstructionTaskMove

MOST_FEEDBACK = 2000
CENTRAL = "中央领导的批示不逐条登记：不要填领导姓名、职务、要点和办理单位，只留登记编号，统计时只计总数。"


@dataclass(frozen=True)
class Assigned:
    """A unit that shall act on an instruction, and by which day it reports back."""

    unit: OrgUnit
    due_on: date


@dataclass(frozen=True)
class Facts:
    """What is recorded of an instruction: never its wording (office-practice 2)."""

    level: InstructionLevel
    kind: InstructionKind
    instructed_on: date
    leader_name: str = ""
    leader_post: str = ""
    leader_user_id: int | None = None
    gist: str = ""
    register_reference: str = ""

    @property
    def is_central(self) -> bool:
        """Tell whether it is counted but not itemised."""
        return self.level == InstructionLevel.CENTRE


@transaction.atomic
def register(
    *,
    target: Model,
    facts: Facts,
    assigned: Sequence[Assigned] = (),
    keeper_role: str = Role.OFFICE_CLERK,
    by: Actor,
    at: datetime,
    act_id: uuid.UUID | None = None,
) -> Instruction:
    """
    Register a leader's instruction on an object (登记批示), and let the units named in it be tracked.

    Part of the act of the object's own room, which asks who may see the object and moves it.
    Rule: handbook 2.6; office-practice 2. Raises: PermissionDenied; Refused `future`, `central`, `long_gist`,
    `circled`, `due_past`, `twice`; nothing is written then.
    """
    require("instruction.keep", by)
    act_id, today = act_id or uuid.uuid4(), timezone.localdate(at)
    _check(facts, assigned, today)
    made = Instruction.objects.create(
        target_kind=subjects.kind_of(target), target_id=target.pk, level=facts.level, kind=facts.kind,
        instructed_on=facts.instructed_on, leader_name=facts.leader_name.strip(),
        leader_post=facts.leader_post.strip(), leader_user_id=facts.leader_user_id, gist=facts.gist.strip(),
        register_reference=facts.register_reference.strip(), keeper_role=keeper_role, recorded_by_name=by.name,
    )  # fmt: skip
    fields = {"level": facts.level.value, "kind": facts.kind.value, "instructed_on": facts.instructed_on}
    _tell(made, "register_instruction", fields, by=by, at=at, act_id=act_id)
    if not facts.is_central:  # a link would itemise it
        thread.link(target, made, relation="instruction", at=at)
    for each in assigned:
        _assign(made, each, by=by, at=at, act_id=act_id)
    return made


def _assign(instruction: Instruction, given: Assigned, *, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    task = InstructionTask.objects.create(
        instruction=instruction, unit=given.unit, due_on=given.due_on, first_due_on=given.due_on,
        is_paper=not holders_in("org_unit", given.unit.pk, on=timezone.localdate(at)),
    )  # fmt: skip
    fields = {"unit": given.unit.pk, "due_on": given.due_on}
    _tell(task, "assign_instruction", fields, by=by, at=at, act_id=act_id)


@transaction.atomic
def void(*, instruction: Instruction, reason: str, by: Actor, at: datetime) -> Instruction:
    """
    Take a mistaken entry out of the figures (作废); what units owed on it is cancelled with it.

    Raises: PermissionDenied; Refused `stale`, `no_reason`; nothing is changed then.
    """
    act_id = uuid.uuid4()
    moved = workflow.apply(table.VOID, instruction, by=by, at=at, reason=reason, act_id=act_id)
    for task in moved.tasks.filter(state__in=table.CANCEL.sources).order_by("id"):
        workflow.apply(table.CANCEL, task, by=by, at=at, reason=reason, act_id=act_id)
    return moved


@transaction.atomic
def feed_back(
    *, task: InstructionTask, words: str, by: Actor, at: datetime, file: StoredFile | None = None
) -> InstructionTask:
    """
    Report what was done on an instruction (反馈办理情况): the unit itself, or the office from its paper.

    Raises: PermissionDenied; Refused `stale`, `no_text`, `long_text`; nothing is changed then.
    """
    said = words.strip()
    if not said:
        raise Refused("no_text", "请写明办理情况。")
    if len(said) > MOST_FEEDBACK:
        raise Refused("long_text", f"办理情况最多{MOST_FEEDBACK}字，现在有{len(said)}字，请精简，详情可以附文件。")
    changes = {"feedback": said, "fed_back_on": timezone.localdate(at), "fed_back_by_name": by.name}
    moved = workflow.apply(table.FEED_BACK, task, by=by, at=at, changes=changes)
    if file is not None:
        files.attach(file=file, subject=moved)
    return moved


@transaction.atomic
def send_back(*, task: InstructionTask, reason: str, by: Actor, at: datetime) -> InstructionTask:
    """Send a report back for more (退回补充); the date stays. Raises: Refused `stale`, `no_reason`."""
    return workflow.apply(table.SEND_BACK, task, by=by, at=at, reason=reason, changes={"fed_back_on": None})


@transaction.atomic
def close(*, task: InstructionTask, by: Actor, at: datetime) -> InstructionTask:
    """Accept what a unit reported back (办结). Raises: PermissionDenied; Refused `stale`."""
    return workflow.apply(table.CLOSE, task, by=by, at=at, changes={"closed_on": timezone.localdate(at)})


@transaction.atomic
def put_off(*, task: InstructionTask, to: date, reason: str, by: Actor, at: datetime) -> InstructionTask:
    """
    Give a unit a later day (延期); the first day and each change stay to be read.

    Raises: PermissionDenied; Refused `stale`, `no_reason`, `not_later`; nothing is changed then.
    """
    locked = InstructionTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    require(table.PUT_OFF.permission, by, locked)
    old, today = locked.due_on, timezone.localdate(at)
    if to <= max(old, today):
        raise Refused("not_later", f"新的日期要晚于今天，也要晚于现在的{long_date(old)}。")
    moved = workflow.apply(table.PUT_OFF, locked, by=by, at=at, reason=reason, changes={"due_on": to})
    InstructionTaskMove.objects.create(
        task=moved, moved_on=today, old_due_on=old, new_due_on=to, reason=reason.strip(), by_name=by.name
    )
    return moved


@transaction.atomic
def cancel(*, task: InstructionTask, reason: str, by: Actor, at: datetime) -> InstructionTask:
    """Let a unit owe nothing any more (取消). Raises: PermissionDenied; Refused `stale`, `no_reason`."""
    return workflow.apply(table.CANCEL, task, by=by, at=at, reason=reason)


def _tell(
    row: Instruction | InstructionTask, act: str, fields: dict[str, object], *, by: Actor, at: datetime,
    act_id: uuid.UUID,
) -> None:  # fmt: skip
    ledger.record(act, row, by=by, at=at, to_state=row.state, fields=fields, act_id=act_id)
    events.publish(workflow.Moved(subjects.kind_of(row), row, act, "", row.state, by, at, fields))


def _check(facts: Facts, assigned: Sequence[Assigned], today: date) -> None:
    if facts.instructed_on > today:
        raise Refused("future", "批示日期不能晚于今天。")
    if facts.is_central and (facts.leader_name or facts.leader_post or facts.gist or assigned):
        raise Refused("central", CENTRAL)
    if len(facts.gist.strip()) > MOST_GIST:
        raise Refused("long_gist", f"要点最多{MOST_GIST}字，只写脱敏的要点，不抄录批示原文。")
    if facts.kind == InstructionKind.CIRCLED and assigned:
        raise Refused("circled", "圈阅只表示看过，不能据此交单位办理。要交办的，请按批示登记。")
    if any(each.due_on < today for each in assigned):
        raise Refused("due_past", "反馈期限已经过了，请写今天以后的日期。")
    if len({each.unit.pk for each in assigned}) < len(assigned):
        raise Refused("twice", "同一个单位写了两次，请留一次。")


ENDED = (TrackingState.CLOSED, TrackingState.VOID)
