"""Writes: proposal numbers, given in one batch after review, in an order the clerk sees first (编号)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from yizheng.kernel import sequences, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value
from yizheng.org.models import Session

from ..enums import CollectiveKind, PeriodKind
from ..figures.counting import TO_NUMBER
from ..keys import BETWEEN_SERIES, CATEGORIES
from ..models import Proposal, ReviewDecision
from ..workflow import proposals as table

COLLECTIVES = list(CollectiveKind)


def without_number(session: Session) -> QuerySet[Proposal]:
    """Return the filed proposals of a session that have no number yet."""
    rows = Proposal.objects.filter(TO_NUMBER.condition, session=session)
    return rows.select_related("party_body", "body", "sector")


def in_default_order(proposals: Iterable[Proposal], categories: Sequence[str]) -> list[Proposal]:
    """
    Return proposals as numbers are given: plenary before between-session ones, then parties, committees,
    sectors, groups, grassroots units in statutory order, then members' by category and reception.

    Rule: office-practice 15; key `proposal.categories` for the order of categories.
    """

    def place(proposal: Proposal) -> tuple[bool, int, int, str]:
        between = proposal.period_kind == PeriodKind.BETWEEN
        if proposal.collective_kind:
            kind = COLLECTIVES.index(CollectiveKind(proposal.collective_kind))
            owner = proposal.party_body or proposal.body or proposal.sector
            return (between, kind, owner.order if owner else 0, proposal.reception_no)
        known = proposal.category in categories
        category = categories.index(proposal.category) if known else len(categories)
        return (between, len(COLLECTIVES), category, proposal.reception_no)

    return sorted(proposals, key=place)


def preview(session: Session, at: datetime) -> list[Proposal]:
    """Return the proposals that wait for a number, in the order that is proposed."""
    categories: list[str] = value(CATEGORIES, on=timezone.localdate(at))
    return in_default_order(without_number(session), categories)


def is_own_series(proposal: Proposal, at: datetime) -> bool:
    """Tell whether a proposal is numbered among the 平时提案. Rule: key `proposal.between_own_series`."""
    return proposal.period_kind == PeriodKind.BETWEEN and value(BETWEEN_SERIES, on=timezone.localdate(at))


def last_number(session: Session, *, between: bool) -> int:
    """Return the last number given in a series of a session, 0 when there is none; also those imported."""
    rows = Proposal.objects.filter(session=session, filed_between=between)
    found: int | None = rows.aggregate(last=Max("filed_no"))["last"]
    return found or 0


@transaction.atomic
def give_numbers(*, session: Session, order: Sequence[int], by: Actor, at: datetime) -> list[Proposal]:
    """
    Give the filed proposals of a session their numbers (编号), in this order of ids, behind the last one given.

    No gap and no number twice: two clerks wait for each other, and whoever comes second is refused, because the
    set is no longer the one that was previewed. Rule: office-practice 15; handbook 2.2.
    Raises: PermissionDenied; Refused `nothing_to_number`, `changed`; nothing is changed then.
    """
    require("proposal.give_numbers", by)
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    waiting = {row.pk: row for row in without_number(session).order_by("pk").select_for_update(of=("self",))}
    if not order:
        raise Refused("nothing_to_number", "没有等待编号的提案。")
    if len(order) != len(set(order)) or set(order) != set(waiting):
        raise Refused("changed", "预览以后又有提案立案、撤案或编了号。请重新看一遍顺序，再编号。")
    act_id = uuid.uuid4()
    last = {between: last_number(session, between=between) for between in (False, True)}
    given = [_give(waiting[pk], last, act_id, by=by, at=at) for pk in order]
    _close_decisions(session, at)
    return given


def _give(proposal: Proposal, last: dict[bool, int], act_id: uuid.UUID, *, by: Actor, at: datetime) -> Proposal:
    between = is_own_series(proposal, at)
    series = f"proposal-{'between' if between else 'filed'}-{proposal.session_id}"
    number = sequences.next_number(series, after=last[between])
    changes = {"filed_no": number, "filed_between": between}
    return workflow.apply(table.GIVE_NUMBER, proposal, by=by, at=at, changes=changes, act_id=act_id)


def _close_decisions(session: Session, at: datetime) -> None:
    """A decision whose filed proposals all have numbers is closed."""
    open_ones = ReviewDecision.objects.filter(session=session, numbered_at__isnull=True)
    waiting = open_ones.filter(lines__outcome="file", lines__proposal__in=without_number(session))
    open_ones.exclude(pk__in=waiting.values("pk")).update(numbered_at=at)
