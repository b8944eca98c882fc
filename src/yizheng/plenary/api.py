"""Plenaries as JSON, for a hall's own system: the same services and permissions as the pages."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.json_door import Done, Page, PageAsked, act, actor_of, page_of
from yizheng.kernel.permissions import require
from yizheng.kernel.token_scopes import Scope, opens

from . import queries, services, shapes
from .models import Attendee, Group, Pack
from .schemas import (
    GroupBriefIn,
    GroupBriefOut,
    PlenaryGroupOut,
    PlenaryOut,
    PlenaryPersonOut,
    PlenaryRoomOut,
    ScheduleItemIn,
    ScheduleItemOut,
    SeatIn,
)
from .services import Line, Seen, Wording

router = Router(tags=["全会"])


@router.get("plenaries/", response=Page[PlenaryOut], summary="全会会务清单")
def list_plenaries(request: HttpRequest, asked: Query[PageAsked]) -> Page[PlenaryOut]:
    """List the plenaries whose arrangements the person may read, the latest first."""
    actor = actor_of(request)
    require("plenary.read", actor)
    rows = queries.packs_visible_to(actor).order_by("-session__opens", "-id")
    return page_of(rows, asked.page, shapes.plenary)


@router.get("plenaries/{uuid:public_id}/people/", response=Page[PlenaryPersonOut], summary="与会人员和座位")
def list_plenary_people(request: HttpRequest, public_id: UUID, asked: Query[PageAsked]) -> Page[PlenaryPersonOut]:
    """List members, guests and staff with group, seat, room and bus."""
    actor, pack = _pack(request, public_id)
    rows = queries.attendees_visible_to(actor).filter(pack=pack, is_out=False).order_by("id")
    return page_of(rows, asked.page, shapes.person)


@router.get("plenaries/{uuid:public_id}/groups/", response=Page[PlenaryGroupOut], summary="小组和联组")
def list_plenary_groups(request: HttpRequest, public_id: UUID, asked: Query[PageAsked]) -> Page[PlenaryGroupOut]:
    """List the groups and joint groups in their order."""
    actor, pack = _pack(request, public_id)
    rows = queries.groups_visible_to(actor).filter(pack=pack).order_by("-kind", "order")
    return page_of(rows, asked.page, shapes.group)


@router.get("plenaries/{uuid:public_id}/schedule/", response=Page[ScheduleItemOut], summary="全会日程")
def list_plenary_schedule(request: HttpRequest, public_id: UUID, asked: Query[PageAsked]) -> Page[ScheduleItemOut]:
    """List the lines of the schedule in the order of time."""
    actor, pack = _pack(request, public_id)
    rows = queries.items_visible_to(actor).filter(pack=pack).order_by("day", "starts", "id")
    return page_of(rows, asked.page, shapes.item)


@router.get("plenaries/{uuid:public_id}/rooms/", response=Page[PlenaryRoomOut], summary="房间和车辆")
def list_plenary_rooms(request: HttpRequest, public_id: UUID, asked: Query[PageAsked]) -> Page[PlenaryRoomOut]:
    """List meeting rooms, places to stay and buses."""
    actor, pack = _pack(request, public_id)
    rows = queries.facilities_visible_to(actor).filter(pack=pack).order_by("kind", "id")
    return page_of(rows, asked.page, shapes.room)


@router.get("plenaries/{uuid:public_id}/briefs/", response=Page[GroupBriefOut], summary="小组简报")
def list_group_briefs(request: HttpRequest, public_id: UUID, asked: Query[PageAsked]) -> Page[GroupBriefOut]:
    """List the briefs that the person may read, the latest number first."""
    actor, pack = _pack(request, public_id)
    rows = queries.briefs_visible_to(actor).filter(pack=pack).order_by("-number", "-id")
    return page_of(rows, asked.page, shapes.brief)


@router.post("plenaries/people/{uuid:public_id}/seat/", response=Done, summary="调座位")
@act
@opens(Scope.PLENARY_WRITE)
def move_plenary_seat(request: HttpRequest, public_id: UUID, given: SeatIn) -> str:
    """Seat somebody in another place; who was seen there takes the free seat."""
    actor = actor_of(request)
    row = get_object_or_404(queries.attendees_visible_to(actor), public_id=public_id)
    require("plenary.prepare", actor)
    there = _there(queries.attendees_visible_to(actor).filter(pack=row.pack), given.there)
    seen = Seen((given.seen.row, given.seen.number) if given.seen else None, there.pk if there else None)
    services.move_seat(attendee=row, to=(given.row, given.number), seen=seen, by=actor, at=timezone.now())
    return address("api:list-plenary-people", public_id=row.pack.public_id)


@router.post("plenaries/{uuid:public_id}/schedule/", response=Done, summary="加一项日程")
@act
@opens(Scope.PLENARY_WRITE)
def add_schedule_item(request: HttpRequest, public_id: UUID, given: ScheduleItemIn) -> str:
    """Write a line of the schedule."""
    actor, pack = _pack(request, public_id)
    require("plenary.prepare", actor)
    services.put_item(pack=pack, line=_line(given), by=actor, at=timezone.now())
    return address("api:list-plenary-schedule", public_id=public_id)


@router.post("plenaries/schedule/{uuid:public_id}/change/", response=Done, summary="改一项日程")
@act
@opens(Scope.PLENARY_WRITE)
def change_schedule_item(request: HttpRequest, public_id: UUID, given: ScheduleItemIn) -> str:
    """Change a line of the schedule."""
    actor = actor_of(request)
    item = get_object_or_404(queries.items_visible_to(actor), public_id=public_id)
    require("plenary.prepare", actor)
    services.put_item(pack=item.pack, line=_line(given), item=item, by=actor, at=timezone.now())
    return address("api:list-plenary-schedule", public_id=item.pack.public_id)


@router.post("plenaries/groups/{uuid:public_id}/briefs/", response=Done, summary="写小组简报")
@act
@opens(Scope.PLENARY_WRITE)
def write_group_brief(request: HttpRequest, public_id: UUID, given: GroupBriefIn) -> str:
    """Begin the brief of one half-day of a group, and hand it in where that is asked."""
    actor, now = actor_of(request), timezone.now()
    group = get_object_or_404(queries.groups_visible_to(actor), public_id=public_id)
    require("plenary.write_brief", actor, group)
    brief = services.begin_brief(group=group, wording=_wording(group, given), by=actor, at=now)
    if given.submit:
        services.submit_brief(brief=brief, by=actor, at=now)
    return address("api:list-group-briefs", public_id=group.pack.public_id)


def _pack(request: HttpRequest, public_id: UUID) -> tuple[Actor, Pack]:
    """Return who asks and the pack asked for; one that may not be read does not exist for them."""
    actor = actor_of(request)
    require("plenary.read", actor)
    return actor, get_object_or_404(queries.packs_visible_to(actor), public_id=public_id)


def _there(rows: QuerySet[Attendee], public_id: UUID | None) -> Attendee | None:
    return None if public_id is None else get_object_or_404(rows, public_id=public_id)


def _line(given: ScheduleItemIn) -> Line:
    return Line(given.day, given.starts, given.title, given.place, given.attends)


def _wording(group: Group, given: GroupBriefIn) -> Wording:
    members = {row.public_id: row for row in queries.members_of(group)}
    said = [(_member(members, each.person, group), each.gist) for each in given.statements]
    return Wording(given.day, given.part, given.summary, said)


def _member(members: dict[UUID, Attendee], public_id: UUID, group: Group) -> Attendee:
    if public_id not in members:
        raise Refused("unknown", f"发言要点里有人不在{group}，请核对。")
    return members[public_id]
