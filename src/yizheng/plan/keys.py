"""What an office may set about its plan's tasks (handbook 3.6; the chain's keys stand in `approving.py`)."""

from __future__ import annotations

from datetime import date

from yizheng.org.configuration import Key, register, value

SECTION = "工作要点"
MONTH_END = "month_end"

EVIDENCE_REQUIRED: Key[bool] = register(
    Key(
        "plan.evidence_required", True, "报完成要有依据",
        "选“否”以后，任务没有会议记录、报告、照片或一句说明也能报完成和销号。", SECTION,
    )
)  # fmt: skip
REPORT_CYCLE: Key[str] = register(
    Key(
        "plan.report_cycle", MONTH_END, "任务在当月哪天前办结",
        "以后登记的任务和改了月份的任务按这一天算期限；已经算好的不变。", SECTION,
        choices=((MONTH_END, "月底前"), ("20", "20日前"), ("25", "25日前")),
    )
)  # fmt: skip


def evidence_required(*, on: date) -> bool:
    """Tell whether a task may only be reported done with evidence."""
    return value(EVIDENCE_REQUIRED, on=on)


def last_day(*, on: date) -> int | None:
    """Return the day of its month by which a task is due, None for the month's end."""
    cycle = value(REPORT_CYCLE, on=on)
    return None if cycle == MONTH_END else int(cycle)
