"""Writes: open a login, look after it, give a role."""

from .logins import close_account, open_account, set_phone
from .roles import end_role, grant_role

__all__ = ["close_account", "end_role", "grant_role", "open_account", "set_phone"]
