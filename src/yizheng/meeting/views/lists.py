"""The list of meetings, and who answered what."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may, require

from .. import door_showing, queries, showing
from ..enums import InvitationRole, MeetingKind, Reply
from ..models import Invitation, Meeting
from .asking import actor_of, visible_or_404

PAGE_ROWS = 50


@require_GET
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings a person may see, the newest first, or those of one kind."""
    actor = actor_of(request)
    require("meeting.read", actor)
    reads = may("meeting.read_replies", actor)
    visible = queries.meetings_visible_to(actor)
    kinds, kind = queries.counted_by_kind(visible), request.GET.get("kind", "")
    wanted = MeetingKind(kind) if kind in kinds else None
    rows = _counted(visible.filter(kind=wanted) if wanted else visible, actor).order_by("-starts_at", "-id")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "heading": showing.list_heading(wanted, page.paginator.count),
        "tabs": showing.kind_tabs(kinds, wanted),
        "columns": showing.LIST_COLUMNS if reads else showing.OWN_COLUMNS,
        "rows": [showing.list_row(each, reads=reads) for each in page],
        "reads": reads,
        "may_plan": may("meeting.prepare", actor),
    }
    return render(request, "meeting/meetings.html", context)


@require_GET
def replies(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List who answered what; every number of the meeting's page opens it."""
    actor = actor_of(request)
    require("meeting.read_replies", actor)
    meeting = visible_or_404(actor, public_id)
    wanted = request.GET.get("reply", "")
    rows = _asked(meeting, wanted, request.GET.get("role", ""))
    page, keeps = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page")), may("meeting.record_reply", actor)
    context = {
        "meeting": meeting,
        "page": page,
        "rows": [showing.reply_row(each, with_why=keeps) for each in page],
        "heading": f"{meeting.title}：{showing.reply_words(wanted)}{page.paginator.count}人",
        "tabs": showing.reply_tabs(meeting, wanted),
        "crumbs": showing.crumbs(meeting, "回执"),
        "may_record": keeps,
    }
    return render(request, "meeting/replies.html", context)


def _asked(meeting: Meeting, reply: str, role: str) -> QuerySet[Invitation]:
    rows = meeting.invitations.select_related("person", "membership__sector", "meeting")
    if reply in Reply.values:
        rows = rows.filter(reply=reply)
    if role in InvitationRole.values:
        rows = rows.filter(role=role)
    return rows.order_by("role", "order", "id")


@require_GET
def presence(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List who came and who did not, half-day by half-day; every number of the meeting's page opens it."""
    actor = actor_of(request)
    require("meeting.read_replies", actor)
    meeting = visible_or_404(actor, public_id)
    wanted = request.GET.get("came", "")
    rows = queries.due_rows(meeting)
    page = Paginator(rows.filter(queries.CAME_AS.get(wanted, Q())), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        "page": page,
        "columns": door_showing.PRESENCE_COLUMNS,
        "rows": [door_showing.presence_row(each) for each in page],
        "tabs": door_showing.presence_tabs(meeting, wanted),
        "crumbs": showing.crumbs(meeting, "到会情况"),
    }
    return render(request, "meeting/presence.html", context)


def _counted(meetings: QuerySet[Meeting], actor: Actor) -> QuerySet[Meeting]:
    def count(**asked: str) -> Subquery:
        rows = Invitation.objects.filter(meeting=OuterRef("pk"), role=InvitationRole.ATTEND, **asked)
        return Subquery(rows.order_by().values("meeting").annotate(n=Count("id")).values("n"))

    own = Invitation.objects.filter(meeting=OuterRef("pk"), person__user=actor.user_id).order_by("id")
    own_reply = Subquery(own.values("reply")[:1])
    return meetings.annotate(due=count(), coming=count(reply=Reply.ACCEPT), own_reply=own_reply)
