"""Rows of a plenary as the JSON interface shows them."""

from __future__ import annotations

from yizheng.kernel.addresses import address

from .models import Attendee, Brief, Facility, Group, Pack, ScheduleItem
from .schemas import (
    GroupBriefOut,
    PlenaryGroupOut,
    PlenaryOut,
    PlenaryPersonOut,
    PlenaryRoomOut,
    ScheduleItemOut,
)


def plenary(row: Pack) -> PlenaryOut:
    """Return a pack."""
    return PlenaryOut(
        id=row.public_id, title=row.title, state=row.state, state_label=row.get_state_display(),
        opens=row.session.opens, closes=row.session.closes, place=row.place, rows=row.rows,
        seats_a_row=row.seats_a_row, stage_seats=row.stage_seats, url=address("plenary:pack", public_id=row.public_id),
    )  # fmt: skip


def person(row: Attendee) -> PlenaryPersonOut:
    """Return one person; no number and no unit, those are read one by one."""
    return PlenaryPersonOut(
        id=row.public_id, name=str(row), where=row.where, kind=row.kind, group=str(row.group or ""),
        presidium=row.presidium, row=row.seat_row, number=row.seat_number, lodging=str(row.lodging or ""),
        bus=str(row.bus or ""),
    )  # fmt: skip


def group(row: Group) -> PlenaryGroupOut:
    """Return a group."""
    return PlenaryGroupOut(
        id=row.public_id, name=row.name, kind=row.kind, convener=str(row.convener or ""),
        recorder=row.recorder.name if row.recorder else "", room=str(row.room or ""), joint=str(row.joint or ""),
    )  # fmt: skip


def item(row: ScheduleItem) -> ScheduleItemOut:
    """Return a line of the schedule."""
    return ScheduleItemOut(
        id=row.public_id, day=row.day, part=row.part, starts=row.starts, title=row.title, place=row.place,
        attends=row.attends,
    )  # fmt: skip


def room(row: Facility) -> PlenaryRoomOut:
    """Return a room or bus."""
    return PlenaryRoomOut(id=row.public_id, kind=row.kind, name=row.name, note=row.note, capacity=row.capacity)


def brief(row: Brief) -> GroupBriefOut:
    """Return a brief without its words; those are read on its page."""
    return GroupBriefOut(
        id=row.public_id, title=row.title, number=row.number, group=row.group.name, day=row.day, part=row.part,
        state=row.state, state_label=row.get_state_display(), url=address("plenary:brief", public_id=row.public_id),
    )  # fmt: skip
