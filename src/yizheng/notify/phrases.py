"""What the inbox says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localtime

from yizheng.kernel.models import LedgerEntry
from yizheng.ui.shapes import Cell, Column, Meaning, TimelineEntry

from .models import Recipient
from .routing import Reach

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
CLOSED = "这件事已办结，短链接不再能打开，也不再催。"
REVOKED = "链接已停用，再打开只会看到“链接已失效”。"
SETTLED_SENT = "已记下：对方收到了。"
SETTLED_AGAIN = "已重新排队发送。"
CHOSEN = "通知方式已保存，从下一条通知起按它办。"
NOBODY_THERE = "这个范围里现在没有人，请换一个范围。"
SENT_COLUMNS = (Column("时间", "date"), Column("标题"), Column("发通知的人"), Column("回执"), Column("状态"))
RECIPIENT_COLUMNS = (Column("姓名"), Column("是否知道"), Column("回复"))
LISTS = {
    "all": "收件人",
    "read": "已读",
    "told": "电话或纸质告知",
    "unread": "未读",
    "to-call": "待电话告知",
    "answered": "有回复",
}
_ACTS = {
    "send_notice": "发通知",
    "answer_notice": "回复",
    "record_call": "电话告知",
    "record_paper": "纸质送达",
    "revoke_link": "停用链接",
    "settle_delivery": "核实发送",
    "export_phones": "导出短信名单",
    "close_notice": "办结",
    "list_calls": "列入电话告知",
}


def sent_words(count: int) -> str:
    """Say to how many a notice went."""
    return f"通知已发给{count}人。"


def called_words(name: str, reached: bool) -> str:
    """Say what was recorded."""
    return f"已记下：电话告知了{name}。" if reached else f"已记下：给{name}打过电话，没有打通。"


def paper_words(name: str) -> str:
    """Say what was recorded."""
    return f"已记下：纸质通知送到了{name}手上。"


def reach_words(reaches: Sequence[Reach]) -> str:
    """Say to how many a notice will go, and how many only a telephone call reaches."""
    nowhere = sum(1 for each in reaches if each.is_nowhere)
    words = f"这条通知将发给{len(reaches)}人"
    return f"{words}，其中{nowhere}人没有账号也没有手机号，要打电话告知。" if nowhere else f"{words}。"


def knows(row: Recipient, today: date) -> Cell:
    """Say whether and by which way a person knows."""
    if row.read_at is not None:
        return Cell(f"{moment(row.read_at, today)} {row.get_read_how_display()}", meaning=Meaning.OK)
    return Cell("待电话告知", meaning=Meaning.WARN) if row.to_call_from else Cell("未读", meaning=Meaning.ACCENT)


def ledger_line(entry: LedgerEntry) -> TimelineEntry:
    """Return one act on a notice as the page tells it."""
    return TimelineEntry(_ACTS.get(entry.act, entry.act), entry.actor_name, entry.at, hat=entry.hat_label)
