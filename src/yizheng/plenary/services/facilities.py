"""Writes: meeting rooms, places to stay, buses, and whole groups sent to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from .. import workflow as table
from ..enums import FacilityKind
from ..models import Attendee, Facility, Group, Pack

MOST_PEOPLE = 2000


@dataclass(frozen=True)
class Where:
    """A room or bus as it is written: `note` says where and when, `capacity` 0 counts nobody."""

    kind: FacilityKind
    name: str
    note: str = ""
    capacity: int = 0


@transaction.atomic
def set_facility(*, pack: Pack, where: Where, facility: Facility | None = None, by: Actor, at: datetime) -> Facility:
    """
    Write down a room or bus, or change it (排房间车辆); its kind stays.

    Raises: Refused `no_name`, `named_before`, `capacity`, `too_small` for who is already sent there.
    """
    moved, name = workflow.apply(table.SET_FACILITY, pack, by=by, at=at), where.name.strip()
    _check(moved, where, name, facility)
    if facility is None:
        return Facility.objects.create(
            pack=moved, kind=where.kind, name=name, note=where.note.strip(), capacity=where.capacity
        )
    facility.name, facility.note, facility.capacity = name, where.note.strip(), where.capacity
    facility.save(update_fields=["name", "note", "capacity"])
    return facility


def _check(pack: Pack, where: Where, name: str, facility: Facility | None) -> None:
    if not name:
        raise Refused("no_name", "请写上名称，例如“1号车”“会议中心二楼203”。")
    if not 0 <= where.capacity <= MOST_PEOPLE:
        raise Refused("capacity", f"人数在0到{MOST_PEOPLE}之间，0表示不限。")
    namesake = pack.facilities.filter(kind=where.kind, name=name).first()
    if namesake is not None and namesake != facility:
        raise Refused("named_before", f"已经有一处{where.kind.label}叫“{name}”，请换一个名称。")
    taken = taken_of(facility) if facility is not None else 0
    if 0 < where.capacity < taken:
        raise Refused("too_small", f"{facility}已经安排了{taken}人，不能改成{where.capacity}人。")


def taken_of(facility: Facility) -> int:
    """Return how many members stay in a place or go by a bus."""
    column = _COLUMN.get(FacilityKind(facility.kind))
    return Attendee.objects.filter(is_out=False, **{column: facility}).count() if column else 0


_COLUMN = {FacilityKind.LODGING: "lodging", FacilityKind.BUS: "bus"}


@transaction.atomic
def send_group(*, group: Group, facility: Facility, by: Actor, at: datetime) -> int:
    """
    Send a whole group to a room or bus (按组安排); return how many people. A meeting room becomes the group's.

    Raises: Refused `other_pack`, `full` when not all of them fit; nothing is changed then.
    """
    workflow.apply(table.SEND_GROUP, group.pack, by=by, at=at)
    if group.pack_id != facility.pack_id:
        raise Refused("other_pack", "请选这次全会的小组。")
    column = _COLUMN.get(FacilityKind(facility.kind))
    if column is None:
        group.room = facility
        group.save(update_fields=["room"])
        return group.attendees.filter(is_out=False).count()
    people = group.attendees.filter(is_out=False)
    sent = people.exclude(**{column: facility}).count()
    if facility.capacity and taken_of(facility) + sent > facility.capacity:
        free = facility.capacity - taken_of(facility)
        raise Refused("full", f"{group}有{sent}人要安排，{facility}只剩{max(free, 0)}个位置，请换一处或分开安排。")
    return people.update(**{column: facility})
