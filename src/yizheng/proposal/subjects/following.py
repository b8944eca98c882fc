"""Who owes what after a reply: a second reply, a rating of what was carried out, a decision about an objection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register
from yizheng.promise.queries import offer_origin

from .. import queries
from ..enums import FeedbackState, HandlingState, ProposalState, Rating
from ..models import Feedback, Handling, LookBack, Proposal, Signer
from ..standing import speakers


def second_reply_owed(handling: Handling) -> Iterator[Owed]:
    """The unit owes a second reply by its date; for one without a login the assigner enters it."""
    if handling.second_due_on is None or handling.state != HandlingState.ISSUED:
        return
    asked = Owed("write_second_reply", "二次答复", due_on=handling.second_due_on, note=handling.proposal.number)
    if handling.on_paper:
        yield replace(asked, role=Role.ASSIGNER)
    else:
        yield replace(asked, role=Role.UNIT_CLERK, scope_kind="org_unit", scope_id=handling.unit_id)


def implementation_owed(feedback: Feedback) -> Iterator[Owed]:
    """Whoever was asked about the reply is asked what they think of what was carried out."""
    answered = feedback.implementation_rating or feedback.implementation_closed_on
    if feedback.implementation_asked_on is None or answered or not feedback.is_asked:
        return
    note = str(feedback.reply.handling.unit)
    asked = Owed("rate_implementation", "评价落实情况", due_on=feedback.implementation_due_on, note=note)
    yield from to_signer(feedback.signer, asked)


def dissatisfied_owed(feedback: Feedback) -> Iterator[Owed]:
    """An asked proposer who is not satisfied is rung up by the clerk before anything is ordered."""
    bad = feedback.state == FeedbackState.GIVEN and feedback.result_rating == Rating.NOT_SATISFIED
    bad = bad and feedback.proposal.state != ProposalState.WITHDRAWN
    if bad and feedback.is_asked and feedback.confirmed_on is None:
        yield Owed(
            "confirm_dissatisfied", "核实不满意", role=Role.PROPOSAL_CLERK, note=str(feedback.reply.handling.unit)
        )


def redo_owed(proposal: Proposal) -> Iterator[Owed]:
    """The clerk decides about a dissatisfaction that was confirmed."""
    if proposal.state != ProposalState.REPLIED:
        return
    bad = proposal.feedback.filter(result_rating=Rating.NOT_SATISFIED, confirmed_on__isnull=False)
    if bad.filter(state=FeedbackState.GIVEN, reply__round=proposal.round).exists():
        yield Owed("order_redo", "处理不满意", role=Role.PROPOSAL_CLERK, note=proposal.number)


def to_signer(signer: Signer, owed: Owed) -> Iterator[Owed]:
    """Put it on the desk of the member, or of whoever wears the hat of the body that signed."""
    if signer.membership is None:
        yield from to_owner(signer, owed)
    elif signer.membership.person.user_id is not None:
        yield replace(owed, user_id=signer.membership.person.user_id)


def to_owner(signer: Signer, owed: Owed) -> Iterator[Owed]:
    """A body that signed has its own hat answer; after a merger it may be of another kind than the main one."""
    for role, kind, pk in speakers(signer.came_from or signer.proposal, signer):
        yield replace(owed, role=role, scope_kind=kind, scope_id=pk)


def register_following() -> None:
    """Make look-backs known to the house, and that promises are made in replies."""
    offer_origin("reply")
    register(
        Subject(
            "look_back", LookBack, "回头看",
            visible_to=lambda actor: LookBack.objects.filter(proposal__in=queries.proposals_visible_to(actor)),
            url=lambda row: address("proposal:look-back", public_id=row.public_id),
            title=lambda row: row.proposal.title, caption=lambda row: f"{row.year}年回头看",
        )
    )  # fmt: skip
