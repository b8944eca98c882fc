"""The machines of the plan room (handbook 3.4; design 5: delayed, added and overdue are facts, not states)."""

from __future__ import annotations

from django.utils import timezone

from yizheng.approval.queries import is_running
from yizheng.kernel.workflow import Machine, Transition

from .enums import LIVE_PLAN_STATES
from .enums import PlanState as P
from .enums import TaskState as T
from .keys import evidence_required
from .models import PlanTask, WorkPlan


def _is_live(task: PlanTask) -> str | None:
    if task.plan.state in LIVE_PLAN_STATES:
        return None
    return f"《{task.plan.title}》现在是“{task.plan.get_state_display()}”，它的任务不能办理。"


def _has_evidence(task: PlanTask) -> str | None:
    if (sentence := _is_live(task)) is not None:
        return sentence
    if task.evidence.exists() or not evidence_required(on=timezone.localdate()):
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


def _is_not_in_approval(plan: WorkPlan) -> str | None:
    """What is on its way through the chain is adopted by the chain's last step, not beside it."""
    if not is_running("work_plan", plan.pk):
        return None
    return "该工作要点正在呈批，最后一步有了结果就自动登记通过。要改用纸质材料登记，请先撤回呈批。"


BEGIN_APPROVAL = Transition(
    "begin_approval",
    "开始呈批",
    sources={P.DRAFT},
    target=None,
    permission="plan.begin_approval",
    guard=_is_not_in_approval,
)
REVIEW = Transition(
    "review_plan", "主席会议审议", sources={P.DRAFT}, target=P.CHAIR_REVIEWED, permission="plan.follow_approval"
)
REOPEN = Transition(
    "reopen_plan", "退回起草", sources={P.CHAIR_REVIEWED}, target=P.DRAFT, permission="plan.follow_approval"
)
PASS = Transition(
    "pass_plan",
    "呈批通过",
    sources={P.DRAFT, P.CHAIR_REVIEWED},
    target=P.ADOPTED,
    permission="plan.follow_approval",
)
ADOPT = Transition(
    "adopt_plan", "登记通过", sources={P.DRAFT}, target=P.ADOPTED, permission="plan.adopt", guard=_is_not_in_approval
)
ISSUE = Transition("issue_plan", "登记印发", sources={P.ADOPTED}, target=P.ISSUED, permission="plan.issue")
# Our decision: a plan may reach its readers by the Party committee's notice alone, without a number of its own.
REISSUE = Transition(
    "reissue_plan", "登记批转", sources={P.ADOPTED, P.ISSUED}, target=P.REISSUED, permission="plan.reissue"
)
CLOSE = Transition(
    "close_plan",
    "归档",
    sources={P.ISSUED, P.REISSUED},
    target=P.CLOSED,
    permission="plan.close",
    guard=_nothing_waits,
)

PLAN_MACHINE = Machine(
    "work_plan", P, (BEGIN_APPROVAL, REVIEW, REOPEN, PASS, ADOPT, ISSUE, REISSUE, CLOSE), initial=P.DRAFT
)

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
