"""The date by which a piece has to be read, and that it was (handbook 6.5)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from yizheng.deadline import acts as deadline_acts
from yizheng.deadline import services as deadlines
from yizheng.deadline.models import Deadline, Unit
from yizheng.deadline.queries import running
from yizheng.kernel.acting import Actor
from yizheng.org.configuration import value

from ..keys import REVIEW_WORKDAYS, URGENT_REVIEW_WORKDAYS
from ..models import Opinion

REVIEW = "review_opinion"


def start_review(opinion: Opinion, *, is_urgent: bool, starts_on: date, by: Actor, at: datetime) -> date:
    """
    Let the time to read a piece run from the day after `starts_on`, in working days; return its last day.

    Call it inside the act. Rule: handbook 6.5; keys opinion.review_workdays, opinion.urgent_review_workdays.
    """
    key = URGENT_REVIEW_WORKDAYS if is_urgent else REVIEW_WORKDAYS
    deadline = deadlines.start(
        subject=opinion, act=REVIEW, starts_on=starts_on, unit=Unit.WORKDAYS,
        amount=value(key, on=timezone.localdate(at)), by=by, at=at,
    )  # fmt: skip
    return deadline.due_on


def end_review(opinion: Opinion, *, by: Actor, at: datetime) -> None:
    """Note that a piece was read, in time or late. Call it inside the act."""
    for deadline in _running(opinion):
        deadline_acts.meet(deadline=deadline, by=by, at=at)


def renew_review(opinion: Opinion, *, is_urgent: bool, by: Actor, at: datetime) -> date:
    """Count the time to read a piece anew from its submission, after it became urgent or stopped being so."""
    for deadline in _running(opinion):
        deadline_acts.cancel(deadline=deadline, reason="缓急改了，期限重新计算", by=by, at=at)
    begun = timezone.localdate(opinion.submitted_at or at)
    return start_review(opinion, is_urgent=is_urgent, starts_on=begun, by=by, at=at)


def _running(opinion: Opinion) -> list[Deadline]:
    return list(running().filter(kind="opinion", object_id=opinion.pk, act=REVIEW))
