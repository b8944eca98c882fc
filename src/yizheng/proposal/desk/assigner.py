"""What an assigner sees: what waits for assignment, who asks for another unit, which units are late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.together import Asked, Steps, totals
from yizheng.todo.desk import ASIDE, LINES, MAIN, DeskCard, Line
from yizheng.ui.shapes import Figure, Meaning

from .. import listing, queries
from ..enums import AdjustState, ProposalState
from ..filters import DONE
from ..models import AdjustRequest, Handling
from ..standing import SIDES

MOST_REQUESTS = 8
MOST_UNITS = 5


@dataclass(frozen=True)
class Assigning:
    """How many proposals wait, and the requests that wait for a decision."""

    waiting: int
    late: int
    requests: list[AdjustRequest]


@dataclass(frozen=True)
class LateUnit:
    """A unit with how many of its proposals are late."""

    public_id: UUID
    name: str
    count: int


def _of_side(actor: Actor) -> QuerySet[Handling]:
    """Return the handlings of the side that the hat serves; a hat without a side serves both."""
    rows = queries.handlings_visible_to(actor)
    if actor.hat.scope_kind != "side":
        return rows
    return rows.filter(side=SIDES.get(actor.hat.scope_id or 0))


def _late(actor: Actor, on: date) -> QuerySet[Handling]:
    return _of_side(actor).filter(due_on__lt=on).exclude(state__in=DONE).exclude(proposal__state="withdrawn")


@Asked
def read_assigning(actor: Actor, on: date) -> Steps[Assigning | None]:
    """Return what waits for an assigner."""
    if not actor.wears(Role.ASSIGNER):
        return None
    waits = queries.proposals_visible_to(actor).filter(state=ProposalState.PRE_ASSIGNED)
    open_ones = AdjustRequest.objects.filter(state__in=[AdjustState.ASKED, AdjustState.DISPUTED])
    open_ones = open_ones.filter(handling__in=_of_side(actor)).order_by("requested_on", "id")
    [waiting], [late], requests = yield (
        totals(waits, n=Count("pk")),
        totals(_late(actor, on), n=Count("proposal", distinct=True)),
        open_ones.select_related("handling__proposal", "handling__unit")[:MOST_REQUESTS],
    )
    return Assigning(waiting["n"], late["n"], requests)


def assigning(found: Assigning) -> dict[str, Any]:
    """Return the card: numbers that open their lists, and each request with its unit."""
    shown = [Figure(found.waiting, "待交办", listing.url_for(state="pre_assigned"), "件")]
    if found.late:
        shown.append(Figure(found.late, "逾期", listing.url_for(late=True), "件", meaning=Meaning.OVER))
    return {"title": "提案交办", "figures": shown, "lines": [_request(each) for each in found.requests]}


def _request(asked: AdjustRequest) -> Line:
    handling = asked.handling
    url = address("proposal:adjust-request", public_id=asked.public_id)
    note = f"{handling.proposal.number}　{handling.unit}申请调整"
    return Line(handling.proposal.title, url, asked.get_state_display(), Meaning.WARN, note)


@Asked
def read_late_units(actor: Actor, on: date) -> Steps[list[LateUnit] | None]:
    """Return the units with most late proposals."""
    if not actor.wears(Role.ASSIGNER):
        return None
    rows = _late(actor, on).order_by().values_list("unit__public_id", "unit__name")
    counted = yield rows.annotate(n=Count("proposal", distinct=True)).order_by("-n", "unit__name")[:MOST_UNITS]
    return [LateUnit(*row) for row in counted] or None


def late_units(found: list[LateUnit]) -> dict[str, Any]:
    """Return the card: each unit opens the list of its late proposals."""
    lines = [
        Line(each.name, listing.url_for(unit=each.public_id, late=True), f"{each.count} 件逾期", Meaning.OVER)
        for each in found
    ]
    return {"title": "逾期最多的单位", "lines": lines, "more": "全部", "url": listing.url_for(late=True)}


CARDS = (
    DeskCard("proposal-assigning", MAIN, LINES, read_assigning, assigning, own=True),
    DeskCard("proposal-late-units", ASIDE, LINES, read_late_units, late_units),
)
