"""Writes on a running deadline: stop the clock, let it go on, extend, meet, cancel."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.ui.tags.marks import long_date

from . import workflow as table
from .calendars import work_calendar
from .courses import reckon_course
from .models import Deadline, DeadlineExtension, DeadlinePause, DeadlineState
from .queries import course_of

MOST_WHY = 300


@transaction.atomic
def pause(*, deadline: Deadline, reason: str, by: Actor, at: datetime) -> Deadline:
    """
    Let the clock of a deadline stand still from today on (暂停计时).

    Raises: PermissionDenied; Refused `stale`, `no_reason`, `late` when it is overdue already.
    """
    today = timezone.localdate(at)
    locked = _locked(deadline)
    if locked.state == DeadlineState.RUNNING and locked.due_on < today:
        raise Refused("late", f"期限{long_date(locked.due_on)}已经过了，不能暂停；需要的话请延期。")
    moved = workflow.apply(table.PAUSE, locked, by=by, at=at, reason=reason)
    DeadlinePause.objects.create(deadline=moved, from_on=today, reason=reason)
    return moved


@transaction.atomic
def resume(*, deadline: Deadline, by: Actor, at: datetime) -> Deadline:
    """Let the clock go on today (恢复计时); the due date moves by the days it stood. Raises: Refused `stale`."""
    locked = _locked(deadline)
    open_pause = locked.pauses.filter(until_on__isnull=True).first()
    if open_pause is not None:
        open_pause.until_on = timezone.localdate(at)
        open_pause.save(update_fields=["until_on"])
    return workflow.apply(table.RESUME, locked, by=by, at=at, changes=_anew(locked))


@transaction.atomic
def extend(*, deadline: Deadline, to: date, reason: str, granted_by: str, by: Actor, at: datetime) -> Deadline:
    """
    Give a deadline a later date (延期); the first date stays in `extended_from`. `granted_by` names who agreed.

    Raises: PermissionDenied; Refused `stale`, `no_reason`, `not_later`, `no_grantor`; nothing is changed then.
    """
    locked = _locked(deadline)
    old = locked.due_on
    if to <= old:
        raise Refused("not_later", f"延期要晚于现在的期限{long_date(old)}。")
    if not granted_by.strip():
        raise Refused("no_grantor", "请写明是谁同意延期的。")
    changes = {
        "due_on": to,
        "extended_from": locked.extended_from or old,
        "why": f"{locked.why}；延期至{long_date(to)}"[:MOST_WHY],
    }
    moved = workflow.apply(table.EXTEND, locked, by=by, at=at, reason=reason, changes=changes)
    DeadlineExtension.objects.create(
        deadline=moved, granted_on=timezone.localdate(at), granted_by=granted_by.strip()[:60],
        old_due_on=old, new_due_on=to, reason=reason,
    )  # fmt: skip
    return moved


@transaction.atomic
def meet(*, deadline: Deadline, by: Actor, at: datetime) -> Deadline:
    """Note that what was owed is done: in time (按期办结) or late (逾期办结). Raises: Refused `stale`."""
    locked, today = _locked(deadline), timezone.localdate(at)
    late = locked.state == DeadlineState.RUNNING and today > locked.due_on
    row = table.MISS if late else table.MEET
    return workflow.apply(row, locked, by=by, at=at, changes={"closed_on": today})


@transaction.atomic
def cancel(*, deadline: Deadline, reason: str, by: Actor, at: datetime) -> Deadline:
    """Let a deadline be void (取消期限), as when the work went elsewhere. Raises: Refused `stale`, `no_reason`."""
    changes = {"closed_on": timezone.localdate(at)}
    return workflow.apply(table.CANCEL, deadline, by=by, at=at, reason=reason, changes=changes)


def _locked(deadline: Deadline) -> Deadline:
    return Deadline.objects.select_for_update().get(pk=deadline.pk)


def _anew(deadline: Deadline) -> dict[str, object]:
    reckoned = reckon_course(course_of(deadline), work_calendar())
    return {"due_on": reckoned.due_on, "why": reckoned.why[:MOST_WHY], "is_estimate": reckoned.is_estimate}
