"""The ledger of the organisation as a timeline."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from yizheng.kernel.acting import SOURCE_LABELS, Source
from yizheng.kernel.models import LedgerEntry
from yizheng.ui.shapes import TimelineEntry

from .enums import MembershipState
from .models import Membership, Person, Seat
from .phrases import STATE_MEANING, act_word

MOST = 60


def of(kind: str, object_id: int) -> list[TimelineEntry]:
    """Return what happened to one object, newest first."""
    return _entries(Q(kind=kind, object_id=object_id))


def of_person(person: Person, memberships: Iterable[Membership]) -> list[TimelineEntry]:
    """Return what happened to a person, to these memberships of theirs and to the seats in them, newest first."""
    ids = [row.pk for row in memberships]
    seats = Seat.objects.filter(membership__in=ids).values("pk")
    mine = Q(kind="person", object_id=person.pk) | Q(kind="membership", object_id__in=ids)
    return _entries(mine | Q(kind="seat", object_id__in=seats))


def _entries(which: Q) -> list[TimelineEntry]:
    rows = LedgerEntry.objects.filter(which).select_related("entered_by").order_by("-xact", "-id")[:MOST]
    return [_entry(row) for row in rows]


def _entry(row: LedgerEntry) -> TimelineEntry:
    moved = row.to_state and row.from_state != row.to_state
    states = dict(MembershipState.choices)
    return TimelineEntry(
        act=act_word(row.act), who=row.actor_name, at=row.at,
        hat="" if row.source in (Source.PAPER, Source.SYSTEM) else row.hat_label,
        source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
        entered_by=row.entered_by.name if row.entered_by else "", reason=row.reason,
        state=states.get(row.to_state, "") if moved else "", meaning=STATE_MEANING.get(row.to_state, "neutral"),
    )  # fmt: skip
