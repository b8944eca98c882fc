"""By when a review is owed: so many working days after the plenary closed, or after a between-session one came in."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import add_workdays
from yizheng.org.configuration import value

from .keys import REVIEW_WORKDAYS
from .models import Proposal


def review_due(proposal: Proposal) -> date:
    """
    Return the last day on which the proposer is told what the review came to.

    Counted from the close of the plenary; from the day it came in where that is later (our decision).
    Rule: handbook 5.5; key `proposal.review_workdays`.
    """
    closes = proposal.session.closes
    came = timezone.localdate(proposal.submitted_at) if proposal.submitted_at else closes
    start = max(closes, came)
    return add_workdays(start, value(REVIEW_WORKDAYS, on=start), work_calendar(), event="闭会").due_on
