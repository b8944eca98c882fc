"""What an office may set about its organisation (handbook 1.8)."""

from __future__ import annotations

from .configuration import Key, register
from .enums import GRASSROOTS_KINDS

SECTION = "组织"
NATIONAL_SECTORS = [
    "中共", "民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "台盟", "无党派", "共青团和青联", "工会",
    "妇联", "工商联", "科协", "台联", "侨联", "文化艺术", "科学技术", "社会科学", "经济", "农业", "教育", "体育",
    "新闻出版", "医药卫生", "对外友好", "社会福利和社会保障", "环境资源", "少数民族", "宗教", "特邀",
]  # fmt: skip
"""The national order of sectors of today. Rule: handbook 1.5, office-practice 16; to be checked with 统战部."""


def _positive(number: int) -> str | None:
    return None if number >= 1 else "至少填 1。"


def _some(names: list[str]) -> str | None:
    return None if names else "至少留一项。"


MULTI_SEAT_ALLOWED = register(
    Key(
        "org.multi_seat_allowed", True, "委员可以参加几个专委会",
        "关掉以后，委员只能选一个专委会。", SECTION,
    )
)  # fmt: skip
MAX_SEATS = register(
    Key(
        "org.max_seats_per_member", 2, "每位委员最多参加几个专委会",
        "委员选专委会、办公室审核时都按这个数。", SECTION, unit="个", check=_positive,
    )
)  # fmt: skip
MEMBER_QUOTA = register(
    Key(
        "org.member_quota", 250, "委员名额",
        "开启新一届时预先填上的名额。", SECTION, unit="名", check=_positive,
    )
)  # fmt: skip
SECTORS = register(
    Key(
        "org.sectors", NATIONAL_SECTORS, "界别",
        "开启新一届时按这个顺序设界别。请与统战部核对。", SECTION, check=_some,
    )
)  # fmt: skip
GRASSROOTS_TYPES = register(
    Key(
        "org.grassroots_types", [str(kind) for kind in GRASSROOTS_KINDS], "基层单位的种类",
        "新设街道工委、联络处、活动小组时可选的种类。", SECTION, check=_some,
        choices=tuple((str(kind), str(kind.label)) for kind in GRASSROOTS_KINDS),
    )
)  # fmt: skip
WARNING_MONTHS = register(
    Key(
        "org.association_warning_months", 6, "社团届满前几个月提醒",
        "到了这个时候，社团换届列入办公室的待办。", SECTION, unit="个月", check=_positive,
    )
)  # fmt: skip
CALENDAR, PLENARY = "calendar", "plenary"
DUTY_YEAR = register(
    Key(
        "duty.year", CALENDAR, "履职年度怎么算",
        "从设置以后的下一个年度起：自然年从1月1日起，会议年度从全体会议开幕那天起，到下次全体会议前一天为止。"
        "已经开始的年度照旧，已经关闭的不变。", "履职",
        choices=((CALENDAR, "自然年"), (PLENARY, "会议年度（全体会议到全体会议）")),
    )
)  # fmt: skip
