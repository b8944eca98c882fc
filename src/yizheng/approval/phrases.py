"""What the approval room says."""

from __future__ import annotations

from collections.abc import Mapping

from yizheng.accounts.enums import Role
from yizheng.ui.shapes import Meaning

from .enums import ApprovalState, StepKind, StepState
from .models import Approval, ApprovalStep

ALREADY_RUNNING = "《{title}》正在呈批，不能再送一次。请在“呈批”里查看到了哪一步。"
NO_SCAN = "请附上领导签字的呈批单扫描件或照片。"
NO_MEETING = "请写明是哪次会议，例如：区政协三届八次主席会议。"
NO_SIGNER = "请写明是谁作的决定。"
FUTURE = "日期还没有到，请填实际作出决定的那一天。"

MEANING: Mapping[str, str] = {
    ApprovalState.RUNNING: Meaning.BUSY,
    ApprovalState.PASSED: Meaning.OK,
    ApprovalState.RETURNED: Meaning.WARN,
    ApprovalState.WITHDRAWN: Meaning.NEUTRAL,
}
STEP_MEANING: Mapping[str, str] = {
    StepState.PENDING: Meaning.NEUTRAL,
    StepState.APPROVED: Meaning.OK,
    StepState.RETURNED: Meaning.WARN,
}
OWED_WORDS: Mapping[str, str] = {
    StepKind.DECISION: "打印呈批单、录入签批件",
    StepKind.MEETING: "登记会议结果",
    StepKind.REPORT: "登记批复",
}
_ROLE_LABELS = dict(Role.choices)


def waits_for(step: ApprovalStep) -> str:
    """Say whom a step waits for: 政协领导签批, 会议, 对方批复."""
    if step.kind == StepKind.DECISION:
        return f"{_ROLE_LABELS.get(step.role, step.role)}签批"
    return "会议决定" if step.kind == StepKind.MEETING else "对方批复"


def list_heading(waiting: int) -> str:
    """Answer the list's question in one line."""
    return f"{waiting} 件正在呈批" if waiting else "没有正在呈批的事项"


def page_heading(approval: Approval, current: ApprovalStep | None) -> str:
    """Say where an approval stands: 等“党组会议”有结果."""
    if current is not None:
        return f"等“{current.label}”：{waits_for(current)}"
    return str(approval.get_state_display())
