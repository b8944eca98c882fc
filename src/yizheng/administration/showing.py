"""Rules, honours and appraisals as the components of the house draw them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Cell, Column, Meaning, Tab
from yizheng.ui.tags.marks import long_date

from .enums import HonourState, RuleState
from .models import Honour, StaffAppraisal

RULE_COLUMNS = [
    Column("制度"), Column("类别"), Column("由谁管"), Column("版本"), Column("施行", "date"),
    Column("有效期至", "date"), Column("状态"),
]  # fmt: skip
APPRAISAL_COLUMNS = [Column("姓名"), Column("年度"), Column("等次"), Column("由谁确定"), Column("确定日期", "date")]


@dataclass(frozen=True)
class Mark:
    """A word and what its colour says."""

    word: str
    meaning: str


def rule_state(rule: Any, today: date) -> Mark:
    """Return the state of a rule; one that has run out says so (F039)."""
    if rule.state == RuleState.REPEALED:
        return Mark("已废止", Meaning.NEUTRAL)
    if rule.valid_until is not None and rule.valid_until < today:
        return Mark("已过有效期", Meaning.OVER)
    return Mark("现行", Meaning.OK)


def rule_row(rule: Any, today: date) -> list[Cell]:
    """Return one row of the library."""
    mark = rule_state(rule, today)
    return [
        Cell(str(rule), url=address("administration:rule", public_id=rule.public_id)),
        Cell(rule.get_kind_display()),
        Cell(rule.keeper.short_name if rule.keeper else "办公室"),
        Cell(f"第{rule.version}版"),
        Cell(long_date(rule.valid_from)),
        Cell(long_date(rule.valid_until) or "不设期限"),
        Cell(mark.word, meaning=mark.meaning),
    ]


def honour_row(honour: Honour) -> dict[str, Any]:
    """Return one honour as the list draws it."""
    return {
        "honour": honour,
        "holder": honour.holder,
        "day": long_date(honour.awarded_on),
        "withdrawn": honour.state == HonourState.WITHDRAWN,
        "withdraw_url": address("administration:withdraw", public_id=honour.public_id),
    }


def year_tabs(years: list[int], wanted: int | None) -> list[Tab]:
    """Return the years that have honours as tabs."""
    url = address("administration:honours")
    return [
        Tab("全部", url, wanted is None),
        *(Tab(f"{year}年", f"{url}?year={year}", year == wanted) for year in years),
    ]


def appraisal_row(row: StaffAppraisal) -> list[Cell]:
    """Return one row of the appraisals."""
    return [
        Cell(row.person.name),
        Cell(f"{row.year}年"),
        Cell(row.get_grade_display()),
        Cell(row.decided_by),
        Cell(long_date(row.decided_on)),
    ]
