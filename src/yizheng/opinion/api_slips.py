"""Transfer slips as JSON, for the systems of units: the same services and permissions as the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.json_door import Done, Page, PageAsked, act, actor_of, page_of
from yizheng.kernel.permissions import require
from yizheng.kernel.token_scopes import Scope, opens

from . import queries_following as queries
from .models import OpinionTransfer
from .schemas_slips import SlipOut, SlipReasonIn, SlipReplyIn, SlipWithText
from .services import replying
from .texts import text_of
from .views.asking import slip_or_404

router = Router(tags=["社情民意转办"])


@router.get("opinion-slips/", response=Page[SlipOut], summary="转办单清单")
@opens(Scope.OPINION_READ)
def list_slips(request: HttpRequest, asked: Query[PageAsked]) -> Page[SlipOut]:
    """List the slips the person may see, the nearest date first."""
    actor = actor_of(request)
    require("slip.read", actor)
    rows = queries.slips_in_full(actor).order_by("due_on", "id")
    return page_of(rows, asked.page, lambda row: SlipOut(**_facts(row)))


@router.get("opinion-slips/{uuid:public_id}/", response=SlipWithText, summary="一张转办单")
@opens(Scope.OPINION_READ)
def get_slip(request: HttpRequest, public_id: UUID) -> SlipWithText:
    """Show one slip with the text of the piece."""
    actor = actor_of(request)
    require("slip.read", actor)
    found = slip_or_404(actor, public_id)
    return SlipWithText(
        **_facts(found), text=text_of(found.opinion), reply=found.reply, reply_by_name=found.reply_by_name
    )


@router.post("opinion-slips/{uuid:public_id}/sign-for/", response=Done, summary="签收转办单")
@act
@opens(Scope.SLIP_WRITE)
def sign_for_slip(request: HttpRequest, public_id: UUID) -> str:
    """Sign for a slip."""
    actor, slip = _work(request, public_id)
    return _url(replying.sign_for(slip=slip, by=actor, at=timezone.now()))


@router.post("opinion-slips/{uuid:public_id}/reply/", response=Done, summary="反馈转办单")
@act
@opens(Scope.SLIP_WRITE)
def reply_slip(request: HttpRequest, public_id: UUID, given: SlipReplyIn) -> str:
    """Answer a slip."""
    actor, slip = _work(request, public_id)
    return _url(replying.reply(slip=slip, **given.dict(), by=actor, at=timezone.now()))


@router.post("opinion-slips/{uuid:public_id}/decline/", response=Done, summary="退转办单")
@act
@opens(Scope.SLIP_WRITE)
def decline_slip(request: HttpRequest, public_id: UUID, given: SlipReasonIn) -> str:
    """Give a slip back that is not the unit's affair."""
    actor, slip = _work(request, public_id)
    return _url(replying.decline(slip=slip, reason=given.reason, by=actor, at=timezone.now()))


def _work(request: HttpRequest, public_id: UUID) -> tuple[Actor, OpinionTransfer]:
    """Return who asks and the slip, if they work on it. Raises: Http404, PermissionDenied."""
    actor = actor_of(request)
    slip = slip_or_404(actor, public_id)
    require("slip.work", actor, slip)
    return actor, slip


def _url(slip: OpinionTransfer) -> str:
    return address("api:get-slip", public_id=slip.public_id)


def _facts(slip: OpinionTransfer) -> dict[str, Any]:
    return {
        "id": slip.public_id, "number": slip.number, "title": str(slip.opinion), "unit": str(slip.unit),
        "state": slip.state, "state_label": slip.get_state_display(), "asked_action": slip.asked_action,
        "sent_on": slip.sent_on, "due_on": slip.due_on, "signed_for_on": slip.signed_for_on,
        "replied_on": slip.replied_on, "url": address("opinion:slip", public_id=slip.public_id),
    }  # fmt: skip
