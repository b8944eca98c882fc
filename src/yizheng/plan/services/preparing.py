"""Make the tasks of a checklist, all in one act."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..checklist import Preparation
from ..enums import PartyRole
from ..models import PlanTask, TaskParty, WorkPlan
from ..schedule import Months
from .tasks import add_task


@transaction.atomic
def add_preparations(*, plan: WorkPlan, chosen: Sequence[Preparation], by: Actor, at: datetime) -> list[PlanTask]:
    """
    Add the chosen lines of a checklist to a plan as tasks (按清单添加筹备任务, F042).

    One transaction, one ledger row a task, one act. A line that is a task already is left as it is, so that
    adding twice adds once. Raises: Refused `none_chosen`, `no_department`; nothing is changed then.
    """
    require("plan.add_task", by, plan)
    if not chosen:
        raise Refused("none_chosen", "一件也没有选，请至少勾选一件。")
    unclear = next((each for each in chosen if not each.can_be_added), None)
    if unclear is not None:
        raise Refused("no_department", f"“{unclear.content}”不能添加：责任部门“{unclear.who}”不明，或日期不在这一年。")
    standing = set(plan.tasks.values_list("content", flat=True))
    act_id = uuid.uuid4()
    return [_add(plan, each, by, at, act_id) for each in chosen if each.content not in standing]


def _add(plan: WorkPlan, line: Preparation, by: Actor, at: datetime, act_id: uuid.UUID) -> PlanTask:
    party = TaskParty(role=PartyRole.DEPARTMENT, display_text=line.who, order=0, body=line.bodies[0])
    months = Months(line.on.month, line.on.month)
    return add_task(plan=plan, content=line.content, months=months, parties=[party], by=by, at=at, act_id=act_id)
