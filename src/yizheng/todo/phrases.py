"""What the desk says."""

from __future__ import annotations

from datetime import date, datetime

from .models import Todo
from .queries import Waiting

NOON, EVENING = 12, 18


def greeting(now: datetime) -> str:
    """Return 上午好, 下午好 or 晚上好 by the hour in Shanghai."""
    if now.hour < NOON:
        return "上午好"
    return "下午好" if now.hour < EVENING else "晚上好"


def headline(now: datetime, waiting: Waiting) -> str:
    """Answer the desk's question in one line: what must be done today."""
    return f"{greeting(now)}，{_today(waiting)}"


def _today(waiting: Waiting) -> str:
    if waiting.today and waiting.late:
        return f"今天有 {waiting.today} 件事到期，另有 {waiting.late} 件已逾期"
    if waiting.today:
        return f"今天有 {waiting.today} 件事到期"
    if waiting.late:
        return f"有 {waiting.late} 件事已经逾期"
    if waiting.total:
        return "今天没有到期的事"
    return "手头没有等您办的事"


def remaining(shown: int, waiting: Waiting) -> str:
    """Say what the desk does not show."""
    hidden = waiting.total - shown
    return f"另有 {hidden} 件不急，看全部" if hidden else ""


def reminder(row: Todo, on: date) -> str:
    """Return the one line of a reminder: what, until when, how late."""
    assert row.due_on is not None
    late = (on - row.due_on).days
    when = f"已逾期{late}天" if late > 0 else "今天到期" if late == 0 else f"{row.due_on.month}月{row.due_on.day}日到期"
    return f"{row.label}：{row.title}（{when}）"[:200]
