"""The board of the assignment conference: rows of proposals, what is suggested, where each unit stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from yizheng.assist.suggesting_units import Reason
from yizheng.kernel.acting import Actor
from yizheng.org.configuration import value

from . import suggesting
from .enums import ANSWERING, ProposalState, ShareRole, Side
from .keys import PARTY_SIDE
from .models import PlannedShare, Proposal
from .queries.assigning import on_board
from .sides import side_of_shares, sides_of
from .suggesting import Suggested

PAGE_ROWS = 50
LANES = (
    (ShareRole.SOLE, "单独"),
    (ShareRole.HOST, "主办"),
    (ShareRole.CO, "会办"),
    (ShareRole.SEPARATE, "分办"),
)


@dataclass(frozen=True)
class Chip:
    """One unit on a row: the suggestion with its reason, or a unit that stands in a lane with its word."""

    key: str
    unit_id: int
    name: str
    lane: str
    note: str = ""
    confidence: str = ""
    reasons: tuple[Reason, ...] = ()
    objects: bool = False
    share_id: int | None = None


@dataclass(frozen=True)
class Lane:
    """One drop zone of a row."""

    value: str
    label: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class BoardRow:
    """One proposal on the board."""

    proposal: Proposal
    suggested: tuple[Chip, ...]
    wishes: str
    lanes: tuple[Lane, ...]
    comments: tuple[Chip, ...]


def filtered(actor: Actor, asked: dict[str, Any], on: date) -> QuerySet[Proposal]:
    """Return the proposals of the board that the filters leave."""
    rows = on_board(actor).prefetch_related(_planned())
    if asked.get("category"):
        rows = rows.filter(category=asked["category"])
    if asked.get("state"):
        rows = rows.filter(state=asked["state"])
    if asked.get("side"):
        rows = rows.filter(_answered_from(Side(asked["side"]), on))
    if asked.get("unit"):
        rows = rows.filter(Exists(_named().filter(unit=asked["unit"])))
    what = asked.get("what")
    if what == "unplanned":
        rows = rows.exclude(Exists(_named()))
    return rows.filter(Exists(_named().filter(objects_to_it=True))) if what == "objected" else rows


def _named() -> QuerySet[PlannedShare]:
    return PlannedShare.objects.filter(proposal=OuterRef("pk")).exclude(source="proposer")


def _answered_from(side: Side, on: date) -> Q:
    party = _named().filter(role__in=ANSWERING, unit__category__in=value(PARTY_SIDE, on=on))
    return Q(Exists(party)) if side == Side.PARTY else ~Q(Exists(party))


def _planned() -> Prefetch[Any]:
    return Prefetch("planned", PlannedShare.objects.select_related("unit").order_by("order", "id"))


def rows_of(proposals: Sequence[Proposal], on: date, actor: Actor) -> list[BoardRow]:
    """Return the rows of a page; suggestions come from one reading of the earlier cases for all of them."""
    suggested = suggesting.suggest_for(proposals, on=on, by=actor)
    return [_row(each, suggested[each.pk]) for each in proposals]


def _row(proposal: Proposal, suggested: Sequence[Suggested]) -> BoardRow:
    planned = [each for each in proposal.planned.all() if each.source != "proposer"]
    wished = [str(each.unit) for each in proposal.planned.all() if each.source == "proposer"]
    standing = {each.unit_id for each in planned}
    chips = [_standing(proposal, each) for each in planned]
    return BoardRow(
        proposal=proposal,
        suggested=tuple(_suggestion(proposal, each) for each in suggested if each.unit.pk not in standing),
        wishes="、".join(wished),
        lanes=tuple(Lane(lane, label, tuple(c for c in chips if c.lane == lane)) for lane, label in LANES),
        comments=tuple(chip for chip in chips if chip.note or chip.objects),
    )


def _standing(proposal: Proposal, share: PlannedShare) -> Chip:
    return Chip(
        f"{proposal.pk}-{share.unit_id}", share.unit_id, str(share.unit), share.role, share.comment,
        objects=share.objects_to_it, share_id=share.pk,
    )  # fmt: skip


def _suggestion(proposal: Proposal, each: Suggested) -> Chip:
    return Chip(
        f"{proposal.pk}-{each.unit.pk}", each.unit.pk, str(each.unit), "", each.reason, each.confidence, each.reasons
    )


def ready_for(actor: Actor, on: date) -> list[Proposal]:
    """Return the pre-assigned proposals that this assigner's side assigns."""
    sides = sides_of(actor)
    rows = on_board(actor).filter(state=ProposalState.PRE_ASSIGNED).prefetch_related(_planned())
    rows = rows.defer("background", "analysis", "research_basis")
    return [each for each in rows if _side(each, on) in sides]


def _side(proposal: Proposal, on: date) -> Side | None:
    shares = [(each.unit, ShareRole(each.role)) for each in proposal.planned.all() if each.source != "proposer"]
    return side_of_shares(shares, on) if shares else None


def objected(proposals: Sequence[Proposal]) -> int:
    """Return how many of these a unit objects to."""
    return sum(any(each.objects_to_it for each in row.planned.all()) for row in proposals)
