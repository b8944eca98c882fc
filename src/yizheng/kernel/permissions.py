"""Permissions: predicates over (actor, object), composed with the library `rules`."""

from __future__ import annotations

from typing import Any

import rules
from django.core.exceptions import PermissionDenied

from .acting import Actor

add_perm = rules.add_perm
predicate = rules.predicate


def wears(*roles: str) -> Any:
    """Return the predicate: the worn hat is one of these roles."""

    @rules.predicate(name=f"wears({', '.join(roles)})")
    def worn(actor: Actor | None) -> bool:
        return actor is not None and actor.wears(*roles)

    return worn


def may(perm: str, actor: Actor | None, obj: object = None) -> bool:
    """Tell whether the actor, in the worn hat, may do this to the object."""
    if not rules.perm_exists(perm):
        raise LookupError(f"no such permission: {perm}")
    return bool(rules.has_perm(perm, actor, obj))


def require(perm: str, actor: Actor | None, obj: object = None) -> None:
    """Raises: PermissionDenied, when the actor may not; the page says so in words."""
    if not may(perm, actor, obj):
        raise PermissionDenied(perm)
