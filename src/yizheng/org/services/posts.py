"""Posts: held from a day to a day, in official rank."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import PostKind
from ..models import Person, PostHolding, in_force


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
    """
    Let a person hold a post (任职) from a date; `rank` is the place in the official order.

    Raises: Refused `already` for the same post on that day, `second_chair` while another is chairperson.
    """
    require("org.appoint", by)
    held = PostHolding.objects.filter(in_force(valid_from), post=post)
    if held.filter(person=person).exists():
        raise Refused("already", f"{person.name}已经担任{PostKind(post).label}，不用再登记。")
    if post == PostKind.CHAIRPERSON and (other := held.select_related("person").first()):
        raise Refused("second_chair", f"{other.person.name}还在担任主席，请先登记其离任。")
    holding = PostHolding.objects.create(person=person, post=post, rank=rank, valid_from=valid_from, valid_to=valid_to)
    fields = {"post": post.value, "rank": rank, "valid_from": valid_from, "valid_to": valid_to}
    ledger.record("appoint", person, by=by, at=at, fields=fields)
    return holding


@transaction.atomic
def end_post(*, holding: PostHolding, on: date, by: Actor, at: datetime, reason: str = "") -> PostHolding:
    """Let a post end (离任); `on` is the first day without it. Raises: Refused `ended`, `backwards`."""
    require("org.end_post", by)
    locked = PostHolding.objects.select_for_update().get(pk=holding.pk)
    if locked.valid_to is not None:
        raise Refused("ended", f"{locked.person.name}的{locked.get_post_display()}任职已经登记了离任。")
    if on < locked.valid_from:
        raise Refused("backwards", "离任日期早于任职日期，请核对。")
    locked.valid_to = on
    locked.save(update_fields=["valid_to"])
    fields = {"post": locked.post, "valid_to": on}
    ledger.record("end_post", locked.person, by=by, at=at, fields=fields, reason=reason)
    return locked
