"""What a committee may set for duty records (handbook 10.8, 16 no. 35)."""

from __future__ import annotations

from yizheng.org.configuration import Key, register

SECTION = "履职"


def _days(number: int) -> str | None:
    return None if 1 <= number <= 366 else "天数要在1到366之间。"


CLAIM_DAYS = register(
    Key("duty.claim_days", 30, "自主申报要在多少天内", "晚于这个期限的履职行为不能再申报；已经申报的不变。", SECTION,
        unit="天", check=_days)
)  # fmt: skip
CONFIRM_DAYS = register(
    Key("duty.confirm_days", 7, "系统记录多少天后自动确认", "从记录生成算起；确认以后仍可以提异议。", SECTION,
        unit="天", check=_days)
)  # fmt: skip
DISPUTE_WORKDAYS = register(
    Key(
        "duty.dispute_workdays",
        10,
        "异议和申诉的期限",
        "从记录或考核表生成的次日算起；过期不能再提。",
        SECTION,
        unit="个工作日",
        check=_days,
    )
)
EXCELLENT_QUOTA = register(
    Key(
        "duty.excellent_quota",
        20,
        "最高等次最多占多少",
        "审定最高一档时，人数不能超过这一年委员总数的这个比例；填100就是不限。已经审定的不变。",
        SECTION,
        unit="%",
        check=lambda number: None if 1 <= number <= 100 else "请填1到100。",
    )
)
RANKINGS = register(
    Key(
        "duty.rankings",
        False,
        "名单上显示总分和按总分排列",
        "默认不排名：名单按界别和姓氏笔画列，不显示总分。",
        SECTION,
    )
)
