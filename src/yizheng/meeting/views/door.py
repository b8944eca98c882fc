"""The door of a meeting: the hall's code, one's own code, the clerk's list, the desk that works without network."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel import actkeys
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, refused
from yizheng.kernel.permissions import require
from yizheng.ui.devices import with_camera

from .. import codes, door_showing, keeping, queries, services, showing
from ..door_forms import MarkForm
from ..enums import RUNNING, AttendanceStatus, CheckInMethod
from ..models import Attendance, HalfDay, Invitation, Meeting
from ..quorum import running_half_day
from .asking import actor_of, visible_or_404

MOST_SENT = 500
FOREIGN = "这几条不是您登记的，留在这台电脑里，等登记的人登录后补传。"
EXPIRED = "这个二维码已经换过了，请对着会场大屏幕重新扫。"


@never_cache
@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Let a member who scanned the hall's code check in with one tap; an old code opens nothing."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    invitation = _own(meeting, actor)
    require("meeting.check_in", actor, invitation)
    half_day, problem = _scanned(request, meeting, code, actor, now), ""
    if half_day is None:
        return _scan_page(request, meeting, None, EXPIRED)
    if request.method == "POST":
        try:
            with transaction.atomic():
                made = services.check_in(
                    invitation=invitation, half_day=half_day, method=CheckInMethod.SCAN, by=actor, at=now
                )
        except Refused as refusal:
            problem = refusal.message
        else:
            url = address("meeting:meeting", public_id=meeting.public_id)
            return done(request, door_showing.told(made.attendance, is_new=made.is_new), to=url)
    return _scan_page(request, meeting, half_day, problem, actor)


@never_cache
@require_GET
def own_code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a member's own code, to be held before the desk's scanner; it works without network too."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    invitation = _own(meeting, actor)
    require("meeting.check_in", actor, invitation)
    context = {
        "meeting": meeting,
        "name": invitation.person.name,
        "code": codes.own_code(invitation),
        "drawing": codes.drawn(codes.own_code(invitation)),
        "crumbs": showing.crumbs(meeting, "我的签到码"),
    }
    answer = render(request, "meeting/own_code.html", context)
    if keeping.is_for_the_hall(meeting, now):
        keeping.kept(answer, meeting, f"我的签到码：{meeting.title}", actor=actor, at=now)
    return answer


@require_GET
def door(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List everybody due in a half-day with what can be entered for each."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    require("meeting.keep_door", actor, meeting)
    half_day, came = _half_day(meeting, request.GET.get("half", ""), now), request.GET.get("came", "")
    if half_day is None:
        return render(request, "meeting/door.html", {"meeting": meeting, "crumbs": showing.crumbs(meeting, "签到")})
    context = {
        "meeting": meeting,
        "half_day": half_day,
        "tabs": door_showing.half_day_tabs(meeting, half_day),
        "counts": door_showing.counts(half_day),
        "rows": door_showing.rows(meeting, half_day, came),
        "whole": f"{address('meeting:door', public_id=meeting.public_id)}?half={half_day.pk}" if came else "",
        "is_running": meeting.state in RUNNING,
        "crumbs": showing.crumbs(meeting, "签到"),
    }
    return render(request, "meeting/door.html", context)


@require_http_methods(["POST"])
@act
def enter_one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter from the clerk's list that one invited person is there."""
    actor, now = actor_of(request), timezone.now()
    invitation = get_object_or_404(queries.invitations_visible_to(actor), public_id=public_id)
    require("meeting.keep_door", actor, invitation)
    half_day = _half_day(invitation.meeting, request.POST.get("half", ""), now)
    to = f"{address('meeting:door', public_id=invitation.meeting.public_id)}?half={half_day.pk if half_day else ''}"
    try:
        with transaction.atomic():
            assert half_day is not None, "a called meeting has half-days"
            made = services.check_in(
                invitation=invitation, half_day=half_day, method=CheckInMethod.CLERK, by=actor, at=now
            )
    except Refused as refusal:
        return refused(request, refusal.message, to=to)
    return done(request, door_showing.told(made.attendance, is_new=made.is_new), to=to)


@require_http_methods(["GET", "POST"])
@act
def correct_one(request: HttpRequest, public_id: UUID, half: int) -> HttpResponse:
    """Correct one person's half-day with its reason, or note that they left early."""
    actor, now = actor_of(request), timezone.now()
    invitation = get_object_or_404(queries.invitations_visible_to(actor), public_id=public_id)
    require("meeting.keep_door", actor, invitation)
    row = get_object_or_404(queries.attendance_visible_to(actor), invitation=invitation, half_day=half)
    form = MarkForm(request.POST or None, initial={"status": row.status})
    to = f"{address('meeting:door', public_id=invitation.meeting.public_id)}?half={half}"
    if request.method == "POST" and form.is_valid() and _corrected(form, row, actor, now):
        return done(request, f"已更正{invitation.person.name}的签到。", to=to)
    context = {"row": row, "meeting": invitation.meeting, "form": form, "back": to}
    return render(request, "meeting/correct_one.html", context, status=409 if form.non_field_errors() else 200)


@never_cache
@require_GET
def desk(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the desk at the entrance: it takes codes and names, and goes on without network."""
    actor = actor_of(request)
    meeting = visible_or_404(actor, public_id)
    require("meeting.keep_door", actor, meeting)
    assert actor.user_id is not None, "signed in"
    context = {
        "meeting": meeting,
        "who": codes.desk_word(actor.user_id),
        "people": door_showing.roll(meeting),
        "half_days": meeting.half_days.all(),
        "running": running_half_day(meeting, at=timezone.now()),
        "crumbs": showing.crumbs(meeting, "签到台"),
    }
    page = with_camera(render(request, "meeting/desk.html", context))
    return keeping.kept_desk(page, meeting, actor=actor, at=timezone.now())


@require_http_methods(["POST"])
def desk_send(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """
    Take what a desk noted, one or many, each under a key of its own: sent again it gives the first answer.

    Each entry is an act of its own: one that is refused keeps no other back. What somebody else noted on this desk is
    not taken under this login; the desk keeps it for them.
    """
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    require("meeting.keep_door", actor, meeting)
    assert actor.user_id is not None, "signed in"
    try:
        sent = json.loads(request.body)
        entries, who = sent["entries"], sent["who"]
        assert isinstance(entries, list)
    except (ValueError, KeyError, TypeError, AssertionError):
        return JsonResponse({"message": "没有看懂签到台发来的内容，请刷新签到台。"}, status=400)
    own = codes.desk_word(actor.user_id)
    if who != own or any(isinstance(each, dict) and each.get("who", own) != own for each in entries):
        return JsonResponse({"message": FOREIGN}, status=409)
    return JsonResponse({"results": [_take(request, meeting, each, actor, now) for each in entries[:MOST_SENT]]})


def _take(request: HttpRequest, meeting: Meeting, entry: Any, actor: Actor, now: datetime) -> dict[str, Any]:
    key = str(entry.get("key", "")) if isinstance(entry, dict) else ""
    try:
        act_key = uuid.UUID(key)
    except ValueError:
        return {"key": key, "ok": False, "message": "这一条没有编号，请在签到台重新登记。"}
    try:
        with transaction.atomic():
            told = actkeys.once(request, act_key, lambda: _enter(meeting, entry, actor, now))
    except Refused as refusal:
        return {"key": key, "ok": False, "message": refusal.message}
    return {"key": key, "ok": True, "message": told}


def _enter(meeting: Meeting, entry: dict[str, Any], actor: Actor, now: datetime) -> str:
    code, seen_at = str(entry.get("code", "")), _seen_at(str(entry.get("seen_at", ""))) or now
    by_code = bool(code)
    invitation = codes.invitation_of_code(code, meeting) if by_code else _by_id(meeting, str(entry.get("person", "")))
    half_day = _half_day(meeting, str(entry.get("half", "")), seen_at)
    if invitation is None or half_day is None:
        raise Refused("unknown_code", "这个码不是这次会议的签到码，请本人打开“我的签到码”。")
    made = services.check_in(
        invitation=invitation, half_day=half_day, method=CheckInMethod.OWN_CODE if by_code else CheckInMethod.CLERK,
        by=actor, at=now, seen_at=seen_at,
    )  # fmt: skip
    return door_showing.told(made.attendance, is_new=made.is_new)


def _seen_at(words: str) -> datetime | None:
    """Return the moment a desk gives with its zone; None for what is no such moment."""
    try:
        moment = parse_datetime(words)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


def _by_id(meeting: Meeting, public_id: str) -> Invitation | None:
    try:
        return meeting.invitations.select_related("person").filter(public_id=UUID(public_id)).first()
    except ValueError:
        return None


def _own(meeting: Meeting, actor: Actor) -> Invitation:
    return get_object_or_404(queries.invitations_visible_to(actor).filter(meeting=meeting, person__user=actor.user_id))


def _scanned(request: HttpRequest, meeting: Meeting, code: str, actor: Actor, now: datetime) -> HalfDay | None:
    """Return the half-day whose code was scanned just now, or whose page was opened by it a few minutes ago."""
    assert actor.user_id is not None, "signed in"
    opened_for = codes.half_day_of_ticket(request.POST.get("seen", ""), actor.user_id)
    if opened_for is not None:
        return meeting.half_days.filter(pk=opened_for).first()
    half_day = running_half_day(meeting, at=now)
    return half_day if half_day is not None and codes.is_hall_code(code, half_day, now) else None


def _scan_page(
    request: HttpRequest, meeting: Meeting, half_day: HalfDay | None, problem: str, actor: Actor | None = None
) -> HttpResponse:
    seen = _ticket(request, half_day, actor.user_id) if half_day and actor and actor.user_id else ""
    context = {
        "meeting": meeting, "opened": str(half_day or ""), "problem": problem, "seen": seen,
        "own_code_url": address("meeting:own-code", public_id=meeting.public_id),
    }  # fmt: skip
    return render(request, "meeting/check_in.html", context, status=409 if problem else 200)


def _ticket(request: HttpRequest, half_day: HalfDay, user_id: int) -> str:
    """Return what the page carries: trying again keeps the ticket that runs out, only a good code brings a new one."""
    shown = request.POST.get("seen", "")
    return shown if codes.half_day_of_ticket(shown, user_id) is not None else codes.seen_ticket(half_day, user_id)


def _half_day(meeting: Meeting, asked: str, at: datetime) -> HalfDay | None:
    found = meeting.half_days.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
    return found or running_half_day(meeting, at=at)


def _corrected(form: MarkForm, row: Attendance, actor: Actor, now: datetime) -> bool:
    status, reason = AttendanceStatus(form.cleaned_data["status"]), form.cleaned_data["reason"]
    try:
        with transaction.atomic():
            if status is AttendanceStatus.LEFT_EARLY and row.status in (
                AttendanceStatus.PRESENT,
                AttendanceStatus.LATE,
            ):
                services.note_left_early(attendance=row, left_at=now, by=actor, at=now)
            else:
                services.correct_one(attendance=row, status=status, reason=reason, by=actor, at=now)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True
