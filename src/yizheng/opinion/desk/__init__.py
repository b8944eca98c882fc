"""What the opinion room shows on desks."""

from yizheng.todo.desk import offer

from . import author, office


def offer_cards() -> None:
    """Put the room's cards on the desks."""
    offer(*office.CARDS, *author.CARDS)
