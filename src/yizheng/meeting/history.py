"""The ledger of a meeting as a timeline."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.kernel.acting import SOURCE_LABELS, Source
from yizheng.kernel.models import LedgerEntry
from yizheng.ui.shapes import TimelineEntry

from .workflow import (
    ACTIVITY_MACHINE,
    CHOICE_MACHINE,
    DECISION_MACHINE,
    LEAVE_MACHINE,
    MEETING_MACHINE,
    MENU_MACHINE,
    SIGNUP_MACHINE,
    VOTE_MACHINE,
)

MACHINES = (
    MEETING_MACHINE,
    LEAVE_MACHINE,
    VOTE_MACHINE,
    DECISION_MACHINE,
    ACTIVITY_MACHINE,
    SIGNUP_MACHINE,
    MENU_MACHINE,
    CHOICE_MACHINE,
)

_WORDS = {
    "plan_meeting": "开始筹备",
    "write_attendance": "录下签到表",
    "ask_leave": "提出请假",
    "open_vote": "开始表决",
    "note_decision": "记下决定",
    "draft_activity": "起草活动",
    "add_document": "增加文件",
    "withdraw_document": "撤下文件",
    "open_document": "打开自己那一份",
    "keep_proof": "附证明材料",
    "read_proof": "看证明材料",
    "destroy_proof": "销毁证明材料",
    "sign_up": "报名",
    "draft_menu": "起草菜单",
    "choose_item": "选择",
    "mark_came": "记到场",
    "arrive": "签到",
    "enclose_file": "增加附件",
    "take_file_out": "拿掉附件",
    "undo_arrival": "撤销签到",
    **{row.name: row.label for machine in MACHINES for row in machine.transitions},
}


def entries(rows: QuerySet[LedgerEntry]) -> list[TimelineEntry]:
    """Return ledger rows, given oldest first, as entries, newest first."""
    return [_entry(row) for row in reversed(list(rows))]


def _entry(row: LedgerEntry) -> TimelineEntry:
    return TimelineEntry(
        act=_WORDS.get(row.act, row.act),
        who=row.actor_name,
        at=row.at,
        hat=row.hat_label,
        source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
        entered_by=row.entered_by.name if row.entered_by else "",
        reason=row.reason,
    )
