"""What ends when a member leaves: seats, convening, stays in grassroots units, posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest

from ..enums import SeatState
from ..models import GrassrootsMembership, Membership, PostHolding, Seat, SectorConvener, Suspension


def end_duties(memberships: Sequence[Membership], on: date) -> None:
    """End what hangs on memberships; `on` is the first day without them. Open choices of seats lapse."""
    of_them = Q(membership__in=[row.pk for row in memberships])
    Seat.objects.filter(of_them, state=SeatState.CHOSEN).update(state=SeatState.WITHDRAWN)
    end_at(Seat.objects.filter(of_them, state=SeatState.APPROVED), on)
    end_at(SectorConvener.objects.filter(of_them), on)
    end_at(GrassrootsMembership.objects.filter(of_them), on)
    end_at(Suspension.objects.filter(of_them), on)


def end_posts(membership: Membership, on: date) -> None:
    """End the posts of somebody who left: who is no member holds no post of the committee."""
    end_at(PostHolding.objects.filter(person_id=membership.person_id), on)


def end_at(rows: QuerySet[object], on: date) -> None:  # type: ignore[type-var]
    """Let dated rows that still run end on a day; one that had not begun never holds."""
    running = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    running.update(valid_to=Greatest("valid_from", on))
