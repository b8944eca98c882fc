"""Writes: open a term, make a body, appoint to a post, each with its ledger row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from .enums import BodyKind, PostKind
from .models import Body, BodyAlias, Oversight, Person, PostHolding, Term


@transaction.atomic
def open_term(
    *, ordinal: int, start_date: date, end_date: date | None = None, member_quota: int = 250, by: Actor, at: datetime
) -> Term:
    """
    Open a term (开启新一届).

    Rule: handbook 1.2, terms do not overlap. Raises: Refused `overlap`; nothing is changed then.
    """
    if overlapping := _overlapping(start_date, end_date):
        raise Refused("overlap", f"{overlapping}的任期与所填日期重叠，请核对起止日期。")
    term = Term.objects.create(ordinal=ordinal, start_date=start_date, end_date=end_date, member_quota=member_quota)
    ledger.record("open_term", term, by=by, at=at, fields={"ordinal": ordinal, "start_date": start_date})
    return term


@transaction.atomic
def make_body(
    *,
    kind: BodyKind,
    full_name: str,
    short_name: str,
    order: int,
    valid_from: date,
    valid_to: date | None = None,
    aliases: Iterable[str] = (),
    by: Actor,
    at: datetime,
) -> Body:
    """Make a body of the committee (设立机构) with the names it goes by as long as it exists."""
    body = Body.objects.create(
        kind=kind, full_name=full_name, short_name=short_name, order=order, valid_from=valid_from, valid_to=valid_to
    )
    BodyAlias.objects.bulk_create(
        BodyAlias(body=body, text=text, valid_from=valid_from, valid_to=valid_to) for text in aliases
    )
    ledger.record("make_body", body, by=by, at=at, fields={"full_name": full_name, "valid_from": valid_from})
    return body


@transaction.atomic
def appoint(
    *,
    person: Person,
    post: PostKind,
    rank: int,
    valid_from: date,
    valid_to: date | None = None,
    by: Actor,
    at: datetime,
) -> PostHolding:
    """Let a person hold a post (任职) from a date; `rank` is the place in the official order."""
    holding = PostHolding.objects.create(person=person, post=post, rank=rank, valid_from=valid_from, valid_to=valid_to)
    fields = {"post": post.value, "rank": rank, "valid_from": valid_from, "valid_to": valid_to}
    ledger.record("appoint", person, by=by, at=at, fields=fields)
    return holding


@transaction.atomic
def put_in_charge(
    *, person: Person, body: Body, valid_from: date, valid_to: date | None = None, by: Actor, at: datetime
) -> Oversight:
    """Put a leader in charge of a body (分管) from a date; tasks of 分管主席 follow it."""
    oversight = Oversight.objects.create(person=person, body=body, valid_from=valid_from, valid_to=valid_to)
    fields = {"leader": person.name, "valid_from": valid_from, "valid_to": valid_to}
    ledger.record("put_in_charge", body, by=by, at=at, fields=fields)
    return oversight


def _overlapping(start_date: date, end_date: date | None) -> Term | None:
    later_end = Term.objects.exclude(end_date__lt=start_date)
    return (later_end.filter(start_date__lte=end_date) if end_date else later_end).first()
