"""Pages of leave: asking for it, and deciding on it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.attachment.queries import path_of
from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require

from .. import history, leave_showing, queries, services, showing
from .. import workflow as table
from ..enums import LeaveState, ReplyWay
from ..leave_forms import AskForm, DecideForm
from ..models import Invitation, LeaveProof, LeaveRequest
from ..notifications import when
from ..services import Asked
from .asking import actor_of, visible_or_404

PAGE_ROWS = 50


@require_http_methods(["GET", "POST"])
@act
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let the invited person ask leave from some or all half-days, before, during or shortly after."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    own = queries.invitations_visible_to(actor).filter(meeting=meeting, person__user=actor.user_id)
    invitation = get_object_or_404(own)
    require("meeting.ask_leave", actor, invitation)
    form = AskForm(
        request.POST or None, request.FILES or None, half_days=list(meeting.half_days.all()),
        is_over=now >= meeting.ends_at,
    )  # fmt: skip
    if request.method == "POST" and _asked(form, invitation, actor, now):
        url = address("meeting:meeting", public_id=meeting.public_id)
        return done(request, "请假已提交，批准以后会通知您；批准以前按要参加算。", to=url)
    context = {
        "meeting": meeting,
        "form": form,
        "when": when(meeting),
        "quota": leave_showing.quota_words(invitation.person_id, meeting, on=timezone.localdate(now)),
        "own": leave_showing.rows(leave_showing.with_parts(invitation.leaves.order_by("-filed_at"))),
        "crumbs": showing.crumbs(meeting, "请假"),
    }
    return render(request, "meeting/ask_leave.html", context, status=409 if form.non_field_errors() else 200)


@require_GET
def leaves(request: HttpRequest) -> HttpResponse:
    """List the requests for leave that a person decides on, keeps or made, those that wait first."""
    actor = actor_of(request)
    require("meeting.read", actor)
    rows = queries.leaves_visible_to(actor).order_by("-filed_at", "-id")
    waiting = request.GET.get("state", LeaveState.REQUESTED)
    shown = leave_showing.with_parts(rows.filter(state=waiting) if waiting in LeaveState.values else rows)
    page = Paginator(shown, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "columns": leave_showing.COLUMNS,
        "rows": leave_showing.rows(page),
        "page": page,
        "tabs": leave_showing.tabs(rows, waiting),
    }
    return render(request, "meeting/leaves.html", context)


@require_GET
def leave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one request: from what, why, whether in time, how often in the term; and what can be decided."""
    actor = actor_of(request)
    row = _leave_or_404(actor, public_id)
    require("meeting.read", actor)
    names = {each.name for each in workflow.available(table.LEAVE_MACHINE, row, actor)}
    context = {
        "leave": row,
        "meeting": row.invitation.meeting,
        "facts": leave_showing.facts(row),
        "quota": _quota_of(row),
        "may_decide": table.APPROVE_LEAVE.name in names,
        "may_withdraw": table.WITHDRAW_LEAVE.name in names and may("meeting.withdraw_leave", actor, row),
        "form": DecideForm(needs_signer=not actor.wears(row.approver_role)),
        "proof_url": _proof_url(row, actor),
        "meaning": leave_showing.MEANING[LeaveState(row.state)],
        "timeline": history.entries(ledger.history("leave_request", row.pk).select_related("entered_by")),
        "crumbs": showing.crumbs(row.invitation.meeting, "请假"),
    }
    return render(request, "meeting/leave.html", context)


@require_http_methods(["POST"])
@act
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Grant leave or refuse it with a reason."""
    actor, now = actor_of(request), timezone.now()
    row = _leave_or_404(actor, public_id)
    require("meeting.decide_leave", actor, row)
    form = DecideForm(request.POST, needs_signer=not actor.wears(row.approver_role))
    url = address("meeting:leave", public_id=row.public_id)
    if form.is_valid() and _decided(form, row, actor, now):
        return done(request, "已准假。" if form.is_granted else "已记下不准假，会请本人到会。", to=url)
    context = {
        "leave": row,
        "meeting": row.invitation.meeting,
        "facts": leave_showing.facts(row),
        "quota": _quota_of(row),
        "may_decide": row.state == LeaveState.REQUESTED,
        "form": form,
        "proof_url": _proof_url(row, actor),
        "meaning": leave_showing.MEANING[LeaveState(row.state)],
        "crumbs": showing.crumbs(row.invitation.meeting, "请假"),
    }
    return render(request, "meeting/leave.html", context, status=409 if form.non_field_errors() else 200)


@require_http_methods(["GET", "POST"])
@act
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a request back before its first half-day begins."""
    actor, now = actor_of(request), timezone.now()
    row = _leave_or_404(actor, public_id)
    require("meeting.withdraw_leave", actor, row)
    form = DecideForm(needs_signer=False)
    url = address("meeting:leave", public_id=row.public_id)
    problem = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                services.withdraw_leave(leave=row, by=actor, at=now)
        except Refused as refusal:
            problem = refusal.message
        else:
            return done(request, "已撤回请假，请按时参加。", to=url)
    context = {"leave": row, "meeting": row.invitation.meeting, "form": form, "back": url, "problem": problem}
    return render(request, "meeting/withdraw_leave.html", context, status=409 if problem else 200)


@never_cache
@require_GET
def proof(request: HttpRequest, public_id: UUID) -> FileResponse:
    """Hand the proof of a request to whoever decides on it; each reading is noted."""
    actor, now = actor_of(request), timezone.now()
    row = _leave_or_404(actor, public_id)
    require("meeting.read_proof", actor, row)
    file = services.open_proof(leave=row, by=actor, at=now)
    response = FileResponse(path_of(file).open("rb"), filename=file.name, content_type=file.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _quota_of(row: LeaveRequest) -> str:
    """What whoever decides must know; once it was decided the line is history."""
    if row.state != LeaveState.REQUESTED:
        return ""
    return leave_showing.quota_words(row.invitation.person_id, row.invitation.meeting, on=timezone.localdate())


def _proof_url(row: LeaveRequest, actor: Actor) -> str:
    shown = LeaveProof.objects.filter(request=row).exists() and may("meeting.read_proof", actor, row)
    return address("meeting:leave-proof", public_id=row.public_id) if shown else ""


def _leave_or_404(actor: Actor, public_id: UUID) -> LeaveRequest:
    return get_object_or_404(queries.leaves_visible_to(actor), public_id=public_id)


def _asked(form: AskForm, invitation: Invitation, actor: Actor, now: datetime) -> bool:
    if not form.is_valid():
        return False
    given = form.cleaned_data
    asked = Asked(form.chosen(), given["kind"], given["reason"], given["evidence"], given["proof"])
    try:
        with transaction.atomic():
            services.ask_leave(invitation=invitation, asked=asked, way=ReplyWay.WEB, by=actor, at=now)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _decided(form: DecideForm, row: LeaveRequest, actor: Actor, now: datetime) -> bool:
    given = form.cleaned_data
    signer = given.get("signed_by", "")
    try:
        with transaction.atomic():
            if form.is_granted:
                services.approve_leave(leave=row, by=actor, at=now, signed_by=signer)
            else:
                services.refuse_leave(leave=row, reason=given["reason"], by=actor, at=now, signed_by=signer)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True
