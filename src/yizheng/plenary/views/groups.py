"""Pages of groups: the list, the proposal, one group, moving a member."""

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
from .. import workflow as table
from ..enums import OPEN, SHOWN, GroupKind
from ..models import Attendee
from .asking import Block, acted, actor_of, form_page, visible_or_404


@require_GET
def groups(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List the groups, the joint groups, and whoever is in none."""
    actor = actor_of(request)
    pack = visible_or_404(actor, public_id)
    require("plenary.read", actor)
    prepares = may("plenary.prepare", actor) and pack.state in OPEN
    small, joint = queries.groups_of(pack, GroupKind.SMALL), queries.groups_of(pack, GroupKind.JOINT)
    alone = [row for row in queries.here(pack) if row.group_id is None] if prepares else []
    blocks = [
        Block("小组", showing.GROUP_COLUMNS, [showing.group_row(each) for each in small], "还没有分组",
              "先自动分组，再一个一个地调整。"),
    ]  # fmt: skip
    if joint:
        blocks.append(Block("联组", showing.JOINT_COLUMNS, [showing.group_row(each)[:5] for each in joint], ""))
    if alone:
        rows = [showing.person_row(each, may_move=True) for each in alone]
        blocks.append(Block(f"还没有分到组的 {len(alone)} 人", showing.PEOPLE_COLUMNS, rows, ""))
    context = {
        "title": "小组和联组", "heading": f"{pack.session.label}小组 {len(small)} 个", "pack": pack, "blocks": blocks,
        "crumbs": showing.crumbs(pack, "小组"), "papers": "plenary-groups",
        "links": [("自动分组", showing.url("propose", pack), "primary")]
        if prepares and pack.state in table.PROPOSE_GROUPS.sources else [],
    }  # fmt: skip
    return render(request, "plenary/list.html", context)


@require_http_methods(["GET", "POST"])
@act
def propose(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Propose the groups by sector."""
    actor, now = actor_of(request), timezone.now()
    pack = visible_or_404(actor, public_id)
    require("plenary.prepare", actor)
    form = forms.ProposeForm(request.POST or None)

    def perform() -> None:
        services.propose_groups(pack=pack, by=actor, at=now, **form.cleaned_data)

    if request.method == "POST" and acted(form, perform):
        return done(request, "已按界别分好，请看人数，再逐组定召集人和记录员。", to=showing.url("groups", pack))
    return form_page(
        request, form, title="自动分组", label="分组", back=showing.url("groups", pack),
        crumbs=showing.crumbs(pack, Crumb("小组", showing.url("groups", pack)), "自动分组"),
        lead="同一界别分在一组，各组人数尽量相近，组内按界别和姓氏笔画排。原来分好的组会重来。",
    )  # fmt: skip


@require_GET
def group(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a group: who convenes and records it, where it meets, who is in it, its briefs."""
    actor = actor_of(request)
    row = get_object_or_404(queries.groups_visible_to(actor), public_id=public_id)
    require("plenary.read", actor)
    prepares = may("plenary.prepare", actor) and row.pack.state in OPEN
    writes = may("plenary.write_brief", actor, row) and row.pack.state in SHOWN
    members = queries.members_of(row)
    briefs = queries.briefs_visible_to(actor).filter(group=row).order_by("day", "id")
    links = [("改小组", showing.url("change-group", row), "")] if prepares else []
    if writes:
        links.insert(0, ("写简报", showing.url("new-brief", row), "primary"))
    people = [showing.person_row(each, may_move=prepares) for each in members]
    blocks = [Block(f"本组 {len(members)} 人", showing.PEOPLE_COLUMNS, people, "本组还没有人")]
    if guests := [showing.person_row(each, may_move=prepares) for each in queries.guests_in(row)]:
        blocks.append(Block(f"列席和工作人员 {len(guests)} 人", showing.GUESTS_IN_GROUP, guests, ""))
    if listed := [showing.brief_row(each) for each in briefs]:
        blocks.append(Block("简报", showing.BRIEF_COLUMNS, listed, ""))
    context = {
        "title": row.name, "heading": f"{row.name} {len(members)} 人", "facts": showing.group_facts(row),
        "blocks": blocks, "links": links, "pack": row.pack,
        "crumbs": showing.crumbs(row.pack, Crumb("小组", showing.url("groups", row.pack)), row.name),
    }  # fmt: skip
    return render(request, "plenary/list.html", context)


@require_http_methods(["GET", "POST"])
@act
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change name, convener, recorder and room of a group."""
    actor, now = actor_of(request), timezone.now()
    row = get_object_or_404(queries.groups_visible_to(actor), public_id=public_id)
    require("plenary.prepare", actor)
    form = forms.GroupForm(request.POST or None, group=row, initial=forms.first_group(row))

    def perform() -> None:
        services.change_group(group=row, wording=form.wording(), by=actor, at=now)

    if request.method == "POST" and acted(form, perform):
        return done(request, "已改好。", to=showing.url("group", row))
    return form_page(
        request, form, title=f"改{row.name}", label="存好", back=showing.url("group", row),
        crumbs=showing.crumbs(row.pack, Crumb(row.name, showing.url("group", row)), "改小组"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@act
def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give one person another group, room or bus; a guest can be taken off here."""
    actor, now = actor_of(request), timezone.now()
    row = get_object_or_404(queries.attendees_visible_to(actor), public_id=public_id)
    require("plenary.prepare", actor)
    first = {name: getattr(getattr(row, name), "public_id", None) for name in ("group", "lodging", "bus")}
    form = forms.MoveForm(request.POST or None, pack=row.pack, initial=first)
    back = _from_where(row)

    def perform() -> None:
        services.move_attendee(attendee=row, by=actor, at=now, **form.cleaned_data)

    if request.method == "POST" and acted(form, perform):
        return done(request, f"{row}已调整。", to=back)
    return form_page(
        request, form, title=f"调整{row}", label="调整", back=back, crumbs=showing.crumbs(row.pack, f"调整{row}"),
        lead=f"{row.where}，座位：{row.seat or '未排'}。换座请到座位图。",
        drop=(showing.url("take-off-guest", row), "移出名单") if row.is_guest and not row.is_out else None,
    )  # fmt: skip


def _from_where(row: Attendee) -> str:
    if row.is_guest:
        return showing.url("guests", row.pack)
    return showing.url("group", row.group) if row.group else showing.url("groups", row.pack)
