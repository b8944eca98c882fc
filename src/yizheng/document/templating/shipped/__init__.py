"""The templates that the house ships, built by code so that a change can be reviewed."""

from __future__ import annotations

from ..kinds import register
from .letters import LETTER, MINUTES, NOTICE
from .sheets import APPROVAL, CARD, LEAVE, SIGN_IN, STATISTICS


def register_all() -> None:
    """Make the shipped templates known."""
    register(NOTICE, LETTER, MINUTES, APPROVAL, LEAVE, SIGN_IN, STATISTICS, CARD)
