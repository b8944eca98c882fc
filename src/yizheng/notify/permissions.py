"""Who may send notices and read who has read them (handbook 1.6, 2.5)."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import STAFF, Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, predicate, wears

from .models import Message

SENDERS = (*STAFF, Role.GRASSROOTS_CLERK)
"""Who writes notices: the office, the special committees, the work committees of the streets."""


@predicate(name="sent it")
def sent_it(actor: Actor | None, message: Any) -> bool:
    """Tell whether the notice is the person's own."""
    if actor is None or actor.user_id is None:
        return False
    return not isinstance(message, Message) or message.sender_id == actor.user_id


@predicate(name="was written by a person")
def by_a_person(actor: Actor | None, message: Any) -> bool:
    """Tell whether a person sent it; what the house writes by itself is on nobody's list."""
    return not isinstance(message, Message) or message.sender_id is not None


writes = wears(*SENDERS)
looks_after = (wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL) & by_a_person) | (writes & sent_it)

add_perm("notify.send", writes)
add_perm("notify.read_receipts", looks_after)
add_perm("notify.export_phones", looks_after)
add_perm("notify.record_call", looks_after)
add_perm("notify.settle", looks_after)
add_perm("notify.revoke_link", looks_after)
add_perm("notify.close", looks_after)
add_perm("notify.escalate", wears("system"))
