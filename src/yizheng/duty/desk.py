"""What the duty room shows on a member's desk: the own year in a few numbers, as the page behind it reckons them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps
from yizheng.org.models import Membership
from yizheng.todo.desk import LINES, MAIN, DeskCard, offer
from yizheng.ui.shapes import Figure

from . import queries, reckoned
from .enums import COUNTED, SchemeState
from .models import DutyRecord, SchemeVersion, ScoreSheet
from .scoring.facts import Fact
from .scoring.reckoning import Tally, reckon_year
from .scoring.scheme import Scheme, parse
from .scoring.shipped import shipped


@dataclass(frozen=True)
class OwnYear:
    """A member's running year: what was recorded and what it counts so far."""

    year: int
    records: int
    scheme: Scheme
    tally: Tally


@Asked
def read_own(actor: Actor, on: date) -> Steps[OwnYear | None]:
    """Return the own year of whoever holds a seat; None for any other hat."""
    if actor.user_id is None or not may("duty.read_own", actor):
        return None
    seats: list[Membership] = yield queries.own_seats(actor, on).prefetch_related("suspensions")[:1]
    if not seats:
        return None
    years = queries.years()
    year = years.of(on)
    records, schemes, sheets = yield (
        DutyRecord.objects.filter(year=year, membership=seats[0].pk, state__in=COUNTED).order_by("on", "id"),
        SchemeVersion.objects.filter(year=year, state=SchemeState.IN_FORCE)[:1],
        ScoreSheet.objects.filter(year=year, membership=seats[0].pk).order_by("version"),
    )
    scheme = parse(schemes[0].data) if schemes else shipped("default")
    member = queries.member_of(seats[0], years.days(year), sheets[-1].gate if sheets else "")
    return OwnYear(year, len(records), scheme, reckon_year(scheme, [member], _facts(records))[member.id])


def own(found: OwnYear) -> dict[str, Any]:
    """Return the card: how much was recorded, the points so far, the groups of the scheme."""
    url = address("duty:own")
    groups = [
        Figure(reckoned.points(found.tally.groups[group.code]), group.name, url, "分") for group in found.scheme.groups
    ]
    shown = [Figure(reckoned.points(found.tally.total), "合计", url, "分"), *groups]
    return {"title": f"我的{found.year}年履职", "figures": shown, "more": f"{found.records}条记录", "url": url}


def offer_cards() -> None:
    """Put the card on the desks."""
    offer(DeskCard("duty-own", MAIN, LINES, read_own, own, own=True))


def _facts(records: list[DutyRecord]) -> list[Fact]:
    return [
        Fact(row.pk, row.membership_id, row.kind, row.role, row.on, row.deed, row.quantity, row.parts, row.title)
        for row in records
    ]
