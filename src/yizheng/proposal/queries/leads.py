"""Reads of leads, reference topics, calls for proposals and outgoing proposals: who may see which."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yizheng.kernel import quarantine, secrets
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import ThreadLink
from yizheng.kernel.permissions import may
from yizheng.org.models import Membership
from yizheng.org.queries import members_of
from yizheng.ui.public import PublicStep, course

from ..enums import Consent, LeadState, ProposalState
from ..models import LeadTopic, OutgoingProposal, Proposal, ProposalLead, Signer, Solicitation
from . import PRIVATE

LED_TO = "led_to"
"""The relation of a lead or topic to the proposal that came of it."""


def leads_visible_to(actor: Actor) -> QuerySet[ProposalLead]:
    """Return the leads a person may see: the proposal office and leaders; nobody else reads what the public sent."""
    rows = ProposalLead.objects.all()
    return rows if actor.wears("system") or may("lead.read", actor) else rows.none()


def topics_visible_to(actor: Actor) -> QuerySet[LeadTopic]:
    """Return the reference topics a person may see: closed ones are the office's affair."""
    rows = LeadTopic.objects.all()
    if actor.wears("system") or may("topic.keep", actor):
        return rows
    return rows.filter(is_open=True) if may("topic.read", actor) else rows.none()


def solicitations_visible_to(actor: Actor) -> QuerySet[Solicitation]:
    """Return the calls for proposals a person may see."""
    rows = Solicitation.objects.all()
    return rows if actor.wears("system") or may("solicitation.read", actor) else rows.none()


def outgoing_visible_to(actor: Actor) -> QuerySet[OutgoingProposal]:
    """Return the proposals to higher committees a person may see."""
    rows = OutgoingProposal.objects.all()
    return rows if actor.wears("system") or may("outgoing.read", actor) else rows.none()


def lead_counts(actor: Actor) -> dict[str, int]:
    """Return how many leads stand in each state."""
    rows = leads_visible_to(actor).order_by().values("state").annotate(n=Count("id"))
    return {row["state"]: row["n"] for row in rows}


def with_lead_counts(topics: QuerySet[LeadTopic]) -> QuerySet[Any]:
    """Return topics with the number of leads behind each."""
    return topics.annotate(lead_count=Count("leads"))


def lead_by_code(code: str) -> ProposalLead | None:
    """Return the lead of a receipt code, None where there is none; read in the scope of a committee."""
    bare = "".join(code.split()).replace("-", "").upper()
    return ProposalLead.objects.filter(receipt_digest=secrets.digest(bare)).first() if bare else None


def proposals_from(lead: ProposalLead) -> QuerySet[ThreadLink]:
    """Return the links of a lead to the proposals it led to, drafts too: for acts of the house, not for pages."""
    return ThreadLink.objects.filter(
        origin_kind="proposal_lead", origin_id=lead.pk, outcome_kind="proposal", relation=LED_TO
    )


def course_of(lead: ProposalLead) -> list[PublicStep]:
    """
    Return what the sender of a lead may hear of its course, the newest first: steps with their days, no word of it.

    What came of it is followed through the thread, also where the piece it became was made a lead again. Of a lead
    whose content is out of sight nothing is followed. A fixed number of statements.
    """
    later = course(_ends_of(lead))
    if lead.state != LeadState.CONVERTED or lead.disposed_on is None:
        return later
    return [*later, PublicStep(lead.disposed_on, lead.get_state_display())]


def _ends_of(lead: ProposalLead) -> Iterator[tuple[str, int]]:
    pieces = ThreadLink.objects.filter(origin_kind="proposal_lead", origin_id=lead.pk, outcome_kind="opinion")
    again = ThreadLink.objects.filter(
        origin_kind="opinion", origin_id__in=pieces.values("outcome_id"), outcome_kind="proposal_lead"
    )
    own = Q(origin_kind="proposal_lead", origin_id=lead.pk)
    later = Q(origin_kind="proposal_lead", origin_id__in=again.values("outcome_id"))
    closed = quarantine.was_closed("proposal_lead").filter(object_id=lead.pk)
    rows = ThreadLink.objects.filter(own | later | Q(pk__in=again.values("pk"))).exclude(Exists(closed))
    yield from rows.order_by("at", "id").values_list("outcome_kind", "outcome_id")


def members_without_proposal(solicitation: Solicitation, on: date) -> QuerySet[Membership]:
    """
    Return the members in office who signed no proposal of the session yet, first or along.

    A draft is not a proposal; what was withdrawn was one.
    """
    sent = Proposal.objects.filter(session=solicitation.session_id).exclude(state__in=PRIVATE)
    first = sent.filter(first_proposer=OuterRef("pk"))
    along = Signer.objects.filter(
        membership=OuterRef("pk"), proposal__session=solicitation.session_id, consent=Consent.AGREED
    ).exclude(proposal__state__in=[ProposalState.DRAFT, ProposalState.COSIGNING])  # fmt: skip
    members = members_of(solicitation.session.term, on)
    return members.filter(~Q(Exists(first)), ~Q(Exists(along)))
