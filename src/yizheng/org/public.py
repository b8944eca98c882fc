"""What anybody may read of the organisation: leaders with their posts, bodies, sectors with their numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.ui.public import PublicBlock, offer

from .enums import BodyKind, PostKind
from .queries import bodies_in_force, current_term, leaders, quota_and_filled

SHOWN = (BodyKind.OFFICE, BodyKind.SPECIAL_COMMITTEE, BodyKind.GRASSROOTS_UNIT, BodyKind.LIAISON_OFFICE)


def read_leaders(on: date) -> dict[str, Any] | None:
    """Return the posts in official rank with the names of their holders."""
    posts: dict[str, list[str]] = {}
    for holding in leaders(on):
        posts.setdefault(str(PostKind(holding.post).label), []).append(holding.person.name)
    return {"posts": [(post, "、".join(names)) for post, names in posts.items()]} if posts else None


def read_structure(on: date) -> dict[str, Any] | None:
    """Return the bodies by kind, and how many members each sector has; never a member's name."""
    term = current_term(on)
    kinds = [(str(kind.label), [body.full_name for body in bodies_in_force(on, kind)]) for kind in SHOWN]
    sectors = quota_and_filled(term, on) if term else []
    bodies = [(label, names) for label, names in kinds if names]
    if not bodies and not sectors:
        return None
    counted = [(each.sector.name, each.filled) for each in sectors]
    return {"term": term, "bodies": bodies, "sectors": counted, "members": sum(n for _, n in counted)}


def offer_blocks() -> None:
    """Put the blocks on the public page."""
    offer(
        PublicBlock("leaders", 10, "org/public_leaders.html", read_leaders),
        PublicBlock("structure", 40, "org/public_structure.html", read_structure),
    )
