"""What anybody may read of proposals."""


def offer_blocks() -> None:
    """Offer the room's blocks for the public page."""
