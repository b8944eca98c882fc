"""Proposals as JSON, for the systems of members and bodies: the same services and permissions as the pages."""

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

from .. import dossier as dossiers
from .. import listing, queries, showing
from ..dossier import Dossier
from ..enums import Consent, FeedbackState, ProposalState
from ..figures import outcomes
from ..filters import DONE, ProposalFilter
from ..models import Feedback, Proposal, Signer
from ..queries import EVER_FILED
from ..services import cosigning, feedback, submitting, writing
from ..standing import membership_id
from ..views.asking import feedback_or_404, proposal_or_404
from ..views.offers import offered
from .schemas import (
    ActOut,
    AnswerOut,
    EditionIn,
    FeedbackOut,
    ImplementationIn,
    InvitationAnswer,
    InvitationOut,
    LetterOut,
    ProposalOut,
    ProposalQuery,
    ProposalWithText,
    RatingsIn,
    ShareOut,
    SignerOut,
    SuggestionOut,
    TextIn,
)

router = Router(tags=["提案"])


@router.get("proposals/", response=Page[ProposalOut], summary="提案清单")
def list_proposals(request: HttpRequest, wanted: Query[ProposalQuery]) -> Page[ProposalOut]:
    """List the proposals the person may see, narrowed as on the page."""
    actor, today = actor_of(request), timezone.localdate()
    require("proposal.read", actor)
    asked = {name: "1" if value is True else value for name, value in wanted.dict(exclude={"page"}).items() if value}
    chosen = ProposalFilter.from_values(asked).for_actor(actor)
    rows = listing.in_order(chosen.apply(queries.proposals_visible_to(actor), on=today), chosen.sort)
    drawn = listing.with_units(rows.select_related("session__term"))
    return page_of(drawn, wanted.page, lambda row: ProposalOut(**_facts(row)))


@router.get("proposals/{uuid:public_id}/", response=ProposalWithText, summary="一件提案")
def get_proposal(request: HttpRequest, public_id: UUID) -> ProposalWithText:
    """Show one proposal with what this reader may see of it, and what they may do with it now."""
    actor = actor_of(request)
    require("proposal.read", actor)
    return _whole(dossiers.open_for(actor, public_id), actor)


@router.post("proposals/", response=Done, summary="起草提案")
@act
@opens(Scope.PROPOSAL_WRITE)
def begin_proposal(request: HttpRequest, given: TextIn) -> str:
    """Begin a draft for whom the worn hat stands for."""
    actor = actor_of(request)
    require("proposal.begin", actor)
    return _url(writing.begin(text=_text(given), by=actor, at=timezone.now()))


@router.post("proposals/{uuid:public_id}/text/", response=Done, summary="保存草稿")
@act
@opens(Scope.PROPOSAL_WRITE)
def write_proposal(request: HttpRequest, public_id: UUID, given: EditionIn) -> str:
    """Save the next version of a draft; one that was made from an old version is refused."""
    actor = actor_of(request)
    draft = proposal_or_404(actor, public_id)
    require("proposal.write", actor, draft)
    saved = writing.autosave(
        proposal=draft, text=_text(given), edition=given.edition, by=actor, at=timezone.now()
    )  # fmt: skip
    return _url(saved)


@router.post("proposals/{uuid:public_id}/submit/", response=Done, summary="提交提案")
@act
@opens(Scope.PROPOSAL_WRITE)
def submit_proposal(request: HttpRequest, public_id: UUID) -> str:
    """Submit a draft, or a returned proposal again."""
    actor = actor_of(request)
    draft = proposal_or_404(actor, public_id)
    require("proposal.submit", actor, draft)
    send = submitting.resubmit if draft.state == ProposalState.RETURNED else submitting.submit
    return _url(send(proposal=draft, by=actor, at=timezone.now()))


@router.get("proposals/invitations/", response=Page[InvitationOut], summary="请我联名的提案")
def list_invitations(request: HttpRequest, asked: Query[PageAsked]) -> Page[InvitationOut]:
    """List who asks the member to sign along and waits for an answer."""
    actor = actor_of(request)
    require("proposal.read", actor)
    waiting = _invited(actor).filter(consent=Consent.INVITED, proposal__state=ProposalState.COSIGNING)
    return page_of(waiting.select_related("proposal").order_by("-id"), asked.page, _invitation)


@router.post("proposals/signers/{uuid:public_id}/answer/", response=Done, summary="答复联名邀请")
@act
@opens(Scope.PROPOSAL_WRITE)
def answer_invitation(request: HttpRequest, public_id: UUID, given: InvitationAnswer) -> str:
    """Sign along, or not."""
    actor = actor_of(request)
    signer = get_object_or_404(_invited(actor).select_related("proposal"), public_id=public_id)
    require("proposal.answer_invitation", actor, signer)
    cosigning.answer_invitation(signer=signer, agrees=given.agrees, by=actor, at=timezone.now())
    return address("api:list-invitations")


@router.get("feedback/", response=Page[FeedbackOut], summary="请我评价的答复")
def list_feedback(request: HttpRequest, asked: Query[PageAsked]) -> Page[FeedbackOut]:
    """List the questions about replies that the person may see, those that wait first."""
    actor = actor_of(request)
    require("proposal.read", actor)
    rows = queries.feedback_visible_to(actor).exclude(state=FeedbackState.TAKEN_BACK)
    rows = rows.select_related("proposal", "reply__handling__unit").order_by("state", "due_on", "id")
    return page_of(rows, asked.page, _feedback)


@router.post("feedback/{uuid:public_id}/give/", response=Done, summary="评价办理")
@act
@opens(Scope.FEEDBACK_WRITE)
def give_feedback(request: HttpRequest, public_id: UUID, given: RatingsIn) -> str:
    """Say what one thinks of a reply."""
    actor = actor_of(request)
    asked = feedback_or_404(actor, public_id)
    require("feedback.give", actor, asked)
    feedback.give(feedback=asked, ratings=feedback.Ratings(**given.dict()), by=actor, at=timezone.now())
    return _url(asked.proposal)


@router.post("feedback/{uuid:public_id}/implementation/", response=Done, summary="评价落实情况")
@act
@opens(Scope.FEEDBACK_WRITE)
def rate_implementation(request: HttpRequest, public_id: UUID, given: ImplementationIn) -> str:
    """Say how satisfied one is with what was carried out."""
    actor = actor_of(request)
    asked = feedback_or_404(actor, public_id)
    require("feedback.give", actor, asked)
    feedback.rate_implementation(
        feedback=asked, rating=given.rating, comment=given.comment, by=actor, at=timezone.now()
    )  # fmt: skip
    return _url(asked.proposal)


def _invited(actor: Actor) -> Any:
    rows = Signer.objects.filter(proposal__in=queries.proposals_visible_to(actor))
    return rows.filter(membership=membership_id(actor) or 0)


def _text(given: TextIn) -> writing.Text:
    return writing.Text(**given.dict(exclude={"edition"}))


def _url(proposal: Proposal) -> str:
    return address("api:get-proposal", public_id=proposal.public_id)


def _facts(row: Any) -> dict[str, Any]:
    """Return what the list shows; `open_handlings` came with the row."""
    waiting = [each.due_on for each in row.open_handlings if each.state not in DONE and row.state in EVER_FILED]
    return {
        "id": row.public_id, "number": row.number, "reception_no": row.reception_no, "title": row.title,
        "state": row.state, "state_label": row.get_state_display(), "session": row.session.label, "year": row.year,
        "period": row.period_kind, "category": row.category, "proposer": row.proposer_name,
        "proposer_kind": row.proposer_kind, "is_key": row.is_key, "is_important": row.is_important,
        "units": [str(each.unit) for each in row.open_handlings], "due_on": min(waiting, default=None),
        "submitted_at": row.submitted_at, "url": showing.url_of(row),
    }  # fmt: skip


def _whole(found: Dossier, actor: Actor) -> ProposalWithText:
    row: Any = found.proposal
    row.open_handlings = found.handlings
    return ProposalWithText(
        **_facts(row), edition=row.edition, background=row.background, analysis=row.analysis, secrecy=row.secrecy,
        keywords=row.keywords, said=[each.words for each in outcomes.said_of(found)], suggestions=_suggestions(found),
        signers=[SignerOut(name=each.display_name, role=each.role, consent=each.consent) for each in found.signers],
        handlings=[ShareOut(**share(each)) for each in found.handlings],
        replies=[_letter(each) for each in found.replies],
        acts=[] if found.is_closed else [ActOut(label=each.label, url=each.url) for each in offered(row, actor)],
    )  # fmt: skip


def _suggestions(found: Dossier) -> list[SuggestionOut]:
    rows = zip(found.suggestions, showing.suggestion_rows(found), strict=True)
    return [
        SuggestionOut(
            id=each.pk, order=each.order, text=each.text,
            answers=[AnswerOut(unit=said["unit"], verdict=str(said["verdict"]), text=said["text"])
                     for said in row["answers"]],
        )
        for each, row in rows
    ]  # fmt: skip


def share(row: Any) -> dict[str, Any]:
    """Return a unit's part as a shape takes it."""
    return {
        "id": row.public_id, "unit": str(row.unit), "role": row.role, "state": row.state,
        "state_label": row.get_state_display(), "due_on": row.due_on,
    }  # fmt: skip


def _letter(row: Any) -> LetterOut:
    return LetterOut(
        id=row.public_id, unit=str(row.handling.unit), kind=row.kind, round=row.round, class_mark=row.class_mark,
        class_wording=row.class_wording, doc_no=row.doc_no, sent_on=row.sent_on, body=row.body,
    )  # fmt: skip


def _invitation(row: Signer) -> InvitationOut:
    proposal = row.proposal
    return InvitationOut(
        id=row.public_id, proposal=proposal.public_id, title=proposal.title, proposer=proposal.proposer_name
    )  # fmt: skip


def _feedback(row: Feedback) -> FeedbackOut:
    return FeedbackOut(
        id=row.public_id, proposal=row.proposal.public_id, title=row.proposal.title,
        unit=str(row.reply.handling.unit), state=row.state, due_on=row.due_on, attitude=row.attitude_rating,
        result=row.result_rating, implementation=row.implementation_rating, comment=row.comment,
    )  # fmt: skip
