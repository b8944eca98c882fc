"""Who may do what to an import: whoever may import for its purpose; the house reads."""

from __future__ import annotations

from typing import Any

from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, may, predicate, wears

from . import purposes
from .models import ImportBatch


@predicate(name="may import for this purpose")
def may_import(actor: Actor | None, batch: Any) -> bool:
    """Tell whether the worn hat may import what this batch holds."""
    if actor is None or not isinstance(batch, ImportBatch):
        return False
    return may(purposes.get(batch.purpose).permission, actor)


add_perm("intake.finish_reading", wears("system"))
add_perm("intake.correct", may_import)
add_perm("intake.confirm", may_import)
add_perm("intake.discard", may_import)
