"""The machines of the plan room (handbook 3.4; design 5: delayed, added and overdue are facts, not states)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import PlanState as P
from .enums import TaskState as T
from .models import PlanTask, WorkPlan


def _is_live(task: PlanTask) -> str | None:
    if task.plan.state in (P.ADOPTED, P.ISSUED):
        return None
    return f"《{task.plan.title}》现在是“{task.plan.get_state_display()}”，它的任务不能办理。"


def _has_evidence(task: PlanTask) -> str | None:
    if (sentence := _is_live(task)) is not None:
        return sentence
    if task.evidence.exists():
        return None
    return "还没有完成依据。请先附上会议记录、报告、通知、照片，或写一句说明。"


def _is_delayed(task: PlanTask) -> str | None:
    if (sentence := _is_live(task)) is not None:
        return sentence
    if task.delayed_on is not None:
        return None
    return "该任务还没有到期，不用说明延期。"


def _nothing_waits(plan: WorkPlan) -> str | None:
    waiting = plan.tasks.filter(state=T.DONE).count()
    return f"还有 {waiting} 项任务报了完成没有核对，请先销号或退回，再归档。" if waiting else None


ADOPT = Transition("adopt_plan", "登记通过", sources={P.DRAFT}, target=P.ADOPTED, permission="plan.adopt")
ISSUE = Transition("issue_plan", "登记印发", sources={P.ADOPTED}, target=P.ISSUED, permission="plan.issue")
CLOSE = Transition(
    "close_plan", "归档", sources={P.ISSUED}, target=P.CLOSED, permission="plan.close", guard=_nothing_waits
)

PLAN_MACHINE = Machine("work_plan", P, (ADOPT, ISSUE, CLOSE), initial=P.DRAFT)

OPEN = {T.PLANNED, T.IN_PROGRESS, T.DONE}

START = Transition(
    "start_task", "启动", sources={T.PLANNED}, target=T.IN_PROGRESS, permission="plan.start_task", guard=_is_live
)
# Our decision: a department that never pressed 启动 may report at once; the deed counts, not the clicks.
REPORT = Transition(
    "report_task",
    "报完成",
    sources={T.PLANNED, T.IN_PROGRESS},
    target=T.DONE,
    permission="plan.report_task",
    guard=_has_evidence,
)
CONFIRM = Transition(
    "confirm_task",
    "销号",
    sources={T.DONE},
    target=T.CONFIRMED,
    permission="plan.confirm_task",
    guard=_has_evidence,
)
RETURN = Transition(
    "return_task",
    "退回",
    sources={T.DONE},
    target=T.IN_PROGRESS,
    permission="plan.return_task",
    guard=_is_live,
    needs_reason=True,
)
CANCEL = Transition(
    "cancel_task",
    "取消",
    sources=OPEN,
    target=T.CANCELLED,
    permission="plan.cancel_task",
    guard=_is_live,
    needs_reason=True,
)
RECORD_CANCELLATION = Transition(
    "record_cancellation",
    "代录取消",
    sources=OPEN,
    target=T.CANCELLED,
    permission="plan.record_cancellation",
    guard=_is_live,
    needs_reason=True,
)
GIVE_DELAY_REASON = Transition(
    "give_delay_reason",
    "说明延期",
    sources={T.PLANNED, T.IN_PROGRESS},
    target=None,
    permission="plan.give_delay_reason",
    guard=_is_delayed,
    needs_reason=True,
)
RESCHEDULE = Transition(
    "reschedule_task",
    "改月份",
    sources={T.PLANNED, T.IN_PROGRESS},
    target=None,
    permission="plan.reschedule_task",
    guard=_is_live,
    needs_reason=True,
)
LINK_ITEM = Transition("link_item", "归到要点", sources=set(T), target=None, permission="plan.link_item")
MARK_DELAYED = Transition(
    "mark_delayed",
    "到期未完成",
    sources={T.PLANNED, T.IN_PROGRESS},
    target=None,
    permission="plan.mark_delayed",
    guard=_is_live,
)

TASK_MACHINE = Machine(
    "plan_task",
    T,
    (
        START,
        REPORT,
        CONFIRM,
        RETURN,
        GIVE_DELAY_REASON,
        RESCHEDULE,
        LINK_ITEM,
        CANCEL,
        RECORD_CANCELLATION,
        MARK_DELAYED,
    ),
    initial=T.PLANNED,
)
