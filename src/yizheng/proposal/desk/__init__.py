"""What the proposal room shows on desks, by audience."""

from yizheng.todo.desk import offer

from . import assigner, clerk, keys, leader, member, unit


def offer_cards() -> None:
    """Put the room's cards on the desks."""
    offer(*member.CARDS, *clerk.CARDS, *assigner.CARDS, *leader.CARDS, *keys.CARDS, *unit.CARDS)
