"""What the house must know of decisions, questions of consent and conversions."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.subjects import Owed, Subject, register

from .. import queries
from ..models import ConsentAsk, Conversion, ReviewDecision
from .owed import to_proposer

LABELS = {"merge": "并案", "convert": "转送", "withdraw": "撤案"}


def decisions_visible_to(actor: Actor) -> QuerySet[ReviewDecision]:
    """Return the decisions of the review body: for the office that reads reviews."""
    rows = ReviewDecision.objects.all()
    return rows if actor.wears("system") or may("proposal.see_review", actor) else rows.none()


def asks_visible_to(actor: Actor) -> QuerySet[ConsentAsk]:
    """Return the questions of consent: those about one's own proposals, all for the office."""
    rows = ConsentAsk.objects.filter(proposal__in=queries.proposals_visible_to(actor))
    if actor.wears("system") or may("proposal.see_review", actor):
        return rows
    return rows.filter(proposal__in=queries.own_proposals(actor))


def conversions_visible_to(actor: Actor) -> QuerySet[Conversion]:
    """Return the conversions of the proposals a person may see."""
    return Conversion.objects.filter(proposal__in=queries.proposals_visible_to(actor))


def ask_owed(ask: ConsentAsk) -> Iterator[Owed]:
    """The proposer owes an answer to what is asked; the clerk to a request for withdrawal."""
    if ask.agreed is not None:
        return
    label = LABELS[ask.kind]
    if ask.kind == "withdraw":
        yield Owed("withdraw", "答复撤案申请", role="proposal_clerk", note=ask.proposal.number)
    else:
        yield from to_proposer(ask.proposal, "answer_consent", f"答复是否同意{label}")


def register_all() -> None:
    """Make the kinds known."""
    register(
        Subject(
            "review_decision", ReviewDecision, "审查决定", visible_to=decisions_visible_to,
            url=lambda d: address("proposal:review-decision", public_id=d.public_id), caption=lambda d: d.session.label,
        ),
        Subject(
            "consent_ask", ConsentAsk, "征求意见", visible_to=asks_visible_to,
            url=lambda a: address("proposal:consent", public_id=a.public_id), title=lambda a: a.proposal.title,
            caption=lambda a: LABELS[a.kind], owed=ask_owed,
        ),
        Subject(
            "conversion", Conversion, "转送", visible_to=conversions_visible_to,
            url=lambda c: address("proposal:proposal", public_id=c.proposal.public_id), caption=lambda c: c.sent_to,
        ),
    )  # fmt: skip
