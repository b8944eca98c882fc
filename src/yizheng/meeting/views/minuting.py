"""Pages of the minutes: the text, the numbered decisions, whether they were carried out."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require

from .. import queries, services, showing
from ..enums import HELD, DecisionState, MeetingState
from ..minutes import parts_of
from ..models import Meeting
from ..sitting_forms import DecisionForm, DoneForm, MinutesForm
from .asking import actor_of, visible_or_404
from .voting import _acted


@require_http_methods(["GET", "POST"])
@act
def minutes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write the minutes; what the house knows already stands in them by itself."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    require("meeting.read_replies", actor, meeting)
    form = MinutesForm(request.POST or None, initial={"text": meeting.minutes_text})
    if request.method == "POST":
        require("meeting.minute", actor, meeting)

        def perform() -> None:
            services.write_minutes(meeting=meeting, text=form.cleaned_data["text"], by=actor, at=now)

        if _acted(form, perform):
            return done(request, "纪要已存好，定稿以前都可以改。", to=_url(meeting))
    writes = may("meeting.minute", actor)
    context = {
        "meeting": meeting,
        "form": form if writes and meeting.state == MeetingState.ADJOURNED else None,
        "parts": parts_of(meeting, with_decisions=False) if meeting.state in HELD else [],
        "decisions": meeting.decisions.select_related("body"),
        "may_decide": writes and meeting.state in (MeetingState.IN_SESSION, MeetingState.ADJOURNED),
        "following": DecisionState.FOLLOWING if writes else "",
        "crumbs": showing.crumbs(meeting, "纪要"),
    }
    return render(request, "meeting/minutes.html", context, status=409 if form.non_field_errors() else 200)


@require_http_methods(["GET", "POST"])
@act
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Note a decision of the meeting."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    require("meeting.minute", actor, meeting)
    form = DecisionForm(request.POST or None, on=timezone.localdate(now))

    def perform() -> None:
        services.note_decision(meeting=meeting, decided=form.decided(), by=actor, at=now)

    if request.method == "POST" and _acted(form, perform):
        return done(request, "决定已记下，纪要里按次序编号。", to=_url(meeting))
    return _form(request, meeting, form, "记下一项决定", "列入任务的，纪要定稿后补充进工作要点。", "记下来")


@require_http_methods(["GET", "POST"])
@act
def decision_done(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Note that a decision was carried out."""
    actor, now = actor_of(request), timezone.now()
    row = get_object_or_404(queries.decisions_visible_to(actor), public_id=public_id)
    require("meeting.minute", actor, row)
    form = DoneForm(request.POST or None)

    def perform() -> None:
        services.decision_done(decision=row, note=form.cleaned_data["note"], by=actor, at=now)

    if request.method == "POST" and _acted(form, perform):
        return done(request, "已记下落实情况。", to=_url(row.meeting))
    return _form(request, row.meeting, form, f"“{row}”已落实", "", "已落实")


def _form(request: HttpRequest, meeting: Meeting, form, title: str, lead: str, label: str) -> HttpResponse:  # type: ignore[no-untyped-def]
    context = {
        "meeting": meeting, "form": form, "title": title, "lead": lead, "label": label, "back": _url(meeting),
        "crumbs": showing.crumbs(meeting, "纪要"),
    }  # fmt: skip
    return render(request, "meeting/sitting_form.html", context, status=409 if form.non_field_errors() else 200)


def _url(meeting: Meeting) -> str:
    return address("meeting:minutes", public_id=meeting.public_id)
