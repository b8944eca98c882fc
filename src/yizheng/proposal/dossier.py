"""Everything the page of one proposal reads (卷宗), as one person in one hat may see it, in a fixed few statements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.http import Http404

from yizheng.accounts.enums import Role
from yizheng.attachment.models import StoredFile
from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps
from yizheng.promise import queries as promises
from yizheng.promise.models import Promise

from . import queries
from .enums import NOT_CHOSEN, Consent, FeedbackState, ProposalState, ShareSource
from .models import (
    GONE,
    ContactRecord,
    Feedback,
    KeyAssignment,
    MediaVisit,
    PlannedShare,
    Proposal,
    Reply,
    ReplyAnswer,
    ReviewRecord,
    Signer,
    Suggestion,
)
from .standing import OFFICE_READERS, is_first_proposer, membership_id, unit_id

S = ProposalState
PLANNING = (S.FIRST_REVIEWED, S.FILED, S.PRE_ASSIGNED)
JOINED = (
    "session__term", "first_proposer__person", "first_proposer__sector", "party_body", "body", "sector", "merged_into",
    "conversion",
)  # fmt: skip


@dataclass(frozen=True)
class Dossier:
    """What one reader sees of one proposal; what they may not see is not in it."""

    proposal: Proposal
    reader: Actor
    is_own: bool
    is_closed: bool
    supervises: bool
    suggestions: list[Suggestion]
    signers: list[Signer]
    reviews: list[ReviewRecord]
    planned: list[PlannedShare]
    handlings: list[Any]
    replies: list[Any]
    feedback: list[Feedback]
    promises: list[Promise]
    joined: list[Proposal]
    visits: list[MediaVisit]
    files: list[StoredFile]

    @property
    def is_office(self) -> bool:
        """Tell whether the reader is of the committee's own house."""
        return self.reader.wears(*OFFICE_READERS)

    @property
    def is_shared(self) -> bool:
        """Tell whether the reader only reads along: neither house, nor proposer or signer, nor unit or assigner."""
        return not (self.is_office or self.works_on_it or self.is_own or self.signs)

    @property
    def works_on_it(self) -> bool:
        """Tell whether the reader handles, assigns or supervises it."""
        return self.supervises or self.reader.wears(Role.ASSIGNER) or unit_id(self.reader) is not None

    @property
    def signs(self) -> bool:
        """Tell whether the reader is asked to sign, or signs."""
        mine = membership_id(self.reader)
        return mine is not None and any(each.membership_id == mine for each in self.signers)


@Asked
def open_for(actor: Actor, public_id: UUID) -> Steps[Dossier]:
    """
    Read a proposal for a person, in two statements. Raises: Http404 when it does not exist for them.

    Content under quarantine leaves nothing but the row itself. Rule: office-practice 3.
    """
    found = yield from row_for.steps(actor, public_id)
    return (yield from within.steps(found, actor))


@Asked
def row_for(actor: Actor, public_id: UUID) -> Steps[Any]:
    """Return the proposal itself, marked with what else there is. Raises: Http404 as `open_for`."""
    rows = _marked(queries.proposals_visible_to(actor)).annotate(is_supervised=_supervised_by(actor))
    found = yield rows.filter(public_id=public_id)
    if not found:
        raise Http404("no such proposal")
    return found[0]


@Asked
def within(proposal: Any, actor: Actor) -> Steps[Dossier]:
    """Return all that hangs on a proposal of `row_for`, read in one statement."""
    if proposal.content_is_closed:
        return _closed(proposal, actor)
    return (yield from _open(proposal, actor))


def _marked(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Note with the row what else there is, so that nothing is asked for in vain."""
    ref = OuterRef("pk")
    reply_ids = Reply.objects.filter(handling__proposal=OuterRef(OuterRef("pk"))).values("pk")
    signed = Signer.objects.filter(proposal=OuterRef(OuterRef("pk"))).values("pk")
    return rows.select_related(*JOINED).annotate(
        content_is_closed=quarantine.is_closed("proposal"),
        has_merged=Exists(Proposal.objects.filter(merged_into=ref)),
        has_visits=Exists(MediaVisit.objects.filter(proposal=ref)),
        has_files=Exists(StoredFile.objects.filter(kind="proposal", object_id=ref)),
        has_scans=Exists(StoredFile.objects.filter(kind="proposal_signer", object_id__in=signed)),
        has_promises=Exists(Promise.objects.filter(origin_kind="reply", origin_id__in=reply_ids)),
    )


def _supervised_by(actor: Actor) -> Exists | Value:
    """Return whether the body of the hat supervises it as a key or important proposal."""
    if actor.hat.scope_kind != "body":
        return Value(False)
    chosen = KeyAssignment.objects.filter(proposal=OuterRef("pk"), supervising_body=actor.hat.scope_id)
    return Exists(chosen.exclude(state__in=NOT_CHOSEN))


def _closed(proposal: Proposal, actor: Actor) -> Dossier:
    return Dossier(proposal, actor, False, True, False, [], [], [], [], [], [], [], [], [], [], [])


def _open(proposal: Any, actor: Actor) -> Steps[Dossier]:
    is_own = is_first_proposer(actor, proposal)
    asked = _asked(proposal, actor, is_own)
    rows = yield list(asked.values())
    found: dict[str, list[Any]] = dict(zip(asked, rows, strict=True))
    return Dossier(
        proposal=proposal,
        reader=actor,
        is_own=is_own,
        is_closed=False,
        supervises=proposal.is_supervised,
        suggestions=found["suggestions"],
        signers=_signers(found["signers"], actor, is_own),
        reviews=found.get("reviews", []),
        planned=found.get("planned", []),
        handlings=found.get("handlings", []),
        replies=found.get("replies", []),
        feedback=found.get("feedback", []),
        promises=found.get("promises", []),
        joined=found.get("joined", []),
        visits=found.get("visits", []),
        files=found.get("files", []),
    )


def _asked(proposal: Any, actor: Actor, is_own: bool) -> dict[str, QuerySet[Any]]:
    """Name what there may be to read; nothing is asked for in vain."""
    opens_scans = is_own or actor.wears(*OFFICE_READERS)
    asked: list[tuple[str, bool, Callable[[], QuerySet[Any]]]] = [
        ("suggestions", True, proposal.suggestions.all),
        ("signers", True, lambda: proposal.signers.select_related("membership__sector")),
        ("reviews", may("proposal.see_review", actor, proposal), lambda: proposal.reviews.order_by("at", "id")),
        ("planned", proposal.state in PLANNING, lambda: _planned(proposal, actor, is_own)),
        ("handlings", proposal.assigned_on, lambda: _handlings(proposal, actor)),
        ("replies", proposal.assigned_on, lambda: _replies(proposal, actor)),
        ("feedback", proposal.assigned_on, lambda: _feedback(proposal, actor)),
        ("promises", proposal.assigned_on and proposal.has_promises, lambda: _promises(proposal, actor)),
        ("joined", proposal.has_merged or proposal.merged_into_id, lambda: _joined(proposal, actor)),
        ("visits", proposal.has_visits, lambda: proposal.media_visits.order_by("happened_on", "id")),
        ("files", proposal.has_files or (opens_scans and proposal.has_scans), lambda: _files(proposal, actor)),
    ]
    return {name: rows() for name, is_there, rows in asked if is_there}


def _signers(rows: list[Signer], actor: Actor, is_own: bool) -> list[Signer]:
    """Who did not answer or declined is the affair of the office and of those who sign."""
    mine = membership_id(actor)
    signs = mine is not None and any(each.membership_id == mine for each in rows)
    if is_own or signs or actor.wears(*OFFICE_READERS):
        return rows
    return [each for each in rows if each.consent == Consent.AGREED]


def _planned(proposal: Proposal, actor: Actor, is_own: bool) -> QuerySet[PlannedShare]:
    rows = proposal.planned.select_related("unit").order_by("order", "id")
    if actor.wears(*OFFICE_READERS, Role.ASSIGNER):
        return rows
    if unit_id(actor) is not None:
        return rows.exclude(source=ShareSource.PROPOSER)
    return rows.filter(source=ShareSource.PROPOSER) if is_own else rows.none()


def _handlings(proposal: Proposal, actor: Actor) -> QuerySet[Any]:
    """Return the handlings with how the last contact of the round stands; those that ended for the office only."""
    last = ContactRecord.objects.filter(handling=OuterRef("pk"), round=OuterRef("round")).order_by(
        "-happened_on", "-id"
    )
    rows = queries.handlings_visible_to(actor).filter(proposal=proposal).select_related("unit")
    if not actor.wears(*OFFICE_READERS, Role.ASSIGNER):
        rows = rows.exclude(state__in=GONE) if proposal.state != S.WITHDRAWN else rows
    return rows.annotate(contact_state=Subquery(last.values("confirmation")[:1])).order_by("order", "id")


def _issued(proposal: Proposal, actor: Actor) -> QuerySet[Reply]:
    return queries.replies_visible_to(actor).filter(handling__proposal=proposal, state="issued")


def _replies(proposal: Proposal, actor: Actor) -> QuerySet[Any]:
    """Return the issued replies with their answers as `said`: one statement for all of them."""
    answers = ReplyAnswer.objects.filter(reply=OuterRef("pk")).order_by("suggestion__order")
    shape = JSONObject(suggestion="suggestion_id", verdict="verdict", text="text")
    rows = _issued(proposal, actor).select_related("handling__unit")
    said = ArraySubquery(answers.values(shape=shape))
    return rows.annotate(said=said).order_by("handling__order", "round", "id")


def _feedback(proposal: Proposal, actor: Actor) -> QuerySet[Feedback]:
    rows = queries.feedback_visible_to(actor).filter(proposal=proposal).exclude(state=FeedbackState.TAKEN_BACK)
    rows = rows.filter(Exists(_issued(proposal, actor)))  # who reads no reply reads nothing said of one
    return rows.select_related("reply__handling__unit", "signer").order_by("reply__handling__order", "reply", "signer")


def _promises(proposal: Any, actor: Actor) -> QuerySet[Promise]:
    of_replies = _issued(proposal, actor).order_by().values("pk")
    rows = promises.promises_visible_to(actor).filter(origin_kind="reply", origin_id__in=of_replies)
    return rows.order_by("due_on", "id")


def _joined(proposal: Proposal, actor: Actor) -> QuerySet[Proposal]:
    """Return the main proposal, or those that were taken in, as far as the person may see them."""
    wanted = Q(pk=proposal.merged_into_id or 0) | Q(merged_into=proposal.pk)
    return queries.proposals_visible_to(actor).filter(wanted).order_by("filed_no", "id")


def _files(proposal: Proposal, actor: Actor) -> QuerySet[StoredFile]:
    """Return what was enclosed, and the signed papers for the office and the proposer: they are no part of the text."""
    signed = queries.signers_visible_to(actor).filter(proposal=proposal).values("pk")
    wanted = Q(kind="proposal", object_id=proposal.pk) | Q(kind="proposal_signer", object_id__in=signed)
    return StoredFile.objects.filter(wanted).order_by("uploaded_at", "id")
