"""What the plan room says: state marks, months, headings, sentences after an act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from yizheng.kernel import quarantine
from yizheng.ui.shapes import Meaning

from .enums import PlanState, TaskState
from .models import PlanTask
from .workflow import PLAN_MACHINE, TASK_MACHINE

PLAN_MEANING: Mapping[str, str] = {
    PlanState.DRAFT: Meaning.WARN,
    PlanState.CHAIR_REVIEWED: Meaning.WARN,
    PlanState.ADOPTED: Meaning.BUSY,
    PlanState.ISSUED: Meaning.OK,
    PlanState.REISSUED: Meaning.OK,
    PlanState.CLOSED: Meaning.NEUTRAL,
}
STATE_WORDS: Mapping[str, str] = {**dict(TaskState.choices), TaskState.DONE: "已完成，待核对"}
"""The states as a page says them: 已完成 alone would hide that somebody still has to check."""

ACT_WORDS: Mapping[str, str] = {
    "reckon_due": "按放假安排重算期限",
    **{row.name: row.label for row in (*TASK_MACHINE.transitions, *PLAN_MACHINE.transitions)},
    "record_cancellation": "取消",
    "add_task": "补充任务",
    "give_evidence": "附上依据",
    "import_plan": "导入",
    "confirm_import": "导入",
    "import_task": "导入",
    "open_task": "列入任务",
    "publish_plan": "公开",
    "withdraw_plan": "撤下公开",
}
EVERYTHING_DONE = "都在期限内"
PAGE_MOVED_ON = "这项任务在您打开本页以后有了变化，下面是最新的情况。"


def act_word(act: str) -> str:
    """Name an act of the ledger; an act of a later version is shown as a plain change."""
    return ACT_WORDS.get(act) or quarantine.ACT_WORDS.get(act, "有变动")


def months_word(task: PlanTask) -> str:
    """Say when a task runs: 全年, 4-10月, 11月, 时间未定."""
    if task.all_year:
        return "全年"
    if task.month_start is None:
        return "时间未定"
    if task.month_start == task.month_end:
        return f"{task.month_start}月"
    return f"{task.month_start}-{task.month_end}月"


def day(value: date | None) -> str:
    """Write a day in a list: 3月12日; nothing where there is none."""
    return f"{value.month}月{value.day}日" if value else ""


def names(texts: Sequence[str]) -> str:
    """Join names as they are printed."""
    return "、".join(texts)


def who_carries(task: PlanTask) -> str:
    """Say who carries a task and who is in charge, as printed: 经科委、办公室 · 林书记."""
    return " · ".join(part for part in (names(task.departments_text), names(task.leaders_text)) if part)


def board_heading(month: int, count: int, late: int) -> str:
    """Say how a month stands: 11月有 4 项任务，1 项晚了."""
    if not count:
        return f"{month}月没有任务"
    return f"{month}月有 {count} 项任务，{f'{late} 项晚了' if late else EVERYTHING_DONE}"


def progress_heading(confirmed: int, counted: int) -> str:
    """Say how far the year is: 35 项任务销号 20 项，完成率 57.1%."""
    if not counted:
        return "还没有要完成的任务"
    return f"{counted} 项任务销号 {confirmed} 项，完成率 {rate(confirmed, counted)}"


def lateness(due_on: date, on: date) -> str:
    """Say by how much a task is late, in calendar days."""
    return f"逾期{(on - due_on).days}天"


def rate(part: int, whole: int) -> str:
    """Return a rate with one decimal, half up (design 5); a dash where there is nothing to divide by."""
    if not whole:
        return "—"
    share = Decimal(part * 100) / Decimal(whole)
    return f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
