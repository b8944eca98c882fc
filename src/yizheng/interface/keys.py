"""What an office may set about the interface."""

from __future__ import annotations

from datetime import date

from yizheng.org.configuration import Key, register, value

MOST_DAYS = 730


def _days(days: int) -> str | None:
    return None if 1 <= days <= MOST_DAYS else f"天数要在 1 到 {MOST_DAYS} 之间。"


TOKEN_DAYS = register(
    Key(
        "interface.token_days", 180, "接口令牌最长用多少天",
        "新做的令牌最晚到这么多天以后；已经做好的不变。", "接口", unit="天", check=_days,
    )
)  # fmt: skip


def token_days(*, on: date) -> int:
    """Return for how many days a token made today may hold."""
    return int(value(TOKEN_DAYS, on=on))
