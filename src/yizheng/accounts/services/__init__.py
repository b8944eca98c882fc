"""Writes: open a login, look after it, give a role, issue a card."""

from . import appointing
from .cards import issue_cards, revoke_cards
from .keeping import issue_password, reset_second_step, unlock
from .logins import close_account, open_account, set_phone
from .roles import end_role, grant_role

__all__ = [
    "appointing",
    "close_account",
    "end_role",
    "grant_role",
    "issue_cards",
    "issue_password",
    "open_account",
    "reset_second_step",
    "revoke_cards",
    "set_phone",
    "unlock",
]
