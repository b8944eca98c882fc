"""Writes: groups proposed by sector, changed and filled by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import transaction

from yizheng.accounts.models import User
from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.org.models import Membership
from yizheng.org.ordinals import chinese_number

from .. import notices, queries
from .. import workflow as table
from ..arranging import in_parts
from ..enums import FacilityKind, GroupKind
from ..models import Attendee, Facility, Group, Pack
from .packs import opened
from .recording import renew_recorders

MOST_GROUPS = 30


@dataclass(frozen=True)
class GroupWording:
    """What the office says of a group by hand."""

    name: str
    convener: Membership | None = None
    recorder: User | None = None
    room: Facility | None = None
    joint: Group | None = None


@transaction.atomic
def propose_groups(*, pack: Pack, groups: int, joint: int, by: Actor, at: datetime) -> Pack:
    """
    Propose the groups (自动分组): whole sectors in official order, sizes as even as they allow; then by hand.

    `joint` groups hold neighbouring groups; 0: none. What was proposed before goes, rooms of groups with it.
    Raises: Refused `groups`, `joint`, `briefed` once a brief of a group was begun; nothing is changed then.
    """
    moved = workflow.apply(table.PROPOSE_GROUPS, pack, by=by, at=at)
    if moved.briefs.exists():
        raise Refused("briefed", "已经有小组在写简报，不能重新分组；请用“调整”一个一个地改。")
    sectors = [list(rows) for _, rows in groupby(queries.here(moved), key=lambda row: row.where)]
    _check(len(sectors), groups, joint)
    moved.attendees.update(group=None)
    moved.groups.filter(kind=GroupKind.SMALL).delete()
    moved.groups.all().delete()
    filled = [[row for n in part for row in sectors[n]] for part in in_parts([len(rows) for rows in sectors], groups)]
    _make(moved, filled, joint)
    return moved


def _check(sectors: int, groups: int, joint: int) -> None:
    if not 1 <= groups <= min(sectors, MOST_GROUPS):
        raise Refused("groups", f"小组按界别分，共{sectors}个界别，可以分1到{min(sectors, MOST_GROUPS)}组。")
    if not 0 <= joint <= groups:
        raise Refused("joint", f"联组由小组合成，{groups}个小组最多合成{groups}个联组；不设联组的填0。")


def _make(pack: Pack, filled: list[list[Attendee]], joint: int) -> None:
    joints = [_named(pack, GroupKind.JOINT, number) for number in range(1, joint + 1)]
    Group.objects.bulk_create(joints)
    parts = in_parts([len(rows) for rows in filled], joint) if joint else []
    belongs = {n: joints[place] for place, part in enumerate(parts) for n in part}
    made = []
    for number, rows in enumerate(filled, start=1):
        group = _named(pack, GroupKind.SMALL, number, belongs.get(number - 1))
        made.append((group, rows))
    Group.objects.bulk_create([group for group, _ in made])
    for group, rows in made:
        for row in rows:
            row.group = group
    Attendee.objects.bulk_update([row for _, rows in made for row in rows], ["group"])


def _named(pack: Pack, kind: GroupKind, number: int, joint: Group | None = None) -> Group:
    word = "联组" if kind == GroupKind.JOINT else "组"
    return Group(pack=pack, kind=kind, order=number, name=f"第{chinese_number(number)}{word}", joint=joint)


@transaction.atomic
def change_group(*, group: Group, wording: GroupWording, by: Actor, at: datetime) -> Group:
    """
    Change name, convener, recorder, room and joint group of a group (改小组); a new recorder is told.

    Raises: Refused `no_name`, `convener` when they are not in the group, `room`, `joint`; nothing is changed then.
    """
    pack = workflow.apply(table.CHANGE_GROUP, group.pack, by=by, at=at)
    _check_wording(pack, group, wording)
    had = group.recorder_id
    for name, value in vars(wording).items():
        setattr(group, name, value.strip() if isinstance(value, str) else value)
    group.save(update_fields=list(vars(wording)))
    if group.recorder_id != had:
        notices.tell_recorder(group, at=at)
        renew_recorders(pack)
    return group


def _check_wording(pack: Pack, group: Group, wording: GroupWording) -> None:
    if not wording.name.strip():
        raise Refused("no_name", "请写上小组的名称。")
    members = {row.membership_id for row in queries.members_of(group)}
    if wording.convener is not None and wording.convener.pk not in members:
        raise Refused("convener", f"{wording.convener}不在{group}，召集人要是本组的委员。")
    room, joint = wording.room, wording.joint
    if room is not None and (room.pack_id != pack.pk or room.kind != FacilityKind.MEETING_ROOM):
        raise Refused("room", "请选这次全会的会议室。")
    if joint is not None and not (group.kind == GroupKind.SMALL and joint.kind == GroupKind.JOINT):
        raise Refused("joint", "小组合成联组，联组不再合并。")


@transaction.atomic
def move_attendee(
    *, attendee: Attendee, group: Group | None, lodging: Facility | None, bus: Facility | None, by: Actor, at: datetime
) -> Attendee:
    """
    Give one person another group, room or bus by hand (调整).

    Who convenes a group and leaves it convenes it no more. Raises: Refused `closed`, `out`, `full`, `other_pack`.
    """
    pack = opened(attendee.pack, by)
    for each in (group, lodging, bus):
        if each is not None and each.pack_id != pack.pk:
            raise Refused("other_pack", "请选这次全会的小组、房间和车辆。")
    row = Attendee.objects.select_related("membership__person", "guest", "group").get(pk=attendee.pk)
    refuse_out(row)
    _refuse_full(row, lodging, bus)
    was = {"group": row.group_id, "lodging": row.lodging_id, "bus": row.bus_id}
    if row.group is not None and row.group != group and row.membership is not None:
        pack.groups.filter(pk=row.group.pk, convener=row.membership).update(convener=None)
    row.group, row.lodging, row.bus = group, lodging, bus
    row.save(update_fields=["group", "lodging", "bus"])
    now = {"group": row.group_id, "lodging": row.lodging_id, "bus": row.bus_id}
    fields = {name: (was[name], now[name]) for name in was if was[name] != now[name]}
    ledger.record("move_attendee", row, by=by, at=at, from_state=pack.state, to_state=pack.state, fields=fields)
    return row


def refuse_out(row: Attendee) -> None:
    """Raises: Refused `out`, when somebody is not on the roll any more."""
    if row.is_out:
        raise Refused("out", f"{row}已经不在这次全会的名单里；又在任的，请先核对名单。")


def _refuse_full(row: Attendee, lodging: Facility | None, bus: Facility | None) -> None:
    for facility, name in ((lodging, "lodging"), (bus, "bus")):
        if facility is None or not facility.capacity or facility.pk == getattr(row, f"{name}_id"):
            continue
        if Attendee.objects.filter(is_out=False, **{name: facility}).count() >= facility.capacity:
            raise Refused("full", f"{facility}能坐（住）{facility.capacity}人，已经满了，请选别的。")
