"""How many pieces officers and members have sent in this year, against the least that is expected of them."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yizheng.org.configuration import value
from yizheng.org.enums import MembershipRole
from yizheng.org.models import Membership
from yizheng.org.queries import current_term, members_of

from .enums import OpinionState
from .keys import MIN_PER_YEAR_MEMBER, MIN_PER_YEAR_STANDING
from .models import Officer, OpinionAuthor, TrainingPresence

MONTHS = 12


def officers(on: date) -> QuerySet[Officer, Any]:
    """Return all officers with the pieces they sent in this year and their last training."""
    trained = TrainingPresence.objects.filter(officer=OuterRef("pk")).order_by()
    last = trained.values("officer").annotate(last=Max("training__held_on")).values("last")
    rows = Officer.objects.annotate(sent=_sent("officer", on.year), trained_on=Subquery(last))
    return rows.order_by("sort_key", "id")


def silent(rows: QuerySet[Any, Any], on: date) -> QuerySet[Officer, Any]:
    """Return those of them who are appointed and have sent nothing in this year (F076)."""
    return rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), sent=0)


def members(on: date) -> QuerySet[Membership, Any]:
    """Return the members in office in the order of rolls, with the pieces they sent in this year."""
    term = current_term(on)
    rows = members_of(term, on) if term is not None else Membership.objects.none()
    return rows.annotate(sent=_sent("membership", on.year))


def below(rows: QuerySet[Membership, Any], on: date) -> QuerySet[Membership, Any]:
    """Return the members who sent in fewer than the least of a whole year; part years are judged by `least_of`."""
    standing = Q(role=MembershipRole.STANDING_MEMBER)
    few = Q(sent__lt=value(MIN_PER_YEAR_MEMBER, on=on)) & ~standing
    return rows.filter(few | (Q(sent__lt=value(MIN_PER_YEAR_STANDING, on=on)) & standing))


def least_of(member: Membership, on: date) -> int:
    """
    Return how many pieces a year are expected of a member; who joined within the year owes the whole part of it.

    Keys opinion.min_per_year.standing, opinion.min_per_year.member. Rule: handbook 6.5; rounding down is our decision.
    """
    is_standing = member.role == MembershipRole.STANDING_MEMBER
    whole = value(MIN_PER_YEAR_STANDING if is_standing else MIN_PER_YEAR_MEMBER, on=on)
    if member.joined_on.year != on.year:
        return whole
    return math.floor(whole * (MONTHS + 1 - member.joined_on.month) / MONTHS)


def _sent(column: str, year: int) -> Coalesce:
    rows = OpinionAuthor.objects.filter(
        opinion__year=year, opinion__submitted_at__isnull=False, part__isnull=True, **{column: OuterRef("pk")}
    )
    counted = rows.exclude(opinion__state=OpinionState.WITHDRAWN).order_by().values(owner=F(column))
    return Coalesce(Subquery(counted.annotate(n=Count("opinion", distinct=True)).values("n")), 0)
