"""Reads: who holds which post, and what a body was called, on a date."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from yizheng.kernel.prepared import Reading

from ..enums import BodyKind, PostKind
from ..models import Body, BodyAlias, OrgUnit, Oversight, Person, PostHolding, Term, in_force


def current_term(on: date) -> Term | None:
    """Return the term (届) a date lies in; a term without an end lasts."""
    return _TERM.first(on=on)


def _term(*, on: date) -> QuerySet[Term]:
    open_ended = Q(end_date__isnull=True) | Q(end_date__gte=on)
    return Term.objects.filter(open_ended, start_date__lte=on).order_by("-start_date")[:1]


_TERM = Reading(_term)


def holders_of(post: PostKind, on: date) -> list[Person]:
    """Return the people holding a post on a date, in official rank (office-practice 14)."""
    holdings = PostHolding.objects.filter(in_force(on), post=post).select_related("person")
    return [holding.person for holding in holdings.order_by("rank", "id")]


def leaders(on: date) -> list[PostHolding]:
    """Return the posts held on a date with their holders, the chairperson first, in official rank."""
    return list(PostHolding.objects.filter(in_force(on)).select_related("person").order_by("rank", "id"))


def bodies_in_force(on: date, *kinds: BodyKind) -> QuerySet[Body]:
    """Return the bodies that exist on a date, in official order; only of these kinds where given."""
    bodies = Body.objects.filter(in_force(on)).order_by("order", "id")
    return bodies.filter(kind__in=kinds) if kinds else bodies


def bodies_called(text: str, on: date) -> list[Body]:
    """Return the bodies that a name or abbreviation stood for on a date; one alias may name two."""
    named = Q(aliases__text=text) & Q(aliases__in=BodyAlias.objects.filter(in_force(on)))
    own = Q(full_name=text) | Q(short_name=text)
    return list(bodies_in_force(on).filter(own | named).distinct())


def leaders_in_charge_of(body: Body, on: date) -> list[Person]:
    """Return the leaders in charge of a body (分管领导) on a date, in official rank."""
    overseers = Oversight.objects.filter(in_force(on), body=body).values("person_id")
    in_rank = PostHolding.objects.filter(in_force(on), person__in=overseers).select_related("person")
    return list(dict.fromkeys(holding.person for holding in in_rank.order_by("rank", "id")))


def units_in_force(on: date) -> QuerySet[OrgUnit]:
    """Return the outside units that exist on a date, in official order."""
    return OrgUnit.objects.filter(in_force(on)).order_by("order", "id")
