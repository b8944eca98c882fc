"""
Reminders of to-dos with a date: before they are due, on the day, and again and again afterwards.

Rule: handbook 2.1, 10, 3 and 1 working days before, at due, every 5 working days after, rising from the one who
owes it; keys notify.remind_workdays, notify.remind_late_every, notify.escalation_units, notify.escalation_office.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.queries import holders, holders_in
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import WorkCalendar, add_workdays, workdays_between
from yizheng.kernel.acting import SYSTEM
from yizheng.notify import keys
from yizheng.notify.events import NoticeRead
from yizheng.notify.services import Addressee, send
from yizheng.org.configuration import value

from . import phrases, services
from .models import Todo

UNIT_ROLES = (Role.UNIT_CLERK, Role.UNIT_LEADER)
LEADING = "unit_leader"


@dataclass(frozen=True)
class Steps:
    """When one committee reminds: working days before (0 is the day itself), and every so many after."""

    before: tuple[int, ...]
    late_every: int
    units: tuple[str, ...]
    office: tuple[str, ...]

    def of(self, due_on: date, on: date, since: date, calendar: WorkCalendar) -> int | None:
        """
        Return the newest step reached on a day: working days left, below zero late by so many; None for none.

        A step that lies before `since`, the day the to-do was opened, was never owed. A step that nobody could
        take on its day (the house stood still) is taken on the next.
        """
        left = _left(due_on, on, calendar)
        if left < 0 and -left >= self.late_every:
            step = -(-left // self.late_every) * self.late_every
        else:
            step = min((each for each in self.before if each >= left), default=-1)
            if step < 0:
                return None
        return step if _left(due_on, since, calendar) >= step else None


def steps(*, on: date) -> Steps:
    """Read what is configured for a day."""
    before, late_every = value(keys.REMIND_WORKDAYS, on=on), value(keys.REMIND_LATE_EVERY, on=on)
    units, office = value(keys.ESCALATION_UNITS, on=on), value(keys.ESCALATION_OFFICE, on=on)
    return Steps(tuple(int(each) for each in before), late_every, tuple(units), tuple(office))


def remind(*, on: date, at: datetime) -> int:
    """
    Remind of every open to-do that has reached a step (催办); return how many.

    Each step of each date is told exactly once, by its key. On days off nobody is reminded.
    """
    calendar = work_calendar()
    if not calendar.is_workday(on):
        return 0
    wanted = steps(on=on)
    farthest = add_workdays(on, max(wanted.before, default=0) or 1, calendar).due_on
    rows = Todo.objects.filter(closed_at__isnull=True, due_on__isnull=False, due_on__lte=farthest).order_by("id")
    return sum(_remind(row, wanted, calendar, on, at) for row in rows)


def renew_calls(event: NoticeRead) -> None:
    """Count the sender's telephone calls anew once one of them is needless."""
    if event.recipient.to_call_from is not None:
        services.refresh(event.message)


def _remind(row: Todo, wanted: Steps, calendar: WorkCalendar, on: date, at: datetime) -> bool:
    assert row.due_on is not None
    step = wanted.of(row.due_on, on, timezone.localdate(row.opened_at), calendar)
    if step is None:
        return False
    users = _owing(row, on) | _told_also(row, step, wanted, on)
    send(
        key=f"todo:{row.pk}:{row.due_on.isoformat()}:{step}", title=phrases.reminder(row, on), text=row.title,
        url=row.url, to=[Addressee(user_id=user) for user in sorted(users)], wants_receipt=False, by=SYSTEM, at=at,
    )  # fmt: skip
    return True


def _owing(row: Todo, on: date) -> set[int]:
    if row.user_id is not None:
        return {row.user_id}
    if row.scope_id is not None and not row.role:
        return set(holders_in(row.scope_kind, row.scope_id, on=on))
    return set(holders(row.role, row.scope_kind, row.scope_id, on=on))


def _told_also(row: Todo, step: int, wanted: Steps, on: date) -> set[int]:
    """One more level at each reminder of a late to-do. A unit's own leader is told, not every unit's."""
    if step >= 0:
        return set()
    is_unit = row.scope_kind == "org_unit" or row.role in UNIT_ROLES
    levels = (wanted.units if is_unit else wanted.office)[: -step // wanted.late_every]
    users: set[int] = set()
    for role in levels:
        scope = (row.scope_kind, row.scope_id) if role == LEADING else ("", None)
        if role != LEADING or row.scope_id is not None:
            users |= set(holders(role, *scope, on=on))
    return users


def _left(due_on: date, on: date, calendar: WorkCalendar) -> int:
    """Return the working days left; below zero, the working days late."""
    return workdays_between(on, due_on, calendar) if on <= due_on else -workdays_between(due_on, on, calendar)
