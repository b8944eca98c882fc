"""What an office may set about its notices (handbook 2.1, 2.5, 16 no. 41)."""

from __future__ import annotations

from datetime import date, time

from yizheng.accounts.enums import Role
from yizheng.org.configuration import Key, register, value

SECTION = "通知"
MOST_HOURS = 24 * 14


def read_clock(text: str) -> time:
    """Return the time of 08:00. Raises: ValueError."""
    hours, _, minutes = text.strip().replace("：", ":").partition(":")
    return time(int(hours), int(minutes))


def read_span(text: str) -> tuple[time, time] | None:
    """Return both ends of 22:00-07:30; None for empty text. Raises: ValueError."""
    if not text.strip():
        return None
    begin, _, end = text.replace("—", "-").replace("–", "-").partition("-")
    return read_clock(begin), read_clock(end)


def _hours(hours: int) -> str | None:
    return None if 1 <= hours <= MOST_HOURS else f"小时数要在 1 到 {MOST_HOURS} 之间。"


def _span(text: str) -> str | None:
    try:
        read_span(text)
    except ValueError:
        return "请写成 22:00-07:30 这样的起止时间；不要安静时段就留空。"
    return None


def _clock(text: str) -> str | None:
    try:
        read_clock(text)
    except ValueError:
        return "请写成 08:00 这样的时间。"
    return None


def _days(days: list[str]) -> str | None:
    fine = all(each.isascii() and each.isdigit() and int(each) <= 60 for each in days)
    return None if days and fine else "请填 0 到 60 的整数，一行一个，例如 10、3、1、0。"


def _positive(days: int) -> str | None:
    return None if days >= 1 else "至少填 1。"


def _site(text: str) -> str | None:
    fine = not text or text.startswith(("https://", "http://"))
    return None if fine else "请写完整的网址，以 https:// 开头；不填就用服务器设定的网址。"


RESEND_HOURS = register(
    Key(
        "notify.resend_hours", 24, "通知多久没读再催",
        "没读的通知过这么久补发短信，再过这么久列入电话告知名单。", SECTION, unit="小时", check=_hours,
    )
)  # fmt: skip
QUIET_HOURS = register(
    Key(
        "notify.quiet_hours", "22:00-07:30", "安静时段",
        "这段时间里短信和电子邮件先不发，到点再发；站内消息照常。", SECTION, check=_span,
    )
)  # fmt: skip
DIGEST_AT = register(
    Key(
        "notify.digest_at", "08:00", "每天汇总的时间",
        "选了“每天汇总一次”的人在这个时间收到前一天的通知。", SECTION, check=_clock,
    )
)  # fmt: skip
SITE_ADDRESS = register(
    Key(
        "notify.site_address", "", "短链接用的网址",
        "短信、群通知和邮件里的链接以它开头。", SECTION, check=_site,
    )
)  # fmt: skip
REMIND_WORKDAYS = register(
    Key(
        "notify.remind_workdays", ["10", "3", "1", "0"], "到期前几个工作日提醒",
        "有期限的待办在这些日子提醒责任人；0 是到期当天。", SECTION, unit="个工作日", check=_days,
    )
)  # fmt: skip
REMIND_LATE_EVERY = register(
    Key(
        "notify.remind_late_every", 5, "逾期后每隔几个工作日再提醒",
        "逾期的待办每隔这么久再提醒一次，并逐级告知。", SECTION, unit="个工作日", check=_positive,
    )
)  # fmt: skip
ESCALATION_UNITS = register(
    Key(
        "notify.escalation_units", ["unit_leader", "assigner", "proposal_clerk"], "承办单位逾期逐级告知谁",
        "第一次逾期提醒起每次多告知一级；顺序就是逐级的顺序。", SECTION, choices=tuple(Role.choices),
    )
)  # fmt: skip
ESCALATION_OFFICE = register(
    Key(
        "notify.escalation_office", ["office_clerk", "secretary_general"], "机关内部逾期逐级告知谁",
        "专委会、委员等的待办逾期，每次提醒多告知一级；顺序就是逐级的顺序。", SECTION, choices=tuple(Role.choices),
    )
)  # fmt: skip


def quiet_hours(*, on: date) -> tuple[time, time] | None:
    """Return when nobody is texted, None when there is no such time."""
    return read_span(value(QUIET_HOURS, on=on))
