"""Writes: what becomes of a proposal when its feedback is in: closed, tracked, or left for the clerk (handbook 5.5)."""

from __future__ import annotations

import calendar
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.deadline import services as deadlines
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.keys import ROLL_FORWARD
from yizheng.deadline.models import Unit
from yizheng.deadline.reckoning import same_day_number
from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import SYSTEM
from yizheng.org.configuration import value

from .. import keys
from ..enums import ProposalState, Rating
from ..models import Handling, Proposal, Reply
from ..queries import following as queries_following
from ..workflow import handlings as handling_table
from ..workflow import proposals as table
from .locking import lock_handlings

SECOND_REPLY = "write_second_reply"
IN_TRACKING = ("B", "C")
"""Classes that are tracked whatever the office answers a second time (handbook 5.5)."""


@transaction.atomic
@ledger.one_act()
def settle(*, proposal: Proposal, at: datetime) -> Proposal:
    """
    Close a replied proposal once everybody asked has answered or is closed as silent (办结).

    A reply rated 不满意 overall waits for the clerk. Open promises or class B or C lead on to tracking, and the
    second reply gets its date. Does nothing while something is still out. Rule: handbook 5.5, 5.7, 5.8.
    """
    lock_handlings(proposal.pk)
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if locked.state != ProposalState.REPLIED:
        return locked
    replies, today = queries_following.standing_replies(locked), timezone.localdate(at)
    if (
        not queries_following.is_fully_answered(locked, replies)
        or queries_following.still_asked(replies)
        or any(_is_bad(each, today) for each in replies)
    ):
        return locked
    closed = workflow.apply(table.CLOSE, locked, by=SYSTEM, at=at, changes={"closed_on": today})
    return _track(closed, replies, at) if _is_tracked(replies, today) else closed


@transaction.atomic
@ledger.one_act()
def track_closed(*, proposal: Proposal, at: datetime) -> Proposal:
    """
    Let a closed proposal be tracked after all (转入跟踪): the class of a reply was changed. Others stay as they are.

    Rule: handbook 5.5 for the classes; that a change after closing counts too is our decision.
    """
    lock_handlings(proposal.pk)
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    replies = queries_following.standing_replies(locked)
    if locked.state == ProposalState.CLOSED and _is_tracked(replies, timezone.localdate(at)):
        return _track(locked, replies, at)
    return locked


def _is_bad(reply: Reply, on: date) -> bool:
    return queries_following.overall_of(reply, on=on) == Rating.NOT_SATISFIED


def _is_tracked(replies: list[Reply], on: date) -> bool:
    marks = {*IN_TRACKING, *value(keys.SECOND_REPLY_CLASSES, on=on)}
    return any(each.class_mark in marks for each in replies) or queries_following.open_promises(replies).exists()


def _track(proposal: Proposal, replies: list[Reply], at: datetime) -> Proposal:
    tracked = workflow.apply(table.TRACK, proposal, by=SYSTEM, at=at)
    for reply in replies:
        if owes_second(reply, timezone.localdate(at)):
            schedule_second(reply, at)
    return tracked


def owes_second(reply: Reply, on: date) -> bool:
    """Tell whether a second reply is owed: by its class, or because a promise is open."""
    by_class = reply.class_mark in value(keys.SECOND_REPLY_CLASSES, on=on)
    return by_class or queries_following.open_promises([reply]).exists()


def schedule_second(reply: Reply, at: datetime, *, counted_from: date | None = None) -> Handling:
    """
    Give the second reply its date: a fixed day of the year or some months after the first, whichever is earlier.

    `counted_from` is the day an item was carried over.
    Rule: handbook 5.7; keys proposal.second_reply_day, proposal.second_reply_months.
    """
    today = timezone.localdate(at)
    replied_on = counted_from or reply.sent_on or today
    deadline = deadlines.start(
        subject=reply.handling, act=SECOND_REPLY, starts_on=today, unit=Unit.FIXED,
        due_on=_worked(max(second_due(replied_on), today), today), by=SYSTEM, at=at,
    )  # fmt: skip
    changes = {"second_due_on": deadline.due_on}
    return workflow.apply(handling_table.SCHEDULE_SECOND, reply.handling, by=SYSTEM, at=at, changes=changes)


def _worked(day: date, on: date) -> date:
    return work_calendar().next_workday(day) if value(ROLL_FORWARD, on=on) else day


def second_due(replied_on: date) -> date:
    """Return the day by which a reply sent on a day is answered again."""
    later = same_day_number(replied_on, value(keys.SECOND_REPLY_MONTHS, on=replied_on))
    text = value(keys.SECOND_REPLY_DAY, on=replied_on)
    fixed = _day_of_year(text, replied_on.year) if text else later
    return min(fixed, later) if fixed > replied_on else later


def _day_of_year(text: str, year: int) -> date:
    month, day = (int(part) for part in text.split("-"))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
