"""Acts whose words stand in rows of their own, so that a purge reaches them (异议、申诉和把关的理由)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from yizheng.kernel import subjects, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.workflow import Transition

from ..models import Saying

M = TypeVar("M", bound=Model)


@transaction.atomic
def act(
    row: Transition, obj: M, *, by: Actor, at: datetime, reason: str, changes: Mapping[str, Any] | None = None
) -> M:
    """
    Move an object as `workflow.apply` does, and keep the words of the act apart from the ledger.

    Raises: as `workflow.apply`; nothing is changed then.
    """
    moved = workflow.apply(row, obj, by=by, at=at, reason=reason, changes=changes)
    Saying.objects.create(kind=subjects.kind_of(obj), object_id=obj.pk, act=row.name, at=at, words=reason.strip())
    return moved


def words_of(kind: str, object_id: int) -> dict[tuple[str, datetime], str]:
    """Return what was said about an object, by act and moment."""
    rows = Saying.objects.filter(kind=kind, object_id=object_id)
    return {(row.act, row.at): row.words for row in rows}
