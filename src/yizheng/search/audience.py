"""Which audience tokens a person holds in the worn hat (`kernel.subjects.Indexed`)."""

from __future__ import annotations

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor

EVERYBODY = "all"
SCOPES = {
    "membership": "membership",
    "org_unit": "unit",
    "body": "body",
    "participating_body": "party",
    "sector": "sector",
    "side": "side",
}
"""How the scope of a hat is called in a token: `org_unit` 3 holds `unit:3`."""

OUTSIDE = ("public", "invited", "system", "")
"""Who comes without a hat of the committee searches nothing."""


def tokens_of(actor: Actor) -> tuple[str, ...]:
    """Return the tokens of a person in the worn hat; none for whoever wears no hat of the committee."""
    if actor.user_id is None or actor.hat.role in OUTSIDE:
        return ()
    held = [EVERYBODY, f"role:{actor.hat.role}", f"user:{actor.user_id}"]
    if actor.hat.scope_kind in SCOPES and actor.hat.scope_id is not None:
        held.append(f"{SCOPES[actor.hat.scope_kind]}:{actor.hat.scope_id}")
    if actor.wears(Role.ASSIGNER) and not actor.hat.scope_kind:
        held += ["side:1", "side:2"]  # a hat without a side serves both
    return tuple(held)


def scoped(scope_kind: str, scope_id: int) -> str:
    """Return the token that hats of one scope hold: `scoped("org_unit", 3)` is `unit:3`. Raises: KeyError."""
    return f"{SCOPES[scope_kind]}:{scope_id}"


def role(name: str) -> str:
    """Return the token of everybody in one role."""
    return f"role:{name}"
