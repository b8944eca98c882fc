"""Papers of the proposal room, by subject."""


def offer_papers() -> None:
    """Offer every paper of the room."""
