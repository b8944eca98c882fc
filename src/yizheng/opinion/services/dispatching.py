"""
What committees of this house send each other about opinions: frozen rows, read by sender and addressee only.

Nobody reads another committee's rows (design 4): the sender writes a dispatch in its own scope, a job in the
addressee's scope takes it exactly once.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from procrastinate.contrib.django import app

from yizheng.kernel import scoping
from yizheng.kernel.models import Committee, Dispatch, SecurityEvent

from ..models import TakenDispatch

REPORT, RESULT = "opinion_report", "opinion_result"
KINDS = (REPORT, RESULT)
TAKE_TASK = "opinion.take_dispatches_of"


def send(
    *, to: Committee, what: Model, label: str, kind: str, key: uuid.UUID, payload: dict[str, Any], at: datetime
) -> Dispatch:
    """
    Write a dispatch to a committee and let its job take it; part of the sending act. The same key is sent once.

    `label` is a number, never a title: the row cannot be destroyed (office-practice 3).
    """
    row, made = Dispatch.objects.get_or_create(
        key=key,
        committee_id=scoping.current().committee_id,
        defaults={
            "to_committee": to, "kind": kind, "object_id": what.pk, "payload": payload, "sent_at": at,
            "label": label,
        },
    )  # fmt: skip
    if made:
        app.configure_task(TAKE_TASK, allow_unknown=False).defer(committee_id=to.pk)
    return row


def waiting() -> QuerySet[Dispatch]:
    """Return what other committees sent to the open scope's about opinions and nobody took yet, oldest first."""
    here = scoping.current().committee_id
    taken = TakenDispatch.objects.filter(from_committee=OuterRef("committee"), key=OuterRef("key"))
    rows = Dispatch.objects.filter(to_committee=here, kind__in=KINDS).exclude(committee=here)
    return rows.exclude(Exists(taken)).select_related("committee").order_by("id")


def take(dispatch: Dispatch, *, at: datetime) -> TakenDispatch | None:
    """
    Note that a dispatch is taken, inside the act that takes it; None when another job took it.

    The unique row decides: of two jobs at once the second waits here for the first, then has nothing to do.
    """
    try:
        with transaction.atomic():
            return TakenDispatch.objects.create(
                from_committee=dispatch.committee, key=dispatch.key, kind=dispatch.kind, taken_at=at
            )
    except IntegrityError:
        return None


def refuse(taken: TakenDispatch, why: str, *, at: datetime) -> None:
    """Note that a dispatch says what its sender may not say here; the security log keeps the attempt."""
    taken.refused = why
    taken.save(update_fields=["refused"])
    path = f"dispatch/{taken.from_committee_id}/{taken.key}"
    SecurityEvent.objects.create(what="foreign_dispatch", path=path, permission=why, at=at)
