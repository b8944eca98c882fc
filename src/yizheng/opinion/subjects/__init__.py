"""What the shared rooms must know of the kinds of the opinion room; one module an area."""

from __future__ import annotations


def register_all() -> None:
    """Make the kinds of the room known to the house."""
    from . import following, issuing, sourcing, writing

    writing.register_kinds()
    issuing.register_kinds()
    following.register_kinds()
    sourcing.register_kinds()
