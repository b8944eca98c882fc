"""Papers of the proposal room, by subject."""

from .reply import offer_reply_papers


def offer_papers() -> None:
    """Offer every paper of the room."""
    offer_reply_papers()
