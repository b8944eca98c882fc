"""How much of a year somebody was a member: what rates and obligations are prorated by."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from ..knowing import NOT_YET
from ..models import Membership
from .members import SUPERIOR

PLACES = Decimal("0.0001")


def share_of_year(membership: Membership, year: int) -> Decimal:
    """Return the share of a calendar year that a membership was in office and not resting: see `share_of_days`."""
    return share_of_days(membership, date(year, 1, 1), date(year, 12, 31))


def share_of_days(membership: Membership, first: date, last: date) -> Decimal:
    """
    Return the share of these days (0-1, four places; both inclusive) that a membership was in office and not resting.

    Counted in days; the day of joining counts, the day of leaving does not. Rule: handbook 18.3 case 3,
    counting by days is our decision. A nominee or a guest from a higher committee has no share.
    """
    if membership.state in NOT_YET or membership.role == SUPERIOR:
        return Decimal("0.0000")
    after = last + timedelta(days=1)
    served = _days(max(first, membership.joined_on), min(after, membership.left_on or after))
    rested = {day for start, end in _rests(membership, first, after) for day in served if start <= day < end}
    share = Decimal(len(served) - len(rested)) / Decimal((after - first).days)
    return share.quantize(PLACES, rounding=ROUND_HALF_UP)


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range(max((end - start).days, 0))]


def _rests(membership: Membership, first: date, after: date) -> list[tuple[date, date]]:
    rows = membership.suspensions.all()
    return [(max(row.valid_from, first), min(row.valid_to or after, after)) for row in rows]
