"""What the inbox says."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localtime

from yizheng.ui.shapes import Cell, Column, Meaning

COLUMNS = (Column("时间", "date"), Column("内容"), Column("状态"))


def moment(at: datetime, today: date) -> str:
    """Write 3月12日 09:05 in local time, with the year where it is not this year's."""
    local = localtime(at)
    words = local.strftime("%-m月%-d日 %H:%M")
    return words if local.year == today.year else f"{local.year}年{words}"


def receipt(read_at: datetime | None, today: date) -> Cell:
    """Say whether and when it was read."""
    return Cell(f"{moment(read_at, today)} 已读") if read_at else Cell("未读", meaning=Meaning.ACCENT)


def all_read(count: int) -> str:
    """Say what was done."""
    return f"{count}条消息已标为已读。" if count else "没有未读的消息。"


CONFIRMED = "已记下：您已知道这件事。"
ANSWERED = "回复已送到发通知的同志那里。"
TOO_MANY = "打不开的链接试得太多了，请十分钟后再打开您的链接。"
