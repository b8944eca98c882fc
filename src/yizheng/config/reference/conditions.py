"""What a permission says of a role: always, never, or when a condition holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yizheng.kernel.permissions import registered

Answer = bool | None
"""True: the role may. False: it may not. None: it depends on a condition, the object or the person."""


def answer(rule: str, role: str) -> Answer:
    """
    Read the composed name of a predicate, as `(wears(office_clerk) | carries the task)`, for one role.

    Raises: ValueError when brackets do not match.
    """
    if rule.startswith("~"):
        inner = answer(rule[1:], role)
        return None if inner is None else not inner
    if rule.startswith("wears("):
        return role in _roles(rule)
    if rule.startswith("("):
        left, operator, right = _halves(rule)
        return _join(operator, answer(left, role), answer(right, role))
    return None


def roles_named(rule: str) -> set[str]:
    """Return every role that a rule names."""
    return {role for atom in atoms(rule) if atom.startswith("wears(") for role in _roles(atom)}


def conditions_named(rule: str) -> set[str]:
    """Return every condition of a rule that is not a role."""
    return {atom for atom in atoms(rule) if not atom.startswith("wears(")}


def atoms(rule: str) -> Iterator[str]:
    """Yield the simple predicates that a rule is composed of."""
    if rule.startswith("~"):
        yield from atoms(rule[1:])
    elif rule.startswith("("):
        left, _, right = _halves(rule)
        yield from atoms(left)
        yield from atoms(right)
    else:
        yield rule


def rules_by_permission() -> dict[str, str]:
    """Return the composed name of each permission's predicate."""
    return {perm: str(predicate) for perm, predicate in registered().items()}


def _roles(atom: str) -> list[str]:
    return atom.removeprefix("wears(").removesuffix(")").split(", ")


def _halves(rule: str) -> tuple[str, str, str]:
    """Split `(left & right)` at the operator that is not inside further brackets."""
    depth = 0
    for at, letter in enumerate(rule):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 1 and rule[at : at + 3] in (" & ", " | ", " ^ "):
            return rule[1:at], rule[at + 1], rule[at + 3 : -1]
    raise ValueError(rule)


def _join(operator: str, left: Answer, right: Answer) -> Answer:
    """Join two answers; what is already decided by one of them does not depend on the other."""
    known: dict[str, Any] = {"&": False, "|": True}
    if operator in known and known[operator] in (left, right):
        return bool(known[operator])
    if left is None or right is None:
        return None
    return {"&": left and right, "|": left or right, "^": left != right}[operator]
