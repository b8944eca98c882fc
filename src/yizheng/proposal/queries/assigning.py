"""Reads of the area of assignment: requests for another unit, what waits for a unit's word, the side's progress."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Case, Q, QuerySet, Value, When

from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor

from ..enums import ANSWERING, HandlingState, ProposalState
from ..models import GONE, AdjustRequest, Handling, PlannedShare, Proposal
from ..sides import sides_of
from ..standing import unit_id
from . import handlings_visible_to, proposals_visible_to

H = HandlingState
DONE = (H.ISSUED, H.OPINED)
SOON = timedelta(days=14)
"""Two weeks are the ten working days of the yellow light."""


def requests_visible_to(actor: Actor) -> QuerySet[AdjustRequest]:
    """
    Return the requests a person may see: a unit its own, others those of the proposals they see with units' names.

    Members see no request: it is between unit and assigner.
    """
    rows = AdjustRequest.objects.filter(handling__proposal__in=proposals_visible_to(actor))
    unit = unit_id(actor)
    if unit is not None:
        return rows.filter(handling__unit=unit)
    inner = actor.wears("assigner", "proposal_clerk", "secretary_general", "leader", "archivist", "system")
    return rows if inner else rows.none()


def requests_of_side(actor: Actor) -> QuerySet[AdjustRequest]:
    """Return the requests an assigner decides; whoever else may read sees those of both sides."""
    rows = requests_visible_to(actor).select_related("handling__proposal", "handling__unit", "suggested_unit")
    sides = sides_of(actor)
    return rows.filter(handling__side__in=sides) if sides else rows


def named_for(actor: Actor) -> QuerySet[PlannedShare]:
    """Return the rows by which a unit is named for pre-assigned proposals."""
    rows = PlannedShare.objects.filter(
        proposal__in=proposals_visible_to(actor), proposal__state=ProposalState.PRE_ASSIGNED, unit=unit_id(actor)
    )
    return rows.exclude(source="proposer").select_related("proposal", "unit").order_by("proposal__filed_no", "id")


def shares_visible_to(actor: Actor) -> QuerySet[PlannedShare]:
    """Return the named units a person may see: a unit sees its own row only."""
    rows = PlannedShare.objects.filter(proposal__in=proposals_visible_to(actor)).exclude(source="proposer")
    unit = unit_id(actor)
    rows = rows.filter(unit=unit) if unit is not None else rows
    return rows.select_related("proposal__session__term", "unit__merged_into")


def on_board(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals that wait for units or for their assignment, in the order of their numbers."""
    states = [ProposalState.FILED, ProposalState.PRE_ASSIGNED]
    rows = proposals_visible_to(actor).filter(state__in=states).exclude(quarantine.is_closed("proposal"))
    return rows.order_by("filed_between", "filed_no", "id")


def progress_of(actor: Actor) -> QuerySet[Handling]:
    """Return the handlings an assigner follows: those of the side, the office both; what still runs comes first."""
    rows = handlings_visible_to(actor).exclude(state__in=GONE)
    sides = sides_of(actor)
    rows = rows.filter(side__in=sides) if sides else rows
    done_last = Case(When(state__in=DONE, then=Value(1)), default=Value(0))
    return rows.select_related("proposal", "unit").order_by(done_last, "due_on", "id")


def narrowed(rows: QuerySet[Handling], what: str, on: date) -> QuerySet[Handling]:
    """Return the handlings a filter of the progress list names: unsigned, not contacted, near or over their date."""
    open_rows = ~Q(state__in=DONE)
    filters = {
        "unsigned": Q(state=H.ASSIGNED),
        "uncontacted": Q(contacted_on__isnull=True, role__in=ANSWERING) & open_rows & ~Q(state=H.ASSIGNED),
        "soon": Q(due_on__gte=on, due_on__lte=on + SOON) & open_rows,
        "late": Q(due_on__lt=on) & open_rows,
        "adjusting": Q(state=H.ADJUSTING),
        "on_paper": Q(on_paper=True) & open_rows,
    }
    return rows.filter(filters[what]) if what in filters else rows
