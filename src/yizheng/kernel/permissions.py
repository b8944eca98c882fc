"""Permissions: predicates over (actor, object), composed with the library `rules`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import rules
from django.core.exceptions import PermissionDenied

from .acting import Actor

_rules: Any = rules  # the library ships no usable types
Question = Callable[..., bool]


def add_perm(perm: str, rule: Any) -> None:
    """Make a permission known by its predicate."""
    _rules.add_perm(perm, rule)


def predicate(*, name: str) -> Callable[[Question], Any]:
    """
    Turn a function of (actor) or (actor, object) into a predicate that takes &, | and ~.

    `name` and the first line of the docstring stand in the generated permission table.
    """
    made: Callable[[Question], Any] = _rules.predicate(name=name)
    return made


def wears(*roles: str) -> Any:
    """Return the predicate: the worn hat is one of these roles."""

    def worn(actor: Actor | None) -> bool:
        return actor is not None and actor.wears(*roles)

    return predicate(name=f"wears({', '.join(str(role) for role in roles)})")(worn)


def may(perm: str, actor: Actor | None, obj: object = None) -> bool:
    """Tell whether the actor, in the worn hat, may do this to the object."""
    if not _rules.perm_exists(perm):
        raise LookupError(f"no such permission: {perm}")
    return bool(_rules.has_perm(perm, actor, obj))


def require(perm: str, actor: Actor | None, obj: object = None) -> None:
    """Raises: PermissionDenied, when the actor may not; the page says so in words."""
    if not may(perm, actor, obj):
        raise PermissionDenied(perm)


def registered() -> dict[str, Any]:
    """Return every permission with its predicate, by name."""
    return {perm: _rules.permissions.permissions[perm] for perm in sorted(_rules.permissions.permissions)}
