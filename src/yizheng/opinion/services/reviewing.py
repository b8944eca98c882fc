"""Writes of the first reading: take up, return, not adopt, urgent or not (handbook 6.3)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from .. import phrases_editing as phrases
from ..enums import OpinionState, RejectReason, Urgency
from ..models import Opinion
from ..texts import author_text
from ..workflow import opinions as table
from . import limits


@transaction.atomic
def take_up(*, opinion: Opinion, by: Actor, at: datetime) -> Opinion:
    """
    Take a piece up to edit it (编辑): the editors' text begins as the author's.

    Raises: PermissionDenied; Refused `stale`; nothing is changed then.
    """
    locked = lock(opinion)
    changes = {
        "edited_title": locked.title, "edited_body": author_text(locked), "editor_name": by.name,
        "reviewed_on": timezone.localdate(at),
    }  # fmt: skip
    moved = workflow.apply(table.TAKE_UP, locked, by=by, at=at, changes=changes)
    limits.end_review(moved, by=by, at=at)
    return moved


@transaction.atomic
def return_for_more(*, opinion: Opinion, reason: str, by: Actor, at: datetime) -> Opinion:
    """
    Return a piece to its author, who adds what is missing (退回补充).

    Raises: PermissionDenied; Refused `stale`, `no_reason`, `is_whole`; nothing is changed then.
    """
    locked = lock(opinion)
    if locked.parts.exists():
        raise Refused("is_whole", phrases.WHOLE_RETURNED)
    changes = {"reviewed_on": timezone.localdate(at)}
    moved = workflow.apply(table.RETURN, locked, by=by, at=at, reason=reason, changes=changes)
    limits.end_review(moved, by=by, at=at)
    return moved


@transaction.atomic
def reject(
    *, opinion: Opinion, reason_code: str, words: str = "", by: Actor, at: datetime, act_id: uuid.UUID | None = None
) -> Opinion:
    """
    Do not adopt a piece (不采用), for one of the reasons; the author is told it.

    A piece that belongs to the petition office is answered with the guidance of office-practice 6.
    Rule: handbook 6.3. Raises: PermissionDenied; Refused `no_reason_code`, `stale`; nothing is changed then.
    """
    if reason_code not in RejectReason.values:
        raise Refused("no_reason_code", phrases.NO_REASON_CODE)
    changes = {"reject_reason": reason_code, "reviewed_on": timezone.localdate(at)}
    moved = workflow.apply(table.REJECT, opinion, by=by, at=at, reason=words, changes=changes, act_id=act_id)
    limits.end_review(moved, by=by, at=at)
    return moved


@transaction.atomic
def reject_many(*, opinions: Sequence[Opinion], reason_code: str, by: Actor, at: datetime) -> list[Opinion]:
    """
    Do not adopt several pieces for one reason (成批不采用): all or none, one ledger row a piece.

    Raises: PermissionDenied; Refused `nothing_chosen`, `no_reason_code`, `stale`; nothing is changed then.
    """
    if not opinions:
        raise Refused("nothing_chosen", phrases.NOTHING_CHOSEN)
    act_id = uuid.uuid4()
    in_order = sorted(opinions, key=lambda each: each.pk)
    return [reject(opinion=each, reason_code=reason_code, by=by, at=at, act_id=act_id) for each in in_order]


@transaction.atomic
def mark_urgency(*, opinion: Opinion, urgency: str, reason: str, by: Actor, at: datetime) -> Opinion:
    """
    Say that a piece is urgent, or is not after all (改缓急); a piece that still waits gets the date of its new kind.

    Rule: handbook 6.5; keys opinion.review_workdays, opinion.urgent_review_workdays, counted from submission.
    Raises: PermissionDenied; Refused `same`, `no_reason`, `stale`; nothing is changed then.
    """
    locked = lock(opinion)
    if locked.urgency == urgency or urgency not in Urgency.values:
        raise Refused("same", phrases.SAME_URGENCY)
    is_urgent = urgency == Urgency.URGENT
    if is_urgent and not reason.strip():
        raise Refused("no_reason", phrases.NO_URGENT_REASON)
    changes: dict[str, Any] = {"urgency": urgency, "urgent_reason": reason.strip()[:200] if is_urgent else ""}
    if locked.state == OpinionState.SUBMITTED and locked.submitted_at is not None:
        changes["review_due"] = limits.renew_review(locked, is_urgent=is_urgent, by=by, at=at)
    return workflow.apply(table.MARK_URGENCY, locked, by=by, at=at, changes=changes)


def lock(opinion: Opinion) -> Opinion:
    """Lock a piece before it is judged; the act locks the same row again."""
    return Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
