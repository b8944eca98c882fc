"""Writes: the meeting itself, from the opened door to the adjournment, and the order of its agenda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from yizheng.kernel import events, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import live, notifications
from .. import workflow as table
from ..agenda import kind_of
from ..enums import AgendaKind
from ..events import MeetingHeld
from ..models import AgendaItem, HalfDay, HallScreen, Meeting
from ..quorum import Quorum, quorum_of
from . import attending

OPENS_AHEAD = timedelta(days=1)
MOST_ITEMS = 60


@dataclass(frozen=True)
class Item:
    """One point as the office orders it; `public_id` names a row that stands, empty for a new one."""

    title: str
    kind: AgendaKind = AgendaKind.REPORT
    reporter: str = ""
    public_id: str = ""


@transaction.atomic
def open_meeting(*, meeting: Meeting, by: Actor, at: datetime) -> Meeting:
    """
    Open the door (开始签到): everybody due gets a row a half-day, and codes begin to count.

    Raises: Refused `too_early` more than a day ahead, `stale`; nothing is changed then.
    """
    if at < meeting.starts_at - OPENS_AHEAD:
        raise Refused("too_early", "离开会还有一天以上，到前一天再开始签到。")
    moved = workflow.apply(table.OPEN, meeting, by=by, at=at)
    write_agenda(moved)
    attending.expect(moved)
    notifications.stop_asking(moved, by=by, at=at)
    HallScreen.objects.get_or_create(meeting=moved)
    live.changed(moved)
    return moved


@transaction.atomic
def start_meeting(*, meeting: Meeting, by: Actor, at: datetime, only_briefing: bool = False) -> Meeting:
    """
    Call the meeting to order (宣布开会) and keep the quorum line as it is now.

    Rule: handbook 9.3, 9.4: below the line only a briefing can go on, and the chair has to say so.
    Raises: Refused `no_quorum`; nothing is changed then.
    """
    line = quorum_of(meeting, at=at, on=timezone.localdate(at))
    if not line.is_reached and not only_briefing:
        raise Refused("no_quorum", f"{line.words}。不能表决；只通报情况的，请勾选“只通报情况”再宣布。")
    moved = workflow.apply(table.START, meeting, by=by, at=at, changes=_kept(line))
    live.changed(moved)
    return moved


@transaction.atomic
def adjourn_meeting(*, meeting: Meeting, by: Actor, at: datetime) -> Meeting:
    """
    Adjourn (宣布散会): whoever was expected and did not come is absent, unless leave was granted.

    Raises: Refused `guarded` while a vote is open; nothing is changed then.
    """
    changes = {"held_on": timezone.localdate(meeting.starts_at)}
    moved = workflow.apply(table.ADJOURN, meeting, by=by, at=at, changes=changes)
    attending.close_the_door(moved, by=by, at=at)
    HallScreen.objects.filter(meeting=moved).update(speaker="", speaking_since=None)
    events.publish(MeetingHeld(moved, by, at))
    live.changed(moved)
    return moved


@transaction.atomic
def set_agenda(*, meeting: Meeting, items: Sequence[Item], by: Actor, at: datetime) -> Meeting:
    """
    Order the agenda (排议程): kind and reporter of each point; points left out go, new ones come.

    Raises: Refused `no_agenda`, `too_many`, `voted` when a point that was voted on would go; nothing is changed then.
    """
    wanted = [each for each in items if each.title.strip()]
    if not wanted:
        raise Refused("no_agenda", "议程至少要有一项。")
    if len(wanted) > MOST_ITEMS:
        raise Refused("too_many", f"议程最多{MOST_ITEMS}项，请合并。")
    lines = "\n".join(each.title.strip() for each in wanted)
    moved = workflow.apply(table.SET_AGENDA, meeting, by=by, at=at, changes={"agenda": lines})
    kept = {str(row.public_id): row for row in moved.items.all()}
    _drop(moved, [row for key, row in kept.items() if key not in {each.public_id for each in wanted}])
    for order, each in enumerate(wanted, start=1):
        row = kept.get(each.public_id) or AgendaItem(meeting=moved)
        row.order, row.title = order, each.title.strip()[:200]
        row.kind, row.reporter = each.kind, each.reporter.strip()[:60]
        row.save()
    live.changed(moved)
    return moved


@transaction.atomic
def show_on_screen(
    *, meeting: Meeting, item: AgendaItem | None, speaker: str, minutes: int, by: Actor, at: datetime
) -> HallScreen:
    """Put a point and a speaker with a clock of some minutes on the hall's screen; no act of the meeting."""
    require("meeting.run", by)
    screen, _ = HallScreen.objects.get_or_create(meeting=meeting)
    screen.item, screen.speaker = item, speaker.strip()[:60]
    screen.speaking_since = at if screen.speaker else None
    screen.speaking_minutes = max(0, min(minutes, 240)) if screen.speaker else 0
    screen.save()
    live.changed(meeting)
    return screen


def write_agenda(meeting: Meeting) -> None:
    """Make the lines of the notice the points of the day; points whose words stand keep kind and reporter."""
    titles = [line.strip()[:200] for line in meeting.agenda.splitlines() if line.strip()][:MOST_ITEMS]
    standing = {row.title: row for row in meeting.items.all()}
    meeting.items.exclude(title__in=titles).delete()
    meeting.items.update(order=F("order") * -1)
    for order, title in enumerate(dict.fromkeys(titles), start=1):
        row = standing.get(title) or AgendaItem(meeting=meeting, title=title, kind=kind_of(title))
        row.order = order
        row.save()


def _drop(meeting: Meeting, rows: list[AgendaItem]) -> None:
    for row in rows:
        if meeting.votes.filter(item=row).exists():
            raise Refused("voted", f"“{row}”已经表决过，不能从议程里去掉。")
        row.delete()
    meeting.items.update(order=F("order") * -1)


def _kept(line: Quorum) -> dict[str, object]:
    return {
        "quorum_total": line.total,
        "quorum_needed": line.needed,
        "quorum_present": line.present,
        "only_briefing": not line.is_reached,
    }


def half_day_of(meeting: Meeting, pk: int) -> HalfDay | None:
    """Return a half-day of this meeting by its id."""
    return meeting.half_days.filter(pk=pk).first()
