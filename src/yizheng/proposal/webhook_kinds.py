"""Which kinds of the room webhooks are told of; each is known by the number of its proposal."""

from __future__ import annotations

from yizheng.interface.enums import Event
from yizheng.interface.telling import offer


def offer_kinds() -> None:
    """Tell the interface; called when the house starts."""
    offer("proposal", Event.PROPOSAL, lambda proposal: proposal.number)
    offer("handling", Event.HANDLING, lambda handling: handling.proposal.number)
    offer("reply", Event.REPLY, lambda reply: reply.handling.proposal.number)
    offer("feedback", Event.FEEDBACK, lambda feedback: feedback.proposal.number)
