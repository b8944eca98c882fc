"""Pages of rooms and buses."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Crumb

from .. import forms, queries, services, showing
from ..enums import OPEN, FacilityKind, GroupKind
from ..models import Facility, Pack
from .asking import Block, acted, actor_of, form_page, visible_or_404


@require_GET
def rooms(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List meeting rooms, places to stay and buses with how many are in each."""
    actor = actor_of(request)
    pack = visible_or_404(actor, public_id)
    require("plenary.read", actor)
    prepares = may("plenary.prepare", actor) and pack.state in OPEN
    found = queries.facilities_of(pack)
    blocks = [
        Block(str(kind.label), showing.FACILITY_COLUMNS,
              [showing.facility_row(each) for each in found if each.kind == kind], f"还没有登记{kind.label}")
        for kind in FacilityKind
    ]  # fmt: skip
    context = {
        "title": "房间和车辆", "heading": f"{pack.session.label}房间和车辆", "pack": pack, "blocks": blocks,
        "links": [("登记一处", showing.url("new-room", pack), "primary")] if prepares else [],
        "crumbs": showing.crumbs(pack, "房间和车辆"), "papers": "plenary-rooms",
    }  # fmt: skip
    return render(request, "plenary/list.html", context)


@require_http_methods(["GET", "POST"])
@act
def new(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write down a room or bus."""
    actor, now = actor_of(request), timezone.now()
    pack = visible_or_404(actor, public_id)
    require("plenary.prepare", actor)
    form = forms.FacilityForm(request.POST or None)

    def perform() -> None:
        services.set_facility(pack=pack, where=form.where(), by=actor, at=now)

    if request.method == "POST" and acted(form, perform):
        return done(request, "已登记。", to=showing.url("rooms", pack))
    return form_page(
        request, form, title="登记房间或车辆", label="登记", back=showing.url("rooms", pack), crumbs=_way(pack, "登记")
    )


@require_GET
def room(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show who stays in a place or goes by a bus; of a meeting room, which groups meet there."""
    actor = actor_of(request)
    row = get_object_or_404(queries.facilities_visible_to(actor), public_id=public_id)
    require("plenary.read", actor)
    prepares = may("plenary.prepare", actor) and row.pack.state in OPEN
    links = [
        ("按组安排", showing.url("send", row), "primary"), ("修改", showing.url("change-room", row), "")
    ] if prepares else []  # fmt: skip
    context = {
        "title": row.name, "heading": row.name, "pack": row.pack, "blocks": [_inside(row, prepares)], "links": links,
        "facts": _facts(row),
        "crumbs": _way(row.pack, row.name),
    }  # fmt: skip
    return render(request, "plenary/list.html", context)


def _facts(row: Facility) -> list[tuple[str, str]]:
    most = str(row.capacity or "不限")
    return [("种类", row.get_kind_display()), ("说明", row.note or "没有写"), ("人数", most)]


def _inside(row: Facility, prepares: bool) -> Block:
    if row.kind == FacilityKind.MEETING_ROOM:
        every = [each for kind in GroupKind for each in queries.groups_of(row.pack, kind)]
        groups = [each for each in every if each.room_id == row.pk]
        return Block("在这里讨论的组", showing.GROUP_COLUMNS, [showing.group_row(each) for each in groups],
                     "还没有组安排在这里")  # fmt: skip
    inside = Q(lodging=row) | Q(bus=row)
    known = set(row.pack.attendees.filter(inside, is_out=False).values_list("pk", flat=True))
    people = [each for each in queries.by_groups(queries.everybody(row.pack)) if each.pk in known]
    return Block(f"{len(people)} 人", showing.PEOPLE_COLUMNS,
                 [showing.person_row(each, may_move=prepares) for each in people], "还没有安排人")  # fmt: skip


@require_http_methods(["GET", "POST"])
@act
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change a room or bus."""
    actor, now = actor_of(request), timezone.now()
    row = get_object_or_404(queries.facilities_visible_to(actor), public_id=public_id)
    require("plenary.prepare", actor)
    form = forms.FacilityForm(request.POST or None, initial=forms.first_facility(row))
    form.fields["kind"].disabled = True

    def perform() -> None:
        services.set_facility(pack=row.pack, where=form.where(), facility=row, by=actor, at=now)

    if request.method == "POST" and acted(form, perform):
        return done(request, "已改好。", to=showing.url("room", row))
    return form_page(
        request, form, title=f"改{row.name}", label="存好", back=showing.url("room", row),
        crumbs=_way(row.pack, f"改{row.name}"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@act
def send(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send a whole group to a room or bus."""
    actor, now = actor_of(request), timezone.now()
    row = get_object_or_404(queries.facilities_visible_to(actor), public_id=public_id)
    require("plenary.prepare", actor)
    form = forms.SendForm(request.POST or None, pack=row.pack)

    def perform() -> None:
        services.send_group(group=form.cleaned_data["group"], facility=row, by=actor, at=now)

    if request.method == "POST" and acted(form, perform):
        return done(request, f"{form.cleaned_data['group']}已安排到{row}。", to=showing.url("room", row))
    return form_page(
        request, form, title=f"按组安排到{row.name}", label="安排", back=showing.url("room", row),
        crumbs=_way(row.pack, "按组安排"), lead="一次安排一个组的全部委员和同组的列席人员；个别的人到小组里调整。",
    )  # fmt: skip


def _way(pack: Pack, last: str) -> list[Crumb]:
    return showing.crumbs(pack, Crumb("房间和车辆", showing.url("rooms", pack)), last)
