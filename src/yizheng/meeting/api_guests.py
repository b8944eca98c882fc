"""People whom the office adds to a meeting by name, as JSON: the same services and permissions as the page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from yizheng.kernel.addresses import address
from yizheng.kernel.json_door import Done, Page, PageAsked, act, actor_of, page_of
from yizheng.kernel.permissions import require

from . import queries, services
from .enums import InvitationRole
from .models import Invitation
from .schemas import GuestIn, GuestOut

router = Router(tags=["会议"])


@router.get("meetings/{uuid:public_id}/guests/", response=Page[GuestOut], summary="按姓名增加的人")
def list_guests(request: HttpRequest, public_id: UUID, asked: Query[PageAsked]) -> Page[GuestOut]:
    """List whom the office added by name, in the order of the list."""
    actor = actor_of(request)
    require("meeting.read_replies", actor)
    meeting = get_object_or_404(queries.meetings_visible_to(actor), public_id=public_id)
    rows = meeting.invitations.filter(by_hand=True).select_related("person", "membership__sector")
    return page_of(rows.order_by("order", "id"), asked.page, _guest)


@router.post("meetings/{uuid:public_id}/guests/", response=Done, summary="增加列席人员")
@act
def add_guest(request: HttpRequest, public_id: UUID, given: GuestIn) -> str:
    """Add one person by name; who is not known yet is registered."""
    actor = actor_of(request)
    meeting = get_object_or_404(queries.meetings_visible_to(actor), public_id=public_id)
    require("meeting.prepare", actor, meeting)
    services.add_by_hand(
        meeting=meeting, name=given.name, where=given.where, role=InvitationRole(given.role), by=actor,
        at=timezone.now(),
    )  # fmt: skip
    return address("api:list-guests", public_id=meeting.public_id)


@router.post("meetings/guests/{uuid:public_id}/take-off/", response=Done, summary="移出名单")
@act
def take_guest_off(request: HttpRequest, public_id: UUID) -> str:
    """Take somebody off whom the office had added by name."""
    actor = actor_of(request)
    invitation = get_object_or_404(queries.invitations_visible_to(actor), public_id=public_id)
    require("meeting.prepare", actor, invitation.meeting)
    services.take_off_list(invitation=invitation, by=actor, at=timezone.now())
    return address("api:list-guests", public_id=invitation.meeting.public_id)


def _guest(row: Invitation) -> GuestOut:
    return GuestOut(
        id=row.public_id, name=row.person.name, where=row.where, role=row.role, role_label=row.get_role_display(),
        reply=row.reply,
    )  # fmt: skip
