"""Writes: proposals that go to a higher committee by its members who live here (F071)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import Membership
from yizheng.org.queries import superior_members

from ..models import OutgoingProposal, Proposal
from ..workflow import leads as table

MOVES = {
    row.name: row
    for row in (table.HAND_OVER, table.NOTE_SUBMITTED, table.NOTE_FILED, table.NOTE_NOT_FILED, table.NOTE_ANSWERED)
}


@dataclass(frozen=True)
class OutgoingWords:
    """What goes up: its title, who carries it, and the proposal of ours it comes from."""

    title: str
    carrier: Membership
    note: str = ""
    origin: Proposal | None = None


@transaction.atomic
def register_outgoing(*, words: OutgoingWords, by: Actor, at: datetime) -> OutgoingProposal:
    """
    Register what goes to a higher committee by one of its members (登记向上提案); its level is the carrier's.

    Rule: F071. Raises: PermissionDenied; Refused `carrier` unless a member of a higher committee, in office,
    lives here; nothing is registered then.
    """
    require("outgoing.keep", by)
    today = timezone.localdate(at)
    if not superior_members(today).filter(pk=words.carrier.pk).exists():
        raise Refused("carrier", f"{words.carrier.person}不是在任的辖区上级委员，请另选一位。")
    row = OutgoingProposal.objects.create(
        **vars(words), level=words.carrier.superior_level, year=today.year, changed_on=today
    )
    ledger.record("register_outgoing", row, by=by, at=at, to_state=row.state, fields={"level": row.level})
    if words.origin is not None:
        thread.link(words.origin, row, relation="sent_up", at=at)
    events.publish(workflow.Moved("outgoing_proposal", row, "register_outgoing", "", row.state, by, at))
    return row


@transaction.atomic
def move_outgoing(
    *, row: OutgoingProposal, move: str, by: Actor, at: datetime, upper_number: str = "", note: str = ""
) -> OutgoingProposal:
    """
    Note how far an outgoing proposal has come (更新进展): handed over, submitted, filed or not, answered.

    Raises: Refused `stale`, `no_reason` when it was not filed and nothing is said why; nothing is changed then.
    """
    changes = {"changed_on": timezone.localdate(at)}
    if upper_number.strip():
        changes |= {"upper_number": upper_number.strip()[:60]}  # type: ignore[dict-item]
    if note.strip():
        changes |= {"note": note.strip()[:300]}  # type: ignore[dict-item]
    return workflow.apply(MOVES[move], row, by=by, at=at, reason=note, changes=changes)
