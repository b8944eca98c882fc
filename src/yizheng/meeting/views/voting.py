"""Pages of votes: begin one, vote by name, announce the result."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.ballot.queries import waiting_for
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, refused
from yizheng.kernel.permissions import may, require

from .. import hall_showing, services, showing
from ..enums import Choice, InvitationRole, MeetingState, VoteMethod, VoteState
from ..forms import ReasonForm
from ..models import Meeting, Vote
from ..sitting_forms import CloseVoteForm, OpenVoteForm
from .asking import actor_of, visible_or_404


@require_GET
def votes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List the votes of a meeting with their denominators and results."""
    actor = actor_of(request)
    meeting = visible_or_404(actor, public_id)
    require("meeting.read", actor)
    own = meeting.invitations.filter(person__user=actor.user_id, role=InvitationRole.ATTEND).first()
    runs = may("meeting.run", actor)
    open_vote = meeting.votes.filter(state=VoteState.OPEN).first()
    named_vote = open_vote if open_vote is not None and open_vote.method == VoteMethod.NAMED else None
    waits = named_vote is not None and own is not None and not named_vote.named.filter(invitation=own).exists()
    secret = open_vote.ballot if open_vote is not None and open_vote.method == VoteMethod.SECRET else None
    context = {
        "meeting": meeting,
        "votes": [hall_showing.vote_lines(each) for each in meeting.votes.all()],
        "may_run": runs and meeting.state == MeetingState.IN_SESSION,
        "own_vote": named_vote if waits else None,
        "own_ballot": waiting_for(actor).filter(public_id=secret).first() if secret else None,
        "choices": Choice.choices,
        "roll": _roll(named_vote) if runs else [],
        "named_vote": named_vote,
        "crumbs": showing.crumbs(meeting, "表决"),
    }
    return render(request, "meeting/votes.html", context)


@require_http_methods(["GET", "POST"])
@act
def open_vote(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin a vote."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    require("meeting.run", actor, meeting)
    form = OpenVoteForm(request.POST or None, meeting=meeting)

    def perform() -> None:
        given = form.cleaned_data
        services.open_vote(
            meeting=meeting, title=given["title"], method=VoteMethod(given["method"]), item=given["item"],
            lines=given["lines"].splitlines(), by=actor, at=now,
        )  # fmt: skip

    if request.method == "POST" and _acted(form, perform):
        return done(request, "表决开始，应到和到会人数已经定下。", to=_votes_url(meeting))
    return _form_page(request, meeting, form, "开始表决", "开始后，以此刻的全体人数和到会人数为准。", "开始")


@require_http_methods(["GET", "POST"])
@act
def close_vote(request: HttpRequest, public_id: UUID, vote: UUID) -> HttpResponse:
    """Announce the result of a vote."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    require("meeting.run", actor, meeting)
    row = get_object_or_404(meeting.votes, public_id=vote)
    form = CloseVoteForm(request.POST or None, vote=row)

    def perform() -> None:
        services.close_vote(vote=row, counts=form.counts(), papers=form.papers(), by=actor, at=now)

    if request.method == "POST" and _acted(form, perform):
        return done(request, "结果已宣布。", to=_votes_url(meeting))
    return _form_page(request, meeting, form, f"宣布“{row}”的结果", hall_showing.vote_lines(row)["words"], "宣布结果")


@require_http_methods(["GET", "POST"])
@act
def void_vote(request: HttpRequest, public_id: UUID, vote: UUID) -> HttpResponse:
    """Void a vote with its reason."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    require("meeting.run", actor, meeting)
    row = get_object_or_404(meeting.votes, public_id=vote)
    form = ReasonForm(request.POST or None)

    def perform() -> None:
        services.void_vote(vote=row, reason=form.cleaned_data["reason"], by=actor, at=now)

    if request.method == "POST" and _acted(form, perform):
        return done(request, "这次表决已作废。", to=_votes_url(meeting))
    return _form_page(request, meeting, form, f"“{row}”作废", "作废以后可以重新表决，作废的仍留在记录里。", "作废")


@require_http_methods(["POST"])
@act
def by_name(request: HttpRequest, public_id: UUID, vote: UUID) -> HttpResponse:
    """Vote by name for oneself, or for whoever is called from the roll."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    row = get_object_or_404(meeting.votes, public_id=vote)
    called = request.POST.get("person", "")
    invitations = meeting.invitations.select_related("person")
    own = get_object_or_404(invitations, person__user=actor.user_id) if not called else _called(invitations, called)
    require("meeting.run" if called else "meeting.vote", actor, own)
    choice = request.POST.get("choice", "")
    if choice not in Choice.values:
        return done(request, "请选择赞成、反对或弃权。", to=_votes_url(meeting))
    try:
        with transaction.atomic():
            services.vote_by_name(vote=row, invitation=own, choice=Choice(choice), by=actor, at=now)
    except Refused as refusal:
        return refused(request, refusal.message, to=_votes_url(meeting))
    return done(request, f"{own.person.name}：{Choice(choice).label}，已记下。", to=_votes_url(meeting))


def _called(invitations, called: str):  # type: ignore[no-untyped-def]
    try:
        return get_object_or_404(invitations, public_id=UUID(called))
    except ValueError:
        return get_object_or_404(invitations, pk=0)


def _roll(vote: Vote | None) -> list[tuple[str, str]]:
    if vote is None:
        return []
    voted = vote.named.values("invitation")
    rows = vote.meeting.invitations.filter(role=InvitationRole.ATTEND).exclude(pk__in=voted).select_related("person")
    return [(str(each.public_id), each.person.name) for each in rows.order_by("order", "id")]


def _acted(form: forms.Form, perform: Callable[[], None]) -> bool:
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            perform()
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _form_page(
    request: HttpRequest, meeting: Meeting, form: forms.Form, title: str, lead: str, label: str
) -> HttpResponse:
    context = {
        "meeting": meeting, "form": form, "title": title, "lead": lead, "label": label, "back": _votes_url(meeting),
        "crumbs": showing.crumbs(meeting, "表决"),
    }  # fmt: skip
    return render(request, "meeting/sitting_form.html", context, status=409 if form.non_field_errors() else 200)


def _votes_url(meeting: Meeting) -> str:
    return address("meeting:votes", public_id=meeting.public_id)
