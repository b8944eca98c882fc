"""Answering: the invited person signed in, the clerk on the telephone, whoever holds the link."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.models import Committee
from yizheng.kernel.permissions import require

from .. import queries, services, showing
from ..enums import Reply, ReplyWay
from ..forms import ReplyForm
from ..models import Invitation
from ..notifications import notice_text, when
from .asking import actor_of, visible_or_404


@require_http_methods(["GET", "POST"])
@act
def reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let the invited person say whether they come."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    own = queries.invitations_visible_to(actor).filter(meeting=meeting, person__user=actor.user_id)
    invitation = get_object_or_404(own)
    require("meeting.reply", actor, invitation)
    form = ReplyForm(request.POST or None, initial=_standing(invitation))
    if request.method == "POST" and _answered(form, invitation, ReplyWay.WEB, actor, now):
        return done(request, _said(form), to=address("meeting:meeting", public_id=meeting.public_id))
    context = {"meeting": meeting, "form": form, "crumbs": showing.crumbs(meeting, "回复"), "when": when(meeting)}
    return render(request, "meeting/reply.html", context)


@require_http_methods(["GET", "POST"])
@act
def record_reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let a clerk write down what was said on the telephone (电话通知记录)."""
    actor, now = actor_of(request), timezone.now()
    invitation = get_object_or_404(queries.invitations_visible_to(actor), public_id=public_id)
    require("meeting.record_reply", actor, invitation)
    form = ReplyForm(request.POST or None, initial=_standing(invitation))
    if request.method == "POST" and _answered(form, invitation, ReplyWay.TELEPHONE, actor, now):
        to = address("meeting:replies", public_id=invitation.meeting.public_id)
        return done(request, f"已记下{invitation.person.name}的回复。", to=to)
    context = {
        "meeting": invitation.meeting,
        "invitation": invitation,
        "form": form,
        "words": notice_text(invitation.meeting),
        "crumbs": showing.crumbs(invitation.meeting, "电话通知记录"),
    }
    return render(request, "meeting/record_reply.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, public_slug: str, token: str) -> HttpResponse:
    """
    Let whoever holds the link answer for the one invitation it belongs to, without signing in.

    A mere look answers nothing: previews of chat programs open links too.
    """
    committee = get_object_or_404(Committee, slug=public_slug)
    with tenancy.scope(committee, None):
        invitation = queries.invitation_by_token(token)
        if invitation is None:
            raise Http404("no such invitation")
        actor = Actor(None, invitation.person.name, Hat("invited", "凭回执链接", "invitation", invitation.pk))
        require("meeting.reply", actor, invitation)
        return _link_page(request, committee, invitation, actor)


def _link_page(request: HttpRequest, committee: Committee, invitation: Invitation, actor: Actor) -> HttpResponse:
    form = ReplyForm(request.POST or None, initial=_standing(invitation))
    if request.method == "POST" and _answered(form, invitation, ReplyWay.LINK, actor, timezone.now()):
        return redirect(request.path)
    meeting = invitation.meeting
    context = {
        "committee": committee,
        "meeting": meeting,
        "invitation": invitation,
        "form": form,
        "words": notice_text(meeting),
        "agenda": [line for line in meeting.agenda.splitlines() if line.strip()],
    }
    return render(request, "meeting/link.html", context, status=409 if form.non_field_errors() else 200)


def _answered(form: ReplyForm, invitation: Invitation, way: ReplyWay, actor: Actor, now: datetime) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        with transaction.atomic():
            services.reply(
                invitation=invitation, answer=Reply(given["answer"]), way=way, by=actor, at=now,
                leave_kind=given["leave_kind"], leave_reason=given["leave_reason"],
            )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _standing(invitation: Invitation) -> dict[str, str]:
    if invitation.reply == Reply.WAITING:
        return {}
    return {
        "answer": invitation.reply,
        "leave_kind": invitation.leave_kind,
        "leave_reason": invitation.leave_reason,
    }


def _said(form: ReplyForm) -> str:
    return "已请假，办公室会看到。" if form.cleaned_data["answer"] == Reply.LEAVE else "已回复参加，到时见。"
