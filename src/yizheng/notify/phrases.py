"""What the inbox says."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localtime

from yizheng.ui.shapes import Cell, Column, Meaning

COLUMNS = (Column("时间", "date"), Column("内容"), Column("状态"))


def moment(at: datetime) -> str:
    """Write 3月12日 09:05 in local time."""
    return localtime(at).strftime("%-m月%-d日 %H:%M")


def receipt(read_at: datetime | None) -> Cell:
    """Say whether and when it was read."""
    return Cell(f"{moment(read_at)}已读") if read_at else Cell("未读", meaning=Meaning.ACCENT)


def all_read(count: int) -> str:
    """Say what was done."""
    return f"{count}条通知已标为已读。" if count else "没有未读的通知。"
