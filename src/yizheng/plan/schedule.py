"""When a task runs and when it is due, read from its month column and the period inside its text."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_PERIOD = re.compile(r"[（(]\s*(\d{1,2})\s*月?\s*[-－—–~～至到]+\s*(\d{1,2})\s*月(?:份)?\s*[)）]")
_ALL_YEAR = re.compile(r"[（(]\s*全年\s*[)）]")


@dataclass(frozen=True)
class Months:
    """The months of a task, both inclusive, 1-12; both None when the plan names no time."""

    first: int | None
    last: int | None
    all_year: bool = False


def months_of(content: str, month: int | None, month_end: int | None = None) -> Months:
    """
    Return the months of a task. A period in the text, (4-10月) or (全年), overrides the month column.

    Rule: handbook 3.3; features F032.
    """
    if _ALL_YEAR.search(content):
        return Months(1, 12, all_year=True)
    period = _PERIOD.search(content)
    if period:
        first, last = int(period[1]), int(period[2])
        if 1 <= first <= last <= 12:
            return Months(first, last)
    if month is None:
        return Months(None, None)
    return Months(month, max(month, month_end or month))


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])
