"""Who may join a system of their own to the house."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import STAFF, Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, predicate, wears

from .models import ApiToken, WebhookEndpoint

OWNERS = (
    *STAFF,
    Role.GRASSROOTS_CLERK,
    Role.MEMBER,
    Role.SECTOR_CONVENER,
    Role.PARTICIPATING_BODY_CLERK,
    Role.ASSIGNER,
    Role.UNIT_CLERK,
)
"""Who has work that a system may do; for a unit it is the clerk. Administrators, leaders and observers have none."""


@predicate(name="made it")
def is_owner(actor: Actor | None, obj: Any) -> bool:
    """Tell whether the token or webhook is the person's own, whichever hat they wear now."""
    if actor is None or actor.user_id is None:
        return False
    return not isinstance(obj, ApiToken | WebhookEndpoint) or obj.user_id == actor.user_id


is_security = wears(Role.SECURITY_ADMIN)

add_perm("interface.use", wears(*OWNERS))
add_perm("interface.keep_webhook", wears(*OWNERS) & is_owner)
add_perm("interface.read_all_tokens", is_security)
add_perm("interface.revoke_token", is_owner | is_security)
