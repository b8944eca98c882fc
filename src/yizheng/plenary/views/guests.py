"""Pages of guests and staff: the list, adding one, taking one off."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Crumb

from .. import forms, queries, services, showing
from ..enums import OPEN, GuestKind
from ..models import Attendee, Pack
from .asking import Block, acted, actor_of, form_page, pressed, visible_or_404


@require_GET
def guests(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List guests and staff by as what they are here; they are never counted among those due."""
    actor = actor_of(request)
    pack = visible_or_404(actor, public_id)
    require("plenary.read", actor)
    prepares = may("plenary.prepare", actor) and pack.state in OPEN
    found = queries.guests_of(pack)
    blocks = [each for each in (_of_kind(kind, found, prepares) for kind in GuestKind) if each.rows]
    nobody = Block("列席和工作人员", showing.GUEST_COLUMNS, [], "还没有列席和工作人员",
                   "先列入辖区上级委员和会议名单上的列席人员，其余的一位一位地加。")  # fmt: skip
    context = {
        "title": "列席和工作人员", "heading": f"{pack.session.label}列席和工作人员 {len(found)} 人", "pack": pack,
        "lead": "不计入应到人数", "blocks": blocks or [nobody], "crumbs": showing.crumbs(pack, "列席和工作人员"),
        "papers": "plenary-guests" if found else "",
        "links": [
            ("加一位", showing.url("add-guest", pack), "primary"),
            ("列入列席人员", showing.url("draw-guests", pack), ""),
        ] if prepares else [],
    }  # fmt: skip
    return render(request, "plenary/list.html", context)


def _of_kind(kind: GuestKind, found: list[Attendee], prepares: bool) -> Block:
    rows = [showing.guest_row(each, may_move=prepares) for each in found if each.kind == kind]
    return Block(f"{kind.label} {len(rows)} 人", showing.GUEST_COLUMNS, rows, "")


@require_http_methods(["GET", "POST"])
@act
def add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put one more on the pack by name."""
    actor, now = actor_of(request), timezone.now()
    pack = visible_or_404(actor, public_id)
    require("plenary.prepare", actor)
    form, made = forms.GuestForm(request.POST or None), []

    def perform() -> None:
        given = form.cleaned_data | {"kind": GuestKind(form.cleaned_data["kind"])}
        made.append(services.add_guest(pack=pack, by=actor, at=now, **given))

    if request.method == "POST" and acted(form, perform):
        row = made[0]
        return done(request, f"{row}已加进名单（{row.get_kind_display()}）。", to=showing.url("guests", pack))
    return form_page(
        request, form, title="加一位", label="加进名单", back=showing.url("guests", pack), crumbs=_way(pack, "加一位"),
        lead="加了以后点姓名，安排小组、住宿和车辆；座位在座位图上点。",
    )  # fmt: skip


@require_http_methods(["POST"])
@act
def take_off(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take one off the pack again."""
    actor, now = actor_of(request), timezone.now()
    row = get_object_or_404(queries.attendees_visible_to(actor), public_id=public_id)
    require("plenary.prepare", actor)

    def perform() -> str:
        return f"{services.take_off_guest(attendee=row, by=actor, at=now)}已移出名单。"

    return pressed(request, perform, to=showing.url("guests", row.pack))


def _way(pack: Pack, last: str) -> list[Crumb]:
    return showing.crumbs(pack, Crumb("列席和工作人员", showing.url("guests", pack)), last)
