"""The door of an activity: the code on the screen, one's own code, the host's list and its corrections."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, refused
from yizheng.kernel.permissions import require

from .. import activity_queries as queries
from .. import activity_showing as showing
from .. import arriving_showing, codes, live, services
from ..enums import ARRIVING, STANDING_SIGNUPS, CheckInMethod
from ..forms import REASON_CHARS
from ..models import Activity, ActivitySignup
from ..notifications import when
from .activities import visible_activity_or_404
from .asking import actor_of
from .door import EXPIRED

UNKNOWN = "这个码不是这次活动的签到码，请本人打开“我的签到码”，或者在名单里点“到了”。"


class CodeForm(forms.Form):
    """What a scanner types."""

    code = forms.CharField(label="签到码", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}),
                           help_text="接上扫码枪对着手机扫，或者照着手机上的输。",
                           error_messages={"required": "请扫码或输入签到码。"})  # fmt: skip


class UndoForm(forms.Form):
    """Why a check-in is taken back."""

    reason = forms.CharField(
        label="理由", max_length=REASON_CHARS, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明撤销的理由。"},
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def arrive(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Let who signed up and scanned the code on the screen check in with one tap; an old code opens nothing."""
    actor, now = actor_of(request), timezone.now()
    activity = visible_activity_or_404(actor, public_id)
    own = _own(activity, actor)
    require("meeting.arrive", actor, own)
    assert actor.user_id is not None, "signed in"
    shown = request.POST.get("seen", "")
    has_ticket = codes.is_ticket_of(shown, activity, actor.user_id)
    if not has_ticket and not codes.is_hall_code(code, activity, now):
        return _scan_page(request, activity, problem=EXPIRED)
    problem = ""
    if request.method == "POST":
        try:
            made = services.arrive(signup=own, method=CheckInMethod.SCAN, by=actor, at=now)
        except Refused as refusal:
            problem = refusal.message
        else:
            return done(request, arriving_showing.told(made.signup, is_new=made.is_new), to=_url(activity))
    ticket = shown if has_ticket else codes.activity_ticket(activity, actor.user_id)
    return _scan_page(request, activity, problem=problem, ticket=ticket)


@never_cache
@require_GET
def own_code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the own code of who signed up, to be held before the host's scanner."""
    actor = actor_of(request)
    activity = visible_activity_or_404(actor, public_id)
    own = _own(activity, actor)
    require("meeting.arrive", actor, own)
    code = codes.own_code(own)
    context = {
        "meeting": activity, "name": own.membership.person.name, "code": code, "drawing": codes.drawn(code),
        "crumbs": showing.crumbs(activity, "我的签到码"),
    }  # fmt: skip
    return render(request, "meeting/own_code.html", context)


@never_cache
@require_GET
def screen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the screen at the entrance: the code that changes by itself, and how many are there."""
    actor, now = actor_of(request), timezone.now()
    activity = visible_activity_or_404(actor, public_id)
    require("meeting.host_activity", actor, activity)
    assert actor.user_id is not None, "signed in"
    site = request.build_absolute_uri("/").rstrip("/")
    context = {
        "activity": activity,
        "when": when(activity),
        "shown": arriving_showing.screen(activity, site=site, at=now),
        "ticket": live.ticket(activity, actor.user_id),
    }
    part = "meeting/arrival_screen.html#shown" if "part" in request.GET else "meeting/arrival_screen.html"
    return render(request, part, context)


@require_http_methods(["GET", "POST"])
@act
def arrivals(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List who signed up with who is there; a code that is scanned or typed checks its holder in."""
    actor = actor_of(request)
    activity = visible_activity_or_404(actor, public_id)
    require("meeting.host_activity", actor, activity)
    form, came = CodeForm(request.POST or None), request.GET.get("came", "")
    if request.method == "POST" and form.is_valid():
        signup = codes.signup_of_code(form.cleaned_data["code"], activity)
        if signup is None:
            form.add_error("code", UNKNOWN)
        else:
            return _entered(request, signup, CheckInMethod.OWN_CODE, actor)
    context = {
        "activity": activity,
        "is_open": activity.state in ARRIVING,
        "form": form,
        "figures": arriving_showing.figures(activity),
        "rows": arriving_showing.lines(activity, came),
        "whole": address("meeting:arrivals", public_id=public_id) if came else "",
        "crumbs": showing.crumbs(activity, "签到"),
    }
    return render(request, "meeting/arrivals.html", context, status=409 if form.is_bound else 200)


@require_http_methods(["POST"])
@act
def enter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Enter from the host's list that one who signed up is there."""
    actor = actor_of(request)
    signup = get_object_or_404(queries.signups_visible_to(actor), public_id=public_id)
    require("meeting.host_activity", actor, signup.activity)
    return _entered(request, signup, CheckInMethod.CLERK, actor)


@require_http_methods(["GET", "POST"])
@act
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take back a check-in that was a mistake, with its reason."""
    actor, now = actor_of(request), timezone.now()
    signup = get_object_or_404(queries.signups_visible_to(actor), public_id=public_id)
    require("meeting.host_activity", actor, signup.activity)
    form, name = UndoForm(request.POST or None), signup.membership.person.name
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                services.undo_arrival(signup=signup, reason=form.cleaned_data["reason"], by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, f"已撤销{name}的签到。", to=_door(signup.activity))
    context = {
        "form": form, "title": f"撤销{name}的签到", "lead": "撤销以后可以重新签到。", "label": "撤销签到",
        "back": _door(signup.activity), "crumbs": showing.crumbs(signup.activity, "撤销签到"),
    }  # fmt: skip
    return render(request, "meeting/sitting_form.html", context, status=409 if form.non_field_errors() else 200)


def _entered(request: HttpRequest, signup: ActivitySignup, method: CheckInMethod, by: Actor) -> HttpResponse:
    try:
        with transaction.atomic():
            made = services.arrive(signup=signup, method=method, by=by, at=timezone.now())
        words = arriving_showing.told(made.signup, is_new=made.is_new)
    except Refused as refusal:
        return refused(request, refusal.message, to=_door(signup.activity))
    return done(request, words, to=_door(signup.activity))


def _own(activity: Activity, actor: Actor) -> ActivitySignup:
    rows = queries.signups_visible_to(actor).filter(activity=activity, state__in=STANDING_SIGNUPS)
    return get_object_or_404(rows, membership__person__user=actor.user_id)


def _scan_page(request: HttpRequest, activity: Activity, *, problem: str, ticket: str = "") -> HttpResponse:
    context = {
        "meeting": activity, "opened": when(activity) if ticket else "", "problem": problem, "seen": ticket,
        "own_code_url": address("meeting:arrival-code", public_id=activity.public_id),
    }  # fmt: skip
    return render(request, "meeting/check_in.html", context, status=409 if problem else 200)


def _door(activity: Activity) -> str:
    return address("meeting:arrivals", public_id=activity.public_id)


def _url(activity: Activity) -> str:
    return address("meeting:activity", public_id=activity.public_id)
