"""Who may do what to papers (handbook 1.6, 13)."""

from __future__ import annotations

from typing import Any

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import PaperOffer
from yizheng.kernel.permissions import add_perm, may, predicate


@predicate(name="may take out what the paper shows")
def offered_to(actor: Actor | None, offer: Any) -> bool:
    """Tell whether the permission named by the room that offers the paper holds."""
    return actor is not None and isinstance(offer, PaperOffer) and may(offer.permission, actor)


add_perm("document.print", offered_to)
