"""What the proposal room shows on desks, by audience."""


def offer_cards() -> None:
    """Put the room's cards on the desks."""
