"""
What committees of this house send each other about opinions: frozen rows, read by sender and addressee only.

Nobody reads another committee's rows (design 4): the sender writes a dispatch in its own scope, a job in the
addressee's scope takes it exactly once.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from procrastinate.contrib.django import app

from yizheng.kernel import scoping
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, Dispatch, SecurityEvent

from ..models import SentText, TakenDispatch

REPORT, RESULT = "opinion_report", "opinion_result"
KINDS = (REPORT, RESULT)
DIGEST = "words_sha256"
TAKE_TASK = "opinion.take_dispatches_of"


def send(
    *,
    to: Committee,
    what: Model,
    label: str,
    kind: str,
    key: uuid.UUID,
    payload: dict[str, Any],
    at: datetime,
    words: dict[str, str] | None = None,
) -> Dispatch:
    """
    Write a dispatch to a committee and let its job take it; part of the sending act. The same key is sent once.

    `label` is a number, never a title, and `words` of a piece are kept beside it: the row itself cannot be destroyed
    (office-practice 3). What it holds of the words is their digest.
    """
    if words is not None:
        payload = {**payload, DIGEST: _digest(words)}
    row, made = Dispatch.objects.get_or_create(
        key=key,
        committee_id=scoping.current().committee_id,
        defaults={
            "to_committee": to, "kind": kind, "object_id": what.pk, "payload": payload, "sent_at": at,
            "label": label,
        },
    )  # fmt: skip
    if made and words is not None:
        SentText.objects.create(to_committee=to, key=key, words=words)
    if made:
        app.configure_task(TAKE_TASK, allow_unknown=False).defer(committee_id=to.pk)
    return row


def waiting() -> QuerySet[Dispatch]:
    """
    Return what other committees sent to the open scope's about opinions and nobody took yet, oldest first.

    What its sender closed meanwhile waits; what it destroyed never comes.
    """
    here = scoping.current().committee_id
    taken = TakenDispatch.objects.filter(from_committee=OuterRef("committee"), key=OuterRef("key"))
    rows = Dispatch.objects.filter(to_committee=here, kind__in=KINDS).exclude(committee=here)
    gone = SentText.objects.filter(committee=OuterRef("committee"), key=OuterRef("key"), words={})
    return rows.exclude(Exists(taken)).exclude(Exists(gone)).select_related("committee").order_by("id")


def words_of(dispatch: Dispatch) -> Any:
    """
    Return the words that go with a dispatch: those kept beside it, for a row without such what it holds itself.

    Raises: Refused `unreadable` where they are not what was sent.
    """
    kept = SentText.objects.filter(committee=dispatch.committee_id, key=dispatch.key).first()
    if kept is None:
        return dispatch.payload
    if not isinstance(dispatch.payload, Mapping) or dispatch.payload.get(DIGEST) != _digest(kept.words):
        raise Refused("unreadable", "报来的内容读不出来。")
    return kept.words


def _digest(words: Any) -> str:
    told = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


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
