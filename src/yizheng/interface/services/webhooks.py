"""Webhooks: made for the worn hat, tried, turned off and on by their owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from yizheng.accounts.models import User
from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import reaching, signing, telling
from ..enums import TEST, Event
from ..jobs import enqueue
from ..models import WebhookDelivery, WebhookEndpoint

MOST_WEBHOOKS = 5
BETWEEN_TESTS = timedelta(seconds=20)


@transaction.atomic
def make_webhook(*, name: str, url: str, events: Sequence[Event], by: Actor, at: datetime) -> WebhookEndpoint:
    """
    Let an address be told of what moves, as far as the worn hat may see it; its secret is shown once.

    Rule: our decision: https only, never into the inner network.
    Raises: PermissionDenied, Refused `no_name`, `no_event`, `bad_url`, `inner_url`, `too_many`; nothing is changed.
    """
    require("interface.use", by)
    if not name.strip():
        raise Refused("no_name", "请写明推送给哪个系统。")
    if not events:
        raise Refused("no_event", "请至少选一种要推送的变化。")
    reaching.check(url)
    assert by.user_id is not None, "a person signed in"
    assert by.hat.grant_id is not None, "in a hat that was granted"
    User.objects.select_for_update().get(pk=by.user_id)  # of two at once, the second counts the first
    _refuse_too_many(by.user_id)
    made = WebhookEndpoint.objects.create(
        user_id=by.user_id, grant_id=by.hat.grant_id, name=name.strip()[:60], url=url, secret=signing.new_secret(),
        events=[each.value for each in Event if each in events], made_at=at,
    )  # fmt: skip
    ledger.record("make_webhook", made, by=by, at=at, fields={"events": made.events, "grant": made.grant_id})
    return made


@transaction.atomic
def send_test(*, endpoint: WebhookEndpoint, by: Actor, at: datetime) -> WebhookDelivery:
    """Send a delivery that tells of nothing (试送). Raises: PermissionDenied, Refused `off`, `too_soon`."""
    locked = _locked(endpoint, by)
    if not locked.is_active:
        raise Refused("off", "这个推送已经停用。请先启用，再试送。")
    if locked.deliveries.filter(kind=TEST, made_at__gt=at - BETWEEN_TESTS).exists():
        raise Refused("too_soon", "刚刚试送过一次。请过 20 秒再试。")
    made = telling.write_test(locked, at=at)
    enqueue([made])
    return made


@transaction.atomic
def turn_off(*, endpoint: WebhookEndpoint, by: Actor, at: datetime) -> WebhookEndpoint:
    """Tell an address nothing any longer (停用). Raises: PermissionDenied, Refused `off`."""
    locked = _locked(endpoint, by)
    if not locked.is_active:
        raise Refused("off", "这个推送已经停用了。")
    locked.is_active, locked.off_why = False, ""
    locked.save(update_fields=["is_active", "off_why"])
    ledger.record("turn_off_webhook", locked, by=by, at=at)
    return locked


@transaction.atomic
def turn_on(*, endpoint: WebhookEndpoint, by: Actor, at: datetime) -> WebhookEndpoint:
    """Tell an address again from now on (启用). Raises: PermissionDenied, Refused `on`, `too_many`."""
    locked = _locked(endpoint, by)
    if locked.is_active:
        raise Refused("on", "这个推送已经启用了。")
    User.objects.select_for_update().get(pk=locked.user_id)
    _refuse_too_many(locked.user_id)
    locked.is_active, locked.off_why, locked.failing_since = True, "", None
    locked.save(update_fields=["is_active", "off_why", "failing_since"])
    ledger.record("turn_on_webhook", locked, by=by, at=at)
    return locked


def _refuse_too_many(user_id: int) -> None:
    if WebhookEndpoint.objects.filter(user_id=user_id, is_active=True).count() >= MOST_WEBHOOKS:
        raise Refused("too_many", f"您已有 {MOST_WEBHOOKS} 个在用的推送。请先停用不用的。")


def _locked(endpoint: WebhookEndpoint, by: Actor) -> WebhookEndpoint:
    locked = WebhookEndpoint.objects.select_for_update(of=("self",)).get(pk=endpoint.pk)
    require("interface.keep_webhook", by, locked)
    return locked
