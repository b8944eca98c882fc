"""What stands around proposals, as JSON: leads, topics, signatures, talks, promises, publications, figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from yizheng.kernel.addresses import address
from yizheng.kernel.json_door import Done, Page, PageAsked, act, actor_of, page_of
from yizheng.kernel.permissions import require
from yizheng.kernel.token_scopes import Scope, opens
from yizheng.promise import queries as promise_queries
from yizheng.promise.enums import PromiseState
from yizheng.promise.models import Promise

from .. import queries
from ..enums import LeadState
from ..figures.year import YearFigures
from ..models import LeadTopic, Publication, Signer
from ..queries import handling as queries_handling
from ..queries import leads as queries_leads
from ..queries import publishing as queries_publishing
from ..services import contacting, topics
from ..standing import membership_id
from ..views.handling_acts import contact_or_404
from .schemas_lists import (
    ContactOut,
    FiguresOut,
    FiguresQuery,
    LeadOut,
    LeadQuery,
    ObjectionIn,
    PromiseOut,
    PromiseQuery,
    PublicationOut,
    PublicationQuery,
    PublicationWithText,
    SignatureOut,
    TopicOut,
)

router = Router(tags=["提案周边"])


@router.get("leads/", response=Page[LeadOut], summary="提案线索")
def list_leads(request: HttpRequest, wanted: Query[LeadQuery]) -> Page[LeadOut]:
    """List the leads from the public, the newest first."""
    actor = actor_of(request)
    require("lead.read", actor)
    rows = queries_leads.leads_visible_to(actor).select_related("topic").order_by("-received_at", "-id")
    if wanted.state in LeadState.values:
        rows = rows.filter(state=wanted.state)
    return page_of(rows, wanted.page, _lead)


@router.get("topics/", response=Page[TopicOut], summary="参考选题")
def list_topics(request: HttpRequest, asked: Query[PageAsked]) -> Page[TopicOut]:
    """List the reference topics, the newest year first."""
    actor = actor_of(request)
    require("topic.read", actor)
    rows = queries_leads.topics_visible_to(actor).order_by("-year", "order", "id")
    return page_of(rows, asked.page, _topic)


@router.post("topics/{uuid:public_id}/take/", response=Done, summary="认领选题")
@act
@opens(Scope.PROPOSAL_WRITE)
def take_topic(request: HttpRequest, public_id: UUID) -> str:
    """Begin a draft from a topic; answers where the draft is."""
    actor = actor_of(request)
    topic = get_object_or_404(queries_leads.topics_visible_to(actor), public_id=public_id)
    require("topic.take", actor, topic)
    draft = topics.take_topic(topic=topic, by=actor, at=timezone.now())
    return address("api:get-proposal", public_id=draft.public_id)


@router.get("proposals/signed/", response=Page[SignatureOut], summary="我签名的提案")
def list_signatures(request: HttpRequest, asked: Query[PageAsked]) -> Page[SignatureOut]:
    """List the proposals that a member signs or is asked to sign, the newest first."""
    actor = actor_of(request)
    require("proposal.read", actor)
    rows = Signer.objects.filter(proposal__in=queries.proposals_visible_to(actor), membership=membership_id(actor) or 0)
    return page_of(rows.select_related("proposal__session__term").order_by("-id"), asked.page, _signature)


@router.get("contacts/", response=Page[ContactOut], summary="面商记录")
def list_contacts(request: HttpRequest, asked: Query[PageAsked]) -> Page[ContactOut]:
    """List the talks a person may read, the newest first."""
    actor = actor_of(request)
    require("contact.read", actor)
    rows = queries_handling.contacts_visible_to(actor).select_related("handling__proposal", "handling__unit")
    return page_of(rows.order_by("-happened_on", "-id"), asked.page, _contact)


@router.post("contacts/{uuid:public_id}/confirm/", response=Done, summary="确认面商")
@act
@opens(Scope.FEEDBACK_WRITE)
def confirm_contact(request: HttpRequest, public_id: UUID) -> str:
    """Say that a talk was as recorded."""
    actor = actor_of(request)
    record = contact_or_404(actor, public_id)
    require("contact.answer", actor, record)
    contacting.confirm_contact(record=record, by=actor, at=timezone.now())
    return address("api:list-contacts")


@router.post("contacts/{uuid:public_id}/object/", response=Done, summary="对面商记录提出异议")
@act
@opens(Scope.FEEDBACK_WRITE)
def object_to_contact(request: HttpRequest, public_id: UUID, given: ObjectionIn) -> str:
    """Say that a talk was otherwise than recorded."""
    actor = actor_of(request)
    record = contact_or_404(actor, public_id)
    require("contact.answer", actor, record)
    contacting.object_to_contact(record=record, words=given.words, by=actor, at=timezone.now())
    return address("api:list-contacts")


@router.get("promises/", response=Page[PromiseOut], summary="承诺清单")
def list_promises(request: HttpRequest, wanted: Query[PromiseQuery]) -> Page[PromiseOut]:
    """List the promises of a year that a person may see, the most urgent first."""
    actor = actor_of(request)
    require("promise.read", actor)
    year = wanted.year or timezone.localdate().year
    rows = promise_queries.promises_visible_to(actor).filter(promise_queries.on_list_of(year))
    if wanted.state in PromiseState.values:
        rows = rows.filter(state=wanted.state)
    return page_of(rows.order_by("due_on", "id"), wanted.page, _promise)


@router.get("publications/", response=Page[PublicationOut], summary="已公开的提案")
def list_publications(request: HttpRequest, wanted: Query[PublicationQuery]) -> Page[PublicationOut]:
    """List what anybody may read on the public page, the newest first."""
    require("proposal.read", actor_of(request))
    rows = queries_publishing.matching(queries_publishing.public_ones(), wanted.q.strip(), wanted.year, wanted.category)
    return page_of(rows, wanted.page, lambda row: PublicationOut(**_published(row)))


@router.get("publications/{uuid:public_id}/", response=PublicationWithText, summary="一件已公开的提案")
def get_publication(request: HttpRequest, public_id: UUID) -> PublicationWithText:
    """Show what anybody may read of one proposal and its replies."""
    require("proposal.read", actor_of(request))
    row = get_object_or_404(queries_publishing.public_ones(), public_id=public_id)
    return PublicationWithText(**_published(row), text=row.text, reply=row.reply_text)


@router.get("figures/", response=FiguresOut, summary="年度数据")
def get_figures(request: HttpRequest, wanted: Query[FiguresQuery]) -> FiguresOut:
    """Show a year in numbers, reckoned as on the page."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.see_figures", actor)
    found = YearFigures.read(wanted.year or today.year, actor, on=today)
    return FiguresOut(year=found.year, on=found.on, **found.told())


def _lead(row: Any) -> LeadOut:
    return LeadOut(
        id=row.public_id, title=row.title, text=row.text, source=row.source, channel=row.channel, state=row.state,
        state_label=row.get_state_display(), received_at=row.received_at,
        topic=row.topic.public_id if row.topic else None,
    )  # fmt: skip


def _topic(row: LeadTopic) -> TopicOut:
    return TopicOut(id=row.public_id, year=row.year, title=row.title, guide=row.guide, is_open=row.is_open)


def _signature(row: Signer) -> SignatureOut:
    of = row.proposal
    return SignatureOut(
        id=row.public_id, proposal=of.public_id, number=of.number, title=of.title, proposer=of.proposer_name,
        state=of.state, state_label=of.get_state_display(), role=row.role, consent=row.consent,
    )  # fmt: skip


def _contact(row: Any) -> ContactOut:
    of = row.handling.proposal
    return ContactOut(
        id=row.public_id, proposal=of.public_id, title=of.title, unit=str(row.handling.unit), stage=row.stage,
        mode=row.mode, happened_on=row.happened_on, unit_people=row.unit_people, proposer_people=row.proposer_people,
        notes=row.notes, confirmation=row.confirmation, confirmation_label=row.get_confirmation_display(),
        confirm_by=row.confirm_by, objection=row.objection,
    )  # fmt: skip


def _promise(row: Promise) -> PromiseOut:
    return PromiseOut(
        id=row.public_id, promiser=row.promiser_name, text=row.text, made_on=row.made_on,
        first_due_on=row.first_due_on, due_on=row.due_on, state=row.state, state_label=row.get_state_display(),
        ended_on=row.ended_on, explanation=row.explanation,
    )  # fmt: skip


def _published(row: Publication) -> dict[str, Any]:
    return {
        "id": row.public_id, "number": row.number, "title": row.title, "session": row.session_label, "year": row.year,
        "category": row.category, "proposer": row.proposer, "units": row.units, "published_on": row.published_on,
    }  # fmt: skip
