"""
Locks on the years: whatever changes a year holds all of them together with the others, a closing holds them alone.

An act that writes several facts asks for the years once or more often, a closing once and in their order: held one
by one, two of them could wait for each other. Years are few; who asks for what it holds waits for nobody.
A year that no row stands for has no sheets, and without sheets no year with members is closed.
"""

from __future__ import annotations

from django.db import connection

from yizheng.kernel.errors import Refused

from ..enums import YearState
from ..models import DutyYear

_TOGETHER = "select year, state from duty_dutyyear order by year for key share"


def hold_years() -> set[int]:
    """Keep the years from being closed until the act is over; return those that are closed already."""
    with connection.cursor() as cursor:
        cursor.execute(_TOGETHER)
        return {year for year, state in cursor.fetchall() if state == YearState.FROZEN}


def refuse_frozen(year: int) -> None:
    """
    Refuse what would change a closed year, and keep an open one open until the act is over.

    Rule: handbook 18.3 case 14. Raises: Refused `frozen`.
    """
    if year in hold_years():
        raise Refused("frozen", f"{year}年度已经关闭，记录和分数不能再改。确有错误的，请在考核表上做更正版。")


def hold_year(year: int) -> DutyYear:
    """Lock the row of a year, made on first use: what is counted over a whole year is done by one at a time."""
    row, _ = DutyYear.objects.get_or_create(year=year, defaults={"state": YearState.OPEN})
    return DutyYear.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)


def hold_open_year(year: int) -> None:
    """Lock the row of a year that is not closed; facts go on meanwhile. Raises: Refused `frozen`."""
    refuse_frozen(year)
    hold_year(year)


def hold_alone(year: int) -> DutyYear:
    """Lock every year until it is closed: what was begun before is waited for, what comes now waits. Return the row."""
    list(DutyYear.objects.select_for_update(of=("self",)).order_by("year"))
    return hold_year(year)
