"""Meetings and their replies, as JSON: the same services and permissions as the pages."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.json_door import Done, Page, PageAsked, act, actor_of, page_of
from yizheng.kernel.permissions import may, require

from . import queries, services
from .enums import Reply, ReplyWay
from .models import Invitation, Meeting
from .schemas import MeetingOut, ReplyIn, ReplyOut, ReplyQuery

router = Router(tags=["会议"])


@router.get("meetings/", response=Page[MeetingOut], summary="会议清单")
def list_meetings(request: HttpRequest, asked: Query[PageAsked]) -> Page[MeetingOut]:
    """List the meetings the person may see, the newest first."""
    actor = actor_of(request)
    require("meeting.read", actor)
    return page_of(queries.meetings_visible_to(actor).order_by("-starts_at", "-id"), asked.page, _meeting)


@router.get("meetings/{uuid:public_id}/replies/", response=Page[ReplyOut], summary="会议回执")
def list_replies(request: HttpRequest, public_id: UUID, wanted: Query[ReplyQuery]) -> Page[ReplyOut]:
    """List who was asked and what they answered, in the order of the list."""
    actor = actor_of(request)
    require("meeting.read_replies", actor)
    meeting = get_object_or_404(queries.meetings_visible_to(actor), public_id=public_id)
    rows = meeting.invitations.select_related("person", "membership__sector").order_by("role", "order", "id")
    keeps = may("meeting.record_reply", actor)
    shown = rows.filter(reply=wanted.reply) if wanted.reply else rows
    return page_of(shown, wanted.page, lambda row: _reply(row, with_why=keeps))


@router.post("meetings/{uuid:public_id}/reply/", response=Done, summary="回复会议通知")
@act
def reply_to_meeting(request: HttpRequest, public_id: UUID, given: ReplyIn) -> str:
    """Answer for oneself."""
    actor = actor_of(request)
    meeting = get_object_or_404(queries.meetings_visible_to(actor), public_id=public_id)
    own = queries.invitations_visible_to(actor).filter(meeting=meeting, person__user=actor.user_id)
    invitation = get_object_or_404(own)
    require("meeting.reply", actor, invitation)
    _note(invitation, given, ReplyWay.WEB, actor)
    return address("api:list-meetings")


@router.post("meetings/replies/{uuid:public_id}/record/", response=Done, summary="代录电话回复")
@act
def record_reply(request: HttpRequest, public_id: UUID, given: ReplyIn) -> str:
    """Write down what was said on the telephone."""
    actor = actor_of(request)
    invitation = get_object_or_404(queries.invitations_visible_to(actor), public_id=public_id)
    require("meeting.record_reply", actor, invitation)
    _note(invitation, given, ReplyWay.TELEPHONE, actor)
    return address("api:list-replies", public_id=invitation.meeting.public_id)


def _note(invitation: Invitation, given: ReplyIn, way: ReplyWay, actor: Actor) -> None:
    services.reply(
        invitation=invitation, answer=Reply(given.answer), way=way, by=actor, at=timezone.now(),
        leave_kind=given.leave_kind, leave_reason=given.leave_reason,
    )  # fmt: skip


def _meeting(row: Meeting) -> MeetingOut:
    return MeetingOut(
        id=row.public_id, title=row.title, topic=row.topic, kind=row.kind, state=row.state,
        state_label=row.get_state_display(), starts_at=row.starts_at, ends_at=row.ends_at, place=row.place,
        reply_by=row.reply_by, url=address("meeting:meeting", public_id=row.public_id),
    )  # fmt: skip


def _reply(row: Invitation, *, with_why: bool) -> ReplyOut:
    return ReplyOut(
        id=row.public_id, name=row.person.name, where=row.where, role=row.role, reply=row.reply,
        leave_kind=row.leave_kind if with_why else "", replied_at=row.replied_at,
    )  # fmt: skip
