"""The unit's desk, the page of one handling, of one talk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.deadline.explaining import explain
from yizheng.deadline.models import Deadline
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, refused
from yizheng.kernel.permissions import may, require

from .. import unit_work
from ..enums import HandlingState, ReplyKind
from ..models import Handling
from ..queries import assigning as queries_assigning
from ..queries import handling as queries
from ..queries import replies_visible_to
from ..services import dates
from ..services import handling as services
from ..showing import handling as showing
from .asking import actor_of, handling_or_404
from .handling_acts import contact_or_404
from .handling_buttons import of_contact, of_handling, of_others, of_reply

PAGE_ROWS = 50


@require_GET
def unit_desk(request: HttpRequest) -> HttpResponse:
    """Show a unit what it must do today: three things with one button each, then all it has in hand."""
    actor, today = actor_of(request), timezone.localdate()
    require("handling.see_desk", actor)
    is_over = request.GET.get("show") == "over"
    running = unit_work.work_of(list(queries.open_of_unit(actor)), on=today)
    rows = running if not is_over else unit_work.work_of(list(queries.over_of_unit(actor)), on=today)
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "first": [showing.first_thing(each) for each in unit_work.urgent(running)],
        "unsigned": [each.handling for each in running if each.handling.state == HandlingState.ASSIGNED],
        "n_named": queries_assigning.named_for(actor).count(),
        "columns": showing.DESK_COLUMNS,
        "rows": [showing.desk_row(each) for each in page],
        "page": page,
        "n_running": len(running),
        "tabs": showing.desk_tabs(is_over, len(running)),
    }
    return render(request, "proposal/handling/unit_desk.html", context)


@require_http_methods(["POST"])
@act
def sign_all(request: HttpRequest) -> HttpResponse:
    """Sign for all that was ticked, in one act."""
    actor = actor_of(request)
    require("handling.see_desk", actor)
    chosen = queries.open_of_unit(actor).filter(
        state=HandlingState.ASSIGNED, public_id__in=_ids(request.POST.getlist("handling"))
    )
    desk = address("proposal:unit-desk")
    try:
        with transaction.atomic():
            signed = services.sign_for_all(handlings=list(chosen), by=actor, at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal.message, to=desk)
    return done(request, f"已签收{len(signed)}件。", to=desk)


@require_GET
def handling(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show what one unit does with a proposal, the next act first."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.read", actor)
    found = handling_or_404(actor, public_id)
    inner = may("handling.follow_letters", actor)
    letters = replies_visible_to(actor).filter(handling=found, round=found.round).exclude(kind=ReplyKind.SECOND)
    reply = letters.order_by("-id").first()
    works = may("handling.work", actor, found)
    entries = showing.entries_of(found) if inner else []
    opinions = list(queries.opinions_visible_to(actor).filter(handling__proposal=found.proposal_id))
    context = {
        "handling": found,
        "proposal": found.proposal,
        "work": unit_work.work_of([found], on=today)[0] if works else None,
        "meaning": showing.MEANING[HandlingState(found.state)],
        "steps": showing.steps(found, entries) if inner else [],
        "due_lines": _due_lines(found),
        "reply": reply,
        "sees_phone": reply is not None and queries.sees_phone(actor, found.proposal_id),
        "answers": list(reply.answers.select_related("suggestion")) if reply else [],
        "commitments": showing.commitments(reply),
        "contacts": list(queries.contacts_visible_to(actor).filter(handling=found).order_by("-happened_on", "-id")),
        "opinions": opinions,
        "buttons": [
            *of_handling(found, actor),
            *(of_reply(reply, found, actor) if reply else []),
            *of_others(found, actor),
        ],
        "files": showing.files(found, reply, opinions),
        "timeline": showing.timeline(entries, reply) if inner else [],
        "crumbs": showing.crumbs(found, actor),
    }
    return render(request, "proposal/handling/handling.html", context)


@require_GET
def contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one talk; the proposer confirms or objects here."""
    actor = actor_of(request)
    require("contact.read", actor)
    record = contact_or_404(actor, public_id)
    context: dict[str, Any] = {
        "record": record,
        "buttons": of_contact(record, actor),
        "crumbs": showing.crumbs(record.handling, actor, "面商记录"),
    }
    return render(request, "proposal/handling/contact.html", context)


def _due_lines(found: Handling) -> list[str]:
    rows = Deadline.objects.filter(kind="handling", object_id=found.pk, act=dates.final_act(found))
    newest = rows.prefetch_related("pauses", "extensions").order_by("-id").first()
    return explain(newest) if newest else []


def _ids(given: list[str]) -> list[UUID]:
    found = []
    for each in given:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found
