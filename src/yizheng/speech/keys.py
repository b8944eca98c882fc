"""What a committee may set for the speeches of its plenaries (handbook 9.6, 9.7, 16 no. 34)."""

from __future__ import annotations

from collections.abc import Callable

from yizheng.org.configuration import Key, register

SECTION = "会议"


def _between(least: int, most: int) -> Callable[[int], str | None]:
    return lambda number: None if least <= number <= most else f"请填{least}到{most}之间的数。"


MINUTES = register(
    Key("meeting.speech_minutes", 8, "大会口头发言每人几分钟", "新发起的征集按它排时间；排顺序时可以逐个改。",
        SECTION, unit="分钟", check=_between(1, 60))
)  # fmt: skip
MAX_CHARS = register(
    Key("speech.max_chars", 2500, "大会发言稿最多多少字", "超过的不能提交；已经发起的征集按发起时的字数。",
        SECTION, unit="字", check=_between(200, 20_000))
)  # fmt: skip
DRAFT_DAYS = register(
    Key("speech.draft_days", 30, "大会发言草稿多少天没动就删除", "删除前七天通知作者，保存一次重新算；提交过的不删。",
        SECTION, unit="天", check=_between(14, 365))
)  # fmt: skip
CHARS_A_MINUTE = register(
    Key("speech.chars_a_minute", 250, "口头发言按每分钟多少字估时间", "遴选时提示哪些稿子讲不完。",
        SECTION, unit="字", check=_between(100, 500))
)  # fmt: skip
