"""Handlings as JSON, for the systems of units: the same services and permissions as the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.json_door import Done, Page, act, actor_of, page_of
from yizheng.kernel.permissions import require
from yizheng.kernel.token_scopes import Scope, opens

from .. import queries
from ..enums import AnswerVerdict, ContactMode, ContactStage, HandlingState, PublicLevel
from ..filters import DONE
from ..models import Handling
from ..services import contacting, countersigning, drafting, handling, replying
from ..standing import unit_id
from ..views.asking import handling_or_404
from . import share
from .schemas import ContactIn, HandlingOut, HandlingQuery, IssueIn, OpinionIn, ReplyIn

router = Router(tags=["提案办理"])


@router.get("handlings/", response=Page[HandlingOut], summary="办理清单")
def list_handlings(request: HttpRequest, wanted: Query[HandlingQuery]) -> Page[HandlingOut]:
    """List what a unit handles, or what the assigner and the office follow; the nearest date first."""
    actor = _follower(request)
    unit = unit_id(actor)
    rows = queries.handlings_visible_to(actor)
    rows = rows if unit is None else rows.filter(unit=unit)
    if wanted.state in HandlingState.values:
        rows = rows.filter(state=wanted.state)
    if wanted.late:
        rows = rows.filter(due_on__lt=timezone.localdate()).exclude(state__in=DONE)
    return page_of(rows.select_related("proposal", "unit").order_by("due_on", "id"), wanted.page, _handling)


@router.get("handlings/{uuid:public_id}/", response=HandlingOut, summary="一件办理")
def get_handling(request: HttpRequest, public_id: UUID) -> HandlingOut:
    """Show how far one unit is with a proposal."""
    return _handling(handling_or_404(_follower(request), public_id))


@router.post("handlings/{uuid:public_id}/sign-for/", response=Done, summary="签收")
@act
@opens(Scope.HANDLING_WRITE)
def sign_for_handling(request: HttpRequest, public_id: UUID) -> str:
    """Sign for an assignment."""
    actor, found = _work(request, public_id)
    handling.sign_for(handling=found, by=actor, at=timezone.now())
    return _url(found)


@router.post("handlings/{uuid:public_id}/contacts/", response=Done, summary="记录面商")
@act
@opens(Scope.HANDLING_WRITE)
def record_contact(request: HttpRequest, public_id: UUID, given: ContactIn) -> str:
    """Record that the unit spoke with the proposer."""
    actor, found = _work(request, public_id)
    words = given.dict(exclude={"stage", "mode"})
    contact = contacting.Contact(stage=ContactStage(given.stage), mode=ContactMode(given.mode), **words)
    contacting.record_contact(handling=found, contact=contact, by=actor, at=timezone.now())
    return _url(found)


@router.post("handlings/{uuid:public_id}/co-opinion/", response=Done, summary="送会办意见")
@act
@opens(Scope.HANDLING_WRITE)
def send_co_opinion(request: HttpRequest, public_id: UUID, given: OpinionIn) -> str:
    """Send a co-handler's opinion to the host."""
    actor, found = _work(request, public_id)
    opinion = countersigning.Opinion(**given.dict())
    countersigning.send_co_opinion(handling=found, opinion=opinion, by=actor, at=timezone.now())
    return _url(found)


@router.post("handlings/{uuid:public_id}/countersign/", response=Done, summary="会签")
@act
@opens(Scope.HANDLING_WRITE)
def countersign_reply(request: HttpRequest, public_id: UUID) -> str:
    """Agree to the host's reply."""
    actor = actor_of(request)
    found = handling_or_404(actor, public_id)
    require("handling.issue", actor, found)
    countersigning.countersign(handling=found, by=actor, at=timezone.now())
    return _url(found)


@router.post("handlings/{uuid:public_id}/reply/", response=Done, summary="拟答复")
@act
@opens(Scope.HANDLING_WRITE)
def draft_reply(request: HttpRequest, public_id: UUID, given: ReplyIn) -> str:
    """Write or change the draft of a reply."""
    actor, found = _work(request, public_id)
    drafting.write_reply(handling=found, words=_words(given), by=actor, at=timezone.now())
    return _url(found)


@router.post("handlings/{uuid:public_id}/finish/", response=Done, summary="拟好答复")
@act
@opens(Scope.HANDLING_WRITE)
def finish_reply(request: HttpRequest, public_id: UUID) -> str:
    """Say that the reply is drafted; co-handlers may countersign it."""
    actor, found = _work(request, public_id)
    drafting.finish_draft(handling=found, by=actor, at=timezone.now())
    return _url(found)


@router.post("handlings/{uuid:public_id}/issue/", response=Done, summary="签发答复")
@act
@opens(Scope.HANDLING_WRITE)
def issue_reply(request: HttpRequest, public_id: UUID, given: IssueIn) -> str:
    """Issue the reply that the leader of the unit signed."""
    actor = actor_of(request)
    found = handling_or_404(actor, public_id)
    require("handling.issue", actor, found)
    reply = drafting.reply_of(found)
    if reply is None:
        raise Refused("no_reply", "还没有写答复。请先写好，再签发。")
    replying.issue(
        reply=reply, signed_by_name=given.signed_by_name, signed_on=given.signed_on, by=actor, at=timezone.now()
    )  # fmt: skip
    return _url(found)


def _follower(request: HttpRequest) -> Actor:
    """Return who asks: a unit, or one who follows how units get on. Raises: PermissionDenied."""
    actor = actor_of(request)
    if unit_id(actor) is None:
        require("handling.see_progress", actor)
    else:
        require("handling.see_desk", actor)
    return actor


def _work(request: HttpRequest, public_id: UUID) -> tuple[Actor, Handling]:
    """Return who asks and the handling, if they work on it. Raises: Http404, PermissionDenied."""
    actor = actor_of(request)
    found = handling_or_404(actor, public_id)
    require("handling.work", actor, found)
    return actor, found


def _words(given: ReplyIn) -> drafting.Words:
    answers = [drafting.Answer(each.suggestion, AnswerVerdict(each.verdict), each.text) for each in given.answers]
    promised = [drafting.Commitment(each.text, each.due_on) for each in given.commitments]
    plain = given.dict(exclude={"answers", "commitments", "public_level"})
    return drafting.Words(
        **plain, public_level=PublicLevel(given.public_level), answers=answers, commitments=promised
    )  # fmt: skip


def _url(found: Handling) -> str:
    return address("api:get-handling", public_id=found.public_id)


def _handling(row: Any) -> HandlingOut:
    return HandlingOut(
        **share(row), proposal=row.proposal.public_id, number=row.proposal.number, title=row.proposal.title,
        assigned_on=row.assigned_on, signed_on=row.signed_on, contacted_on=row.contacted_on, issued_on=row.issued_on,
        url=address("proposal:handling", public_id=row.public_id),
    )  # fmt: skip
