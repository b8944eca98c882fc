"""The author's side of opinions as JSON: the same services and permissions as the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.json_door import Done, Page, PageAsked, act, actor_of, page_of
from yizheng.kernel.permissions import require
from yizheng.kernel.token_scopes import Scope, opens
from yizheng.org.enums import BodyKind
from yizheng.org.models import Body
from yizheng.org.queries import bodies_in_force

from . import authorship, own, queries
from .enums import CallState, OpinionState
from .models import Conversion, Opinion, OpinionFeedback, TopicCall
from .schemas_authors import (
    CallOut,
    ConversionAnswerIn,
    OpinionEditionIn,
    OpinionTextIn,
    OwnOpinionOut,
    OwnOpinionWithText,
    ToldOut,
)
from .services import converting, feeding_back, submitting, writing
from .subjects.sourcing import calls_visible_to
from .views.asking import opinion_or_404

router = Router(tags=["社情民意"])


@router.get("opinions/own/", response=Page[OwnOpinionOut], summary="我报送的社情民意")
@opens(Scope.OPINION_READ)
def list_own_opinions(request: HttpRequest, asked: Query[PageAsked]) -> Page[OwnOpinionOut]:
    """List the worn hat's own pieces, drafts among them, the newest first."""
    actor = actor_of(request)
    require("opinion.begin", actor)
    rows = own.with_marks(own.of(actor), actor).order_by("-touched_at", "-id")
    return page_of(rows, asked.page, lambda row: OwnOpinionOut(**_facts(row)))


@router.get("opinions/own/{uuid:public_id}/", response=OwnOpinionWithText, summary="我报送的一件")
@opens(Scope.OPINION_READ)
def get_own_opinion(request: HttpRequest, public_id: UUID) -> OwnOpinionWithText:
    """Show one piece of one's own with what its author was told."""
    actor = actor_of(request)
    require("opinion.begin", actor)
    return _whole(get_object_or_404(own.with_marks(own.of(actor), actor), public_id=public_id), actor)


@router.post("opinions/", response=Done, summary="起草社情民意")
@act
@opens(Scope.OPINION_WRITE)
def begin_opinion(request: HttpRequest, given: OpinionTextIn) -> str:
    """Begin a draft for whom the worn hat stands for."""
    actor = actor_of(request)
    require("opinion.begin", actor)
    return _url(writing.begin(text=_text(given, actor), by=actor, at=timezone.now()))


@router.post("opinions/{uuid:public_id}/text/", response=Done, summary="保存社情民意草稿")
@act
@opens(Scope.OPINION_WRITE)
def write_opinion(request: HttpRequest, public_id: UUID, given: OpinionEditionIn) -> str:
    """Save the next version of a draft; one that was made from an old version is refused."""
    actor = actor_of(request)
    draft = opinion_or_404(actor, public_id)
    require("opinion.write", actor, draft)
    text = _text(given, actor)
    return _url(writing.autosave(opinion=draft, text=text, edition=given.edition, by=actor, at=timezone.now()))


@router.post("opinions/{uuid:public_id}/submit/", response=Done, summary="报送社情民意")
@act
@opens(Scope.OPINION_WRITE)
def submit_opinion(request: HttpRequest, public_id: UUID) -> str:
    """Send a draft in, or a returned piece again."""
    actor = actor_of(request)
    draft = opinion_or_404(actor, public_id)
    require("opinion.submit", actor, draft)
    send = submitting.resubmit if draft.state == OpinionState.RETURNED else submitting.submit
    return _url(send(opinion=draft, by=actor, at=timezone.now()))


@router.post("opinions/{uuid:public_id}/withdraw/", response=Done, summary="撤回社情民意")
@act
@opens(Scope.OPINION_WRITE)
def withdraw_opinion(request: HttpRequest, public_id: UUID) -> str:
    """Take a piece back that nobody edits yet."""
    actor = actor_of(request)
    opinion = opinion_or_404(actor, public_id)
    require("opinion.withdraw", actor, opinion)
    return _url(submitting.withdraw(opinion=opinion, by=actor, at=timezone.now()))


@router.post("opinions/conversions/{uuid:public_id}/answer/", response=Done, summary="答复转化意见")
@act
@opens(Scope.OPINION_WRITE)
def answer_conversion(request: HttpRequest, public_id: UUID, given: ConversionAnswerIn) -> str:
    """Say whether a piece may become something else."""
    actor = actor_of(request)
    rows = Conversion.objects.filter(opinion__in=queries.opinions_visible_to(actor)).select_related("opinion")
    asked = get_object_or_404(rows, public_id=public_id)
    require("opinion.answer_conversion", actor, asked)
    converting.answer(conversion=asked, agrees=given.agrees, words=given.words, by=actor, at=timezone.now())
    return _url(asked.opinion)


@router.post("opinions/feedback/{uuid:public_id}/see/", response=Done, summary="看过反馈")
@act
@opens(Scope.OPINION_WRITE)
def see_feedback(request: HttpRequest, public_id: UUID) -> str:
    """Note that the author has seen what they were told."""
    actor = actor_of(request)
    rows = OpinionFeedback.objects.filter(opinion__in=queries.opinions_visible_to(actor)).select_related("opinion")
    told = get_object_or_404(rows, public_id=public_id)
    require("opinion.see_feedback", actor, told)
    feeding_back.see(feedback=told, by=actor, at=timezone.now())
    return _url(told.opinion)


@router.get("opinions/calls/", response=Page[CallOut], summary="正在约稿")
@opens(Scope.OPINION_READ)
def list_calls(request: HttpRequest, asked: Query[PageAsked]) -> Page[CallOut]:
    """List the calls for pieces that the person may see, the nearest end first."""
    actor = actor_of(request)
    require("call.read", actor)
    return page_of(calls_visible_to(actor).order_by("-state", "due_on", "id"), asked.page, _call)


def _text(given: OpinionTextIn, actor: Actor) -> writing.Text:
    today = timezone.localdate()
    words = given.dict(exclude={"edition", "street", "call", "co_authors"})
    return writing.Text(
        **words, street=_street(given.street), call=_asked_call(given.call, actor),
        co_authors=authorship.named(given.co_authors, today),
    )  # fmt: skip


def _street(public_id: UUID | None) -> Body | None:
    rows = bodies_in_force(timezone.localdate(), BodyKind.GRASSROOTS_UNIT)
    return get_object_or_404(rows, public_id=public_id) if public_id is not None else None


def _asked_call(public_id: UUID | None, actor: Actor) -> TopicCall | None:
    rows = calls_visible_to(actor).filter(state=CallState.OPEN)
    return get_object_or_404(rows, public_id=public_id) if public_id is not None else None


def _url(opinion: Opinion) -> str:
    return address("api:get-own-opinion", public_id=opinion.public_id)


def _facts(row: Any) -> dict[str, Any]:
    return {
        "id": row.public_id, "number": row.number, "title": str(row), "state": row.state,
        "state_label": row.get_state_display(), "urgency": row.urgency, "submitted_at": row.submitted_at,
        "review_due": row.review_due, "adopted": own.adopted(row.adoptions.all()), "has_news": row.has_news,
        "url": address("opinion:opinion", public_id=row.public_id),
    }  # fmt: skip


def _whole(row: Any, actor: Actor) -> OwnOpinionWithText:
    return OwnOpinionWithText(
        **_facts(row), edition=row.edition, situation=row.situation, problem=row.problem, suggestion=row.suggestion,
        place=row.place, urgent_reason=row.urgent_reason, secrecy=row.secrecy,
        authors=[each.name for each in row.authors.order_by("order", "id")],
        told=[_told(each) for each in own.told(row, actor)],
    )  # fmt: skip


def _told(row: Any) -> ToldOut:
    return ToldOut(id=row.public_id, kind=row.kind, text=row.text, given_on=row.given_on, seen_at=row.seen_by_me)


def _call(row: TopicCall) -> CallOut:
    return CallOut(
        id=row.public_id, title=row.title, guide=row.guide, due_on=row.due_on, state=row.state,
        url=address("opinion:call", public_id=row.public_id),
    )  # fmt: skip
