"""The ledger (台账): one row an object moved, in the transaction of the act."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from . import events, purging_kinds, subjects
from .acting import Actor
from .models import LedgerEntry

MAX_VALUE_CHARS = 80
"""Longer text stands as its digest: the ledger explains, it does not hold content (office-practice 3)."""

MAX_REASON_CHARS = 500

_act: ContextVar[uuid.UUID | None] = ContextVar("act", default=None)


@contextmanager
def one_act() -> Iterator[uuid.UUID]:
    """
    Let every row written inside bear one act id, those of consequences in other rooms too.

    Around a service function it is a decorator. Inside another such act it is that one, so that an act which is a
    part of a larger one does not split it.
    """
    outer = _act.get()
    token = _act.set(outer or uuid.uuid4())
    try:
        act_id = _act.get()
        assert act_id is not None, "set above"
        yield act_id
    finally:
        _act.reset(token)


@dataclass(frozen=True)
class Recorded:
    """
    An act on an object was written to the ledger, whether or not it moved a machine; the search index listens.

    `obj` is None where many rows are written at once.
    """

    kind: str
    object_id: int
    obj: Model | None = None


def draft(
    act: str,
    subject: Model,
    *,
    by: Actor,
    at: datetime,
    from_state: str = "",
    to_state: str = "",
    fields: Mapping[str, Any] | None = None,
    reason: str = "",
    act_id: uuid.UUID | None = None,
) -> LedgerEntry:
    """
    Return an entry that is not yet written: that an object was moved by an act.

    `fields` may hold texts, numbers, dates, booleans and pairs (old, new); text over 80 characters is
    written as its SHA-256 and length, and so is any text of a field that a purge would have to destroy.
    A batch gives all its rows one `act_id`; inside `one_act` the id of that act stands in every row.
    """
    content = purging_kinds.fields_of(subjects.kind_of(subject))
    return LedgerEntry(
        at=at,
        act=act,
        act_id=_act.get() or act_id or uuid.uuid4(),
        kind=subjects.kind_of(subject),
        object_id=subject.pk,
        from_state=from_state,
        to_state=to_state,
        actor_id=by.user_id,
        actor_name=by.name,
        hat=by.hat.role,
        hat_label=by.hat.label,
        entered_by_id=by.entered_by_id,
        source=by.source.value,
        fields={
            name: _short(value, 0 if name in content else MAX_VALUE_CHARS) for name, value in (fields or {}).items()
        },
        reason=reason,
    )


def record(
    act: str,
    subject: Model,
    *,
    by: Actor,
    at: datetime,
    from_state: str = "",
    to_state: str = "",
    fields: Mapping[str, Any] | None = None,
    reason: str = "",
    act_id: uuid.UUID | None = None,
) -> LedgerEntry:
    """Write that an object was moved by an act; every word as `draft` takes it."""
    entry = draft(
        act, subject, by=by, at=at, from_state=from_state, to_state=to_state, fields=fields, reason=reason,
        act_id=act_id,
    )  # fmt: skip
    entry.save(force_insert=True)
    events.publish(Recorded(entry.kind, entry.object_id, subject))
    return entry


def record_all(drafts: Iterable[LedgerEntry]) -> None:
    """Write many drafts in their order, in few statements: what `record` would write, row for row."""
    for entry in LedgerEntry.objects.bulk_create(drafts, batch_size=500):
        events.publish(Recorded(entry.kind, entry.object_id))


def history(kind: str, object_id: int) -> QuerySet[LedgerEntry]:
    """Return what happened to one object, oldest first."""
    return LedgerEntry.objects.filter(kind=kind, object_id=object_id).order_by("id")


def digest_of(text: str) -> dict[str, str | int]:
    """Return what the ledger keeps of words that a purge must be able to destroy: their SHA-256 and length."""
    return {"sha256": hashlib.sha256(text.encode()).hexdigest(), "chars": len(text)}


def _short(value: Any, most: int) -> Any:
    if isinstance(value, str) and len(value) > most:
        return digest_of(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_short(each, most) for each in value]
    return value
