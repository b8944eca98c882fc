"""The meeting as it sits: the order of its agenda, the screen in the hall, who speaks."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require

from .. import hall_showing, live, services, showing
from ..enums import AgendaKind
from ..services import Item
from ..sitting_forms import SpeakForm
from .asking import actor_of, visible_or_404

EMPTY_ROWS = 3


@require_http_methods(["GET", "POST"])
@act
def agenda(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Order the agenda: what each point is, and who reports."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    require("meeting.prepare", actor, meeting)
    problem, items = "", _posted(request) if request.method == "POST" else _standing(meeting)
    if request.method == "POST":
        try:
            with transaction.atomic():
                services.set_agenda(meeting=meeting, items=items, by=actor, at=now)
        except Refused as refusal:
            problem = refusal.message
        else:
            url = address("meeting:meeting", public_id=meeting.public_id)
            return done(request, "议程已排好。", to=url)
    rows = [*items, *[Item("")] * EMPTY_ROWS]
    context = {
        "meeting": meeting,
        "rows": [(number, each) for number, each in enumerate(rows, start=1)],
        "kinds": AgendaKind.choices,
        "problem": problem,
        "crumbs": showing.crumbs(meeting, "议程"),
    }
    return render(request, "meeting/agenda.html", context, status=409 if problem else 200)


@never_cache
@require_GET
def hall(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the hall's screen: agenda, speaker and clock, who is there, the code, the last vote."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    require("meeting.run", actor, meeting)
    assert actor.user_id is not None, "signed in"
    site = request.build_absolute_uri("/").rstrip("/")
    context = {
        "meeting": meeting,
        "shown": hall_showing.shown(meeting, site=site, at=now),
        "ticket": live.ticket(meeting, actor.user_id),
        "form": SpeakForm(meeting=meeting),
    }
    part = "meeting/hall.html#shown" if "part" in request.GET else "meeting/hall.html"
    return render(request, part, context)


@require_http_methods(["POST"])
@act
def speak(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put a point and a speaker with a clock on the hall's screen."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    require("meeting.run", actor, meeting)
    form = SpeakForm(request.POST, meeting=meeting)
    to = address("meeting:hall", public_id=meeting.public_id)
    if not form.is_valid():
        return done(request, "没有看懂，请重新填写发言人和时间。", to=to)
    given = form.cleaned_data
    services.show_on_screen(
        meeting=meeting, item=given["item"], speaker=given["speaker"], minutes=given["minutes"] or 0, by=actor, at=now
    )
    return done(request, "大屏已更新。", to=to)


def _standing(meeting) -> list[Item]:  # type: ignore[no-untyped-def]
    rows = [Item(row.title, AgendaKind(row.kind), row.reporter, str(row.public_id)) for row in meeting.items.all()]
    return rows or [Item(line.strip()) for line in meeting.agenda.splitlines() if line.strip()]


def _posted(request: HttpRequest) -> list[Item]:
    names = ("title", "kind", "reporter", "row")
    columns = [request.POST.getlist(name) for name in names]
    kinds = set(AgendaKind.values)
    return [
        Item(title.strip()[:200], AgendaKind(kind) if kind in kinds else AgendaKind.REPORT, reporter.strip()[:60], row)
        for title, kind, reporter, row in zip(*columns, strict=False)
        if title.strip()
    ]
