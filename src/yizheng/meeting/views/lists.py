"""The list of meetings, and who answered what."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yizheng.kernel.permissions import may, require

from .. import queries, showing
from ..enums import InvitationRole, Reply
from ..models import Invitation, Meeting
from .asking import actor_of, visible_or_404

PAGE_ROWS = 50


@require_GET
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings a person may see, the newest first."""
    actor = actor_of(request)
    require("meeting.read", actor)
    rows = _counted(queries.meetings_visible_to(actor)).order_by("-starts_at", "-id")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "columns": showing.LIST_COLUMNS,
        "rows": [showing.list_row(each) for each in page],
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


def _counted(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    def count(**asked: str) -> Subquery:
        rows = Invitation.objects.filter(meeting=OuterRef("pk"), role=InvitationRole.ATTEND, **asked)
        return Subquery(rows.order_by().values("meeting").annotate(n=Count("id")).values("n"))

    return meetings.annotate(due=count(), coming=count(reply=Reply.ACCEPT))
