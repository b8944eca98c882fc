"""
The outbox: each delivery goes exactly once, whatever dies in between.

A worker claims a row (`sending`) and commits, then calls the provider with the row's key, then settles the row.
A row that stays `sending` is what a worker left when it died: the provider is asked by key whether it took the
message; where nobody can tell, the row becomes `uncertain` and a clerk decides. It is never blindly sent again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from yizheng.accounts.models import User
from yizheng.kernel import scoping
from yizheng.kernel.models import Committee
from yizheng.org.models import Person

from . import links
from .channels import End, Outcome, Parcel
from .enums import Channel, DeliveryState, MessageState
from .models import Delivery
from .outbox_jobs import enqueue
from .timing import hours, not_at_night
from .wording import parcel

CLAIM_LASTS = timedelta(minutes=5)
"""A provider answers within seconds; a claim older than this belongs to a worker that died."""
MOST_TRIES = 5
FIRST_WAIT = timedelta(minutes=2)
READ_BY_NOW, OVER_BY_NOW, NO_ADDRESS = "已知道，不必再发", "事情已办结，未再发", "没有可用的手机号或邮箱"
NOBODY_CAN_TELL = "发送时中断，无法查明是否发出"


@transaction.atomic
def claim(*, delivery_id: int, at: datetime) -> Parcel | None:
    """
    Take a delivery that is due, so that nobody else sends it; None when there is nothing to send (any longer).

    Commit before the parcel is handed over. Whoever has read the notice by now is not troubled again.
    """
    row = _locked(delivery_id)
    if row is None or row.state != DeliveryState.WAITING or row.due_at > at:
        return None
    bundled = list(row.bundled.select_related("message", "recipient"))
    if not bundled and (needless := _needless(row)):
        _give_up(row, needless, at)
        return None
    to = address_of(row)
    if not to:
        _give_up(row, NO_ADDRESS, at)
        return None
    later = not_at_night(at, hours(on=timezone.localdate(at)).quiet)
    if later > at:
        _postpone(row, later, at)
        return None
    row.state, row.claimed_at, row.tries = DeliveryState.SENDING, at, row.tries + 1
    row.save(update_fields=["state", "claimed_at", "tries"])
    committee = Committee.objects.get(pk=scoping.current().committee_id)
    return parcel(row, to, bundled, committee, links.site(on=timezone.localdate(at)))


@transaction.atomic
def settle(*, key: str, outcome: Outcome, at: datetime) -> None:
    """Note how a claimed delivery ended; what was settled before stays. An unclear end waits for `left_behind`."""
    row = Delivery.objects.select_for_update(of=("self",)).filter(key=key, state=DeliveryState.SENDING).first()
    if row is None:
        return
    row.provider_id, row.why = outcome.provider_id[:100], outcome.why
    if outcome.end == End.TAKEN:
        _finish(row, DeliveryState.SENT, at)
    elif outcome.end == End.UNCLEAR:
        row.save(update_fields=["provider_id", "why"])
    elif row.tries >= MOST_TRIES:
        _finish(row, DeliveryState.GIVEN_UP, at)
    else:
        _postpone(row, at + FIRST_WAIT * 2 ** (row.tries - 1), at)


def left_behind(*, at: datetime) -> list[Delivery]:
    """Return the deliveries that a worker claimed and never settled."""
    return list(Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lte=at - CLAIM_LASTS).order_by("id"))


@transaction.atomic
def settle_left_behind(*, key: str, was_taken: bool | None, at: datetime) -> None:
    """
    Settle a delivery that was left behind, by what its provider says.

    Taken: sent. Not taken: it waits again under the same key. Nobody can tell: uncertain, for a clerk.
    """
    rows = Delivery.objects.select_for_update(of=("self",)).filter(key=key, state=DeliveryState.SENDING)
    row = rows.filter(claimed_at__lte=at - CLAIM_LASTS).first()
    if row is None:
        return
    if was_taken is None:
        row.why = NOBODY_CAN_TELL
        _finish(row, DeliveryState.UNCERTAIN, at)
    elif was_taken:
        _finish(row, DeliveryState.SENT, at)
    else:
        _postpone(row, at, at)


@transaction.atomic
def requeue_forgotten(*, at: datetime) -> int:
    """Put jobs anew for rows that are long due and still wait: whatever became of their jobs, nothing is lost."""
    forgotten = Q(state=DeliveryState.WAITING, due_at__lte=at - CLAIM_LASTS)
    rows = list(Delivery.objects.select_for_update(skip_locked=True).filter(forgotten).order_by("id")[:500])
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=at)  # asked again after five minutes only
    enqueue(rows, at=at)
    return len(rows)


def address_of(row: Delivery) -> str:
    """Return where a delivery goes now: numbers and addresses may have changed since it was written."""
    person_id, user_id = row.recipient.person_id, row.recipient.user_id
    person = Person.objects.only("phone").filter(pk=person_id).first() if person_id else None
    user = User.objects.only("phone", "email").filter(pk=user_id, is_active=True).first() if user_id else None
    if row.channel == Channel.EMAIL:
        return user.email if user else ""
    return (person.phone if person else "") or (user.phone if user else "")


def _locked(delivery_id: int) -> Delivery | None:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("message", "recipient")
    return rows.filter(pk=delivery_id).first()


def _needless(row: Delivery) -> str:
    if row.recipient.read_at is not None:
        return READ_BY_NOW
    return OVER_BY_NOW if row.message.state == MessageState.OVER else ""


def _give_up(row: Delivery, why: str, at: datetime) -> None:
    row.why = why
    _finish(row, DeliveryState.GIVEN_UP, at)


def _finish(row: Delivery, state: DeliveryState, at: datetime) -> None:
    """End a row, and with a digest everything it carried."""
    row.state, row.settled_at = state, at
    row.save(update_fields=["state", "settled_at", "provider_id", "why"])
    row.bundled.filter(state=DeliveryState.BUNDLED).update(state=state, settled_at=at, why=row.why)


def _postpone(row: Delivery, until: datetime, at: datetime) -> None:
    row.state, row.due_at = DeliveryState.WAITING, until
    row.save(update_fields=["state", "due_at", "provider_id", "why"])
    enqueue([row], at=at)
