"""A deed that was registered from a sheet or reported by a member is joined to the thing of the house it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.administration.enums import HonourState
from yizheng.administration.models import Honour
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.meeting.enums import ActivityKind, ActivityState, duty_kind
from yizheng.meeting.models import Activity
from yizheng.ui.shapes import Crumb
from yizheng.ui.tags.marks import short_date

from .. import forms
from .. import workflow as table
from ..enums import DutyKind, DutySource
from ..models import DutyRecord
from ..services import recording
from .asking import actor_of, record_or_404

NEAR = timedelta(days=10)
"""A sheet may bear another day than the activity it belongs to."""


def may_link(record: DutyRecord, actor: Actor) -> bool:
    """Tell whether a record stands by itself and this person may join it to something."""
    sources = table.LINK.sources | table.MATCH.sources
    is_alone = record.subject_id is None and record.source != DutySource.AUTO
    return is_alone and record.state in sources and may("duty.confirm", actor, record)


def things_for(record: DutyRecord) -> dict[str, Model]:
    """Return what a record could be: what counts as its kind about that day, honours of the member in that year."""
    found: dict[str, Model] = {}
    if record.kind.startswith("honour_"):
        honours = Honour.objects.filter(state=HonourState.STANDING, person=record.membership.person_id)
        found |= {f"honour:{each.pk}": each for each in honours.filter(year=record.on.year)}
    days = (record.on - NEAR, record.on + NEAR)
    kinds = [kind for kind in ActivityKind if duty_kind(kind) == record.kind]
    rows = Activity.objects.filter(kind__in=kinds, starts_at__date__range=days)
    rows = rows.filter(state__in=[ActivityState.HELD, ActivityState.RECORDED, ActivityState.CONFIRMED])
    return found | {f"activity:{each.pk}": each for each in rows.order_by("starts_at", "id")}


def words_of(thing: Any) -> str:
    """Return what the choice says of a thing."""
    on = timezone.localdate(thing.starts_at) if isinstance(thing, Activity) else thing.awarded_on
    return f"{short_date(on)} {thing}"


@require_http_methods(["GET", "POST"])
@act
def link(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Join a record to an activity or an honour; it is not counted twice."""
    actor = actor_of(request)
    record = record_or_404(actor, public_id)
    require("duty.confirm", actor, record)
    if not may_link(record, actor):
        raise Http404("stands with its subject already")
    things = things_for(record)
    choices = [(key, words_of(thing)) for key, thing in things.items()]
    form = forms.LinkForm(request.POST if request.method == "POST" else None, things=choices)
    back = address("duty:record", public_id=record.public_id)
    if request.method == "POST" and form.is_valid() and _linked(form, record, things, actor):
        return done(request, "已连上，只计一次。", to=back)
    context = {
        "form": form, "back": back, "title": "是系统里的哪一件", "label": "连上", "crumbs": [
            Crumb(str(record), back), Crumb("连上")],
        "lead": f"{dict(DutyKind.choices)[record.kind]}，{short_date(record.on)}前后十天的都列出来" if choices else
                "前后十天里没有同类的活动；活动登记到场以后再来连",
    }  # fmt: skip
    return render(request, "duty/form.html", context, status=409 if form.non_field_errors() else 200)


def _linked(form: forms.LinkForm, record: DutyRecord, things: dict[str, Model], actor: Actor) -> bool:
    try:
        with transaction.atomic():
            recording.link(record=record, subject=things[form.cleaned_data["thing"]], by=actor, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True
