"""Writes: points that pieces bring their authors, in the act that earns them (积分; handbook 6.4; F079)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.workflow import Moved
from yizheng.org.configuration import value

from ..authorship import is_public
from ..enums import AuthorRole, PointEvent, SourceKind
from ..keys import SCORING, SCORING_MAIN_PERCENT
from ..models import Opinion, OpinionAuthor, PointEntry
from ..workflow import opinions as table

CENT = Decimal("0.01")
ONCE = frozenset(
    {
        PointEvent.SUBMITTED, PointEvent.ADOPTED_SELF, PointEvent.ADOPTED_CITY, PointEvent.ADOPTED_PROVINCE,
        PointEvent.ADOPTED_NATION, PointEvent.SOLICITED,
    }
)  # fmt: skip
"""What a piece earns once however often it happens; each instruction of a leader counts for itself."""
OWNERS = ("membership_id", "party_body_id", "body_id", "sector_id", "officer_id")


@transaction.atomic
def award(
    *, opinion: Opinion, event: PointEvent, by: Actor, at: datetime, act_id: uuid.UUID | None = None
) -> list[PointEntry]:
    """
    Write what an event brings the authors of a piece (记分); part of the act that earns it.

    A row holds the full points of its event: the yearly cap and "highest adoption only" are worked out when points
    are counted (`points`), so that a changed rule changes no row. Rule: handbook 6.4; keys opinion.scoring.points,
    opinion.scoring.merged_main_percent. Our decision: the shares of 60 and 40 hold for co-written pieces as for
    merged ones, and an author with several parts has one share. Returns nothing for an event that earned already.
    """
    today = timezone.localdate(at)
    lines: list[str] = value(SCORING, on=today)
    points = points_of(event, lines)
    rows = [each for each in opinion.authors.order_by("order", "id") if not is_public(each)]
    authors = distinct(rows)
    earned = PointEntry.objects.filter(opinion=opinion, event=event, is_void=False)
    if not points or not authors or (event in ONCE and earned.exists()):
        return []
    shares = shares_of(points, len(authors), value(SCORING_MAIN_PERCENT, on=today))
    entries = PointEntry.objects.bulk_create(
        PointEntry(
            opinion=opinion, author=author, event=event, points=share, earned_on=today, year=today.year,
            share_percent=int((share * 100 / points).to_integral_value(ROUND_HALF_UP)),
        )
        for author, share in zip(authors, shares, strict=True)
    )  # fmt: skip
    fields = {"event": event.value, "points": points, "authors": len(authors)}
    ledger.record("award_points", opinion, by=by, at=at, fields=fields, act_id=act_id)
    return entries


@transaction.atomic
def void(*, opinion: Opinion, reason: str, by: Actor, at: datetime) -> Opinion:
    """
    Let all points of a piece count no more and warn its authors (积分作废并警示): copied, or sent in twice.

    Rule: handbook 6.4; edge case 15. Raises: PermissionDenied; Refused `no_reason`, `stale`.
    """
    moved = workflow.apply(table.VOID_POINTS, opinion, by=by, at=at, reason=reason)
    PointEntry.objects.filter(opinion=moved, is_void=False).update(is_void=True)
    return moved


def take_back(*, opinion: Opinion, event: PointEvent, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> int:
    """Let what an event earned count no more, because the event itself was taken back; part of that act."""
    number = PointEntry.objects.filter(opinion=opinion, event=event, is_void=False).update(is_void=True)
    if number:
        ledger.record("take_back_points", opinion, by=by, at=at, fields={"event": event.value}, act_id=act_id)
    return number


EARNED = {
    "submit_opinion": PointEvent.SUBMITTED, "issue_opinion": PointEvent.ADOPTED_SELF,
    "issue_opinion_too": PointEvent.ADOPTED_SELF,
}  # fmt: skip
UNDONE = {"withdraw_opinion": PointEvent.SUBMITTED, "take_back_opinion": PointEvent.ADOPTED_SELF}


def follow(moved: Moved) -> None:
    """Give the points of sending in and of being issued, and take them back with the act; wired to every act."""
    if not isinstance(moved.obj, Opinion):
        return
    if moved.act in EARNED and not _credited_as_proposal(moved.obj, EARNED[moved.act]):
        award(opinion=moved.obj, event=EARNED[moved.act], by=moved.by, at=moved.at)
    if moved.act in UNDONE:
        take_back(opinion=moved.obj, event=UNDONE[moved.act], by=moved.by, at=moved.at)


def _credited_as_proposal(opinion: Opinion, event: PointEvent) -> bool:
    """What was handed in as a proposal is not credited a second time for being handed in (handbook 18.3 case 6)."""
    return event == PointEvent.SUBMITTED and opinion.source_kind == SourceKind.CONVERTED_PROPOSAL


def points_of(event: PointEvent, lines: Sequence[str]) -> Decimal:
    """Return what an event brings, from the lines of the key; what has no line brings nothing."""
    table_ = dict(line.split("=", 1) for line in lines if "=" in line)
    return Decimal(table_.get(event.value, "0")).quantize(CENT, ROUND_HALF_UP)


def shares_of(points: Decimal, count: int, main_percent: int) -> list[Decimal]:
    """
    Divide points among authors, the main one first; the shares add up to the points, to the hundredth.

    The main author has their percent, half up to the hundredth; the others share the rest equally, rounded down, and
    hundredths that are left go one each to the first of them.
    """
    if count == 1:
        return [points]
    main = (points * main_percent / 100).quantize(CENT, ROUND_HALF_UP)
    others, rest = count - 1, points - main
    each = (rest / others).quantize(CENT, ROUND_DOWN)
    left = int((rest - each * others) / CENT)
    return [main, *(each + CENT if place < left else each for place in range(others))]


def distinct(rows: Iterable[OpinionAuthor]) -> list[OpinionAuthor]:
    """Return one row an author, the main one first: who wrote two merged parts has one share."""
    found: dict[object, OpinionAuthor] = {}
    for row in rows:
        found.setdefault(owner_of(row), row)
    return sorted(found.values(), key=lambda row: (row.role != AuthorRole.MAIN, row.order, row.pk))


def owner_of(row: OpinionAuthor) -> tuple[str, object]:
    """Return who an author row stands for: the column it fills with its id, or only the name."""
    for column in OWNERS:
        if (pk := getattr(row, column)) is not None:
            return column, pk
    return "name", row.name
