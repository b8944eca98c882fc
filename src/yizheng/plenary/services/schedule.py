"""Writes: the schedule, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from .. import workflow as table
from ..enums import Attends, Part
from ..models import Pack, ScheduleItem
from .recording import renew_recorders

NOON, EVENING = time(12, 30), time(18)
DAYS_BEFORE = 3
"""People arrive before the opening; a line lies no earlier. Rule: our decision."""


@dataclass(frozen=True)
class Line:
    """One line of the schedule as it is written."""

    day: date
    starts: time
    title: str
    place: str = ""
    attends: Attends = Attends.ALL


@transaction.atomic
def put_item(*, pack: Pack, line: Line, item: ScheduleItem | None = None, by: Actor, at: datetime) -> ScheduleItem:
    """
    Write a line of the schedule, or change one (排日程). Times are of Asia/Shanghai; the part of the day follows.

    Raises: Refused `no_title`, `day` outside the plenary, `gone`; nothing is changed then.
    """
    moved = workflow.apply(table.SET_SCHEDULE, pack, by=by, at=at)
    _check(moved, line)
    row = _there(item) if item else ScheduleItem(pack=moved)
    row.day, row.starts, row.part, row.attends = line.day, line.starts, part_of(line.starts), line.attends
    row.title, row.place = line.title.strip(), line.place.strip()
    row.save()
    renew_recorders(moved)
    return row


@transaction.atomic
def drop_item(*, item: ScheduleItem, by: Actor, at: datetime) -> None:
    """Take a line off the schedule; the ledger of the pack tells that it was changed."""
    moved = workflow.apply(table.SET_SCHEDULE, item.pack, by=by, at=at)
    item.delete()
    renew_recorders(moved)


def part_of(starts: time) -> Part:
    """Return the part of the day in which something starts: from half past twelve it is afternoon, from six night."""
    if starts >= EVENING:
        return Part.NIGHT
    return Part.PM if starts >= NOON else Part.AM


def _there(item: ScheduleItem) -> ScheduleItem:
    """Read a line anew under the lock of its pack: a colleague may have taken it off meanwhile."""
    found = ScheduleItem.objects.filter(pk=item.pk).first()
    if found is None:
        raise Refused("gone", "这一行刚才被删掉了，请刷新页面再看。")
    return found


def _check(pack: Pack, line: Line) -> None:
    if not line.title.strip():
        raise Refused("no_title", "请写上这项日程的内容。")
    first, last = pack.session.opens - timedelta(days=DAYS_BEFORE), pack.session.closes
    if not first <= line.day <= last:
        raise Refused(
            "day",
            f"日程要在{first.month}月{first.day}日到{last.month}月{last.day}日之间，报到最早提前{DAYS_BEFORE}天。",
        )
