"""
The outbox of the webhooks: each delivery goes at least once; its id lets the receiver drop a repeat.

A worker claims a row and commits, posts without a transaction, then settles the row. A row whose worker died is
due again two minutes later. What is not taken within a day has failed; a webhook that fails for three days is off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yizheng.accounts.queries import grants_in_force
from yizheng.kernel import ledger
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.addresses import address
from yizheng.notify import services as notify

from .enums import DeliveryState
from .jobs import enqueue
from .models import WebhookDelivery, WebhookEndpoint
from .sending import Outcome, Parcel

CLAIM_LASTS = timedelta(minutes=2)
WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 180, 360))
GIVEN_UP_AFTER = timedelta(days=1)
OFF_AFTER = timedelta(days=3)
KEPT = timedelta(days=30)
"""How long what was sent can be looked at."""
STOPPED, NO_HAT = "推送已停用", "身份已终止，不再推送"
OFF_WHY = "连续三天送不到，已自动停用"


@dataclass(frozen=True)
class Claim:
    """A delivery that one worker holds; `tries` tells its try from a later one."""

    delivery_id: int
    tries: int
    parcel: Parcel


@transaction.atomic
def claim(*, delivery_id: int, at: datetime) -> Claim | None:
    """Take a delivery that is due; None when there is nothing to send (any longer). Commit before it is posted."""
    row = _locked(delivery_id)
    if row is None or row.due_at > at:
        return None
    needless = _needless(row.endpoint, at)
    if needless:
        _end(row, DeliveryState.FAILED, needless, at)
        return None
    row.due_at, row.tries = at + CLAIM_LASTS, row.tries + 1
    row.save(update_fields=["due_at", "tries"])
    parcel = Parcel(row.endpoint.url, row.endpoint.secret, str(row.public_id), row.body)
    return Claim(row.pk, row.tries, parcel)


@transaction.atomic
def settle(*, claim: Claim, outcome: Outcome, at: datetime) -> None:
    """Note how a try ended; a try that a later one overtook changes nothing."""
    row = _locked(claim.delivery_id)
    if row is None or row.tries != claim.tries:
        return
    if outcome.was_taken:
        _end(row, DeliveryState.SENT, outcome.why, at)
        WebhookEndpoint.objects.filter(pk=row.endpoint_id, failing_since__isnull=False).update(failing_since=None)
        return
    _try_later(row, outcome.why, at)
    _note_failing(row.endpoint_id, at)


@transaction.atomic
def requeue_forgotten(*, at: datetime) -> int:
    """Put jobs anew for rows that are long due and still wait: whatever became of their jobs, nothing is lost."""
    forgotten = WebhookDelivery.objects.filter(state=DeliveryState.WAITING, due_at__lte=at - 2 * CLAIM_LASTS)
    rows = list(forgotten.select_for_update(skip_locked=True).order_by("id")[:500])
    WebhookDelivery.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=at)
    for row in rows:
        row.due_at = at
    enqueue(rows)
    return len(rows)


def forget_old(*, at: datetime) -> int:
    """Delete what ended long ago."""
    old = WebhookDelivery.objects.exclude(state=DeliveryState.WAITING).filter(made_at__lt=at - KEPT)
    return old.delete()[0]


def _locked(delivery_id: int) -> WebhookDelivery | None:
    rows = WebhookDelivery.objects.select_for_update(of=("self",)).select_related("endpoint__user")
    return rows.filter(pk=delivery_id, state=DeliveryState.WAITING).first()


def _needless(endpoint: WebhookEndpoint, at: datetime) -> str:
    if not endpoint.is_active:
        return STOPPED
    held = grants_in_force(timezone.localdate(at)).filter(pk=endpoint.grant_id).exists()
    return "" if held and endpoint.user.is_active else NO_HAT


def _try_later(row: WebhookDelivery, why: str, at: datetime) -> None:
    due_at = at + WAITS[min(row.tries, len(WAITS)) - 1]
    if due_at > row.made_at + GIVEN_UP_AFTER:
        _end(row, DeliveryState.FAILED, why, at)
        return
    row.due_at, row.why = due_at, why[:120]
    row.save(update_fields=["due_at", "why"])
    enqueue([row])


def _end(row: WebhookDelivery, state: DeliveryState, why: str, at: datetime) -> None:
    row.state, row.why, row.ended_at = state, why[:120], at
    row.save(update_fields=["state", "why", "ended_at"])


def _note_failing(endpoint_id: int, at: datetime) -> None:
    endpoint = WebhookEndpoint.objects.select_for_update(of=("self",)).get(pk=endpoint_id)
    if endpoint.failing_since is None:
        endpoint.failing_since = at
        endpoint.save(update_fields=["failing_since"])
    elif endpoint.is_active and at - endpoint.failing_since >= OFF_AFTER:
        _turn_off(endpoint, at)


def _turn_off(endpoint: WebhookEndpoint, at: datetime) -> None:
    endpoint.is_active, endpoint.off_why = False, OFF_WHY
    endpoint.save(update_fields=["is_active", "off_why"])
    ledger.record("turn_off_webhook", endpoint, by=SYSTEM, at=at, fields={"by_itself": True})
    url = address("interface:webhook", public_id=endpoint.public_id)
    text = f"推送“{endpoint.name}”连续三天送不到，已自动停用。请检查对方系统，修好后再启用。"
    notify.tell(
        recipients=[endpoint.user_id], text=text, url=url, key=f"webhook-off-{endpoint.pk}-{at.isoformat()}", at=at
    )
