"""A worker killed between two channels, or between the provider and the commit, neither loses nor repeats."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee
from yizheng.notify import channels, outbox, tasks
from yizheng.notify.enums import Channel, DeliveryState
from yizheng.notify.models import Delivery

from . import notices
from .gateway import Simulator, settings_for, simulator

WORKER = "import sys, django; django.setup()\nfrom procrastinate.contrib.django import app\n" + (
    "app = app.with_connector(app.connector.get_worker_connector())\n"
    "app.open(); app.run_worker(wait=False, concurrency=1, listen_notify=False, install_signal_handlers=False)\n"
)
"""A worker as the house runs it, which ends when nothing waits."""


@pytest.fixture
def provider() -> Iterator[Simulator]:
    with simulator() as seen:
        yield seen


@pytest.fixture
def outside(own_database: str, app_url: str, tmp_path: Path, provider: Simulator) -> Any:
    """Start a worker process of its own on the test's database; `tells`: the provider can say what became of a key."""

    def start(*, tells: bool = True) -> subprocess.Popen[bytes]:
        sms = settings_for(provider, tells=tells)
        given = {
            "DATABASE_URL": app_url, "DJANGO_SETTINGS_MODULE": "yizheng.config.settings",
            "YIZHENG_KEY_RING": str(settings.KEY_RING_FILE), "YIZHENG_HOME": str(tmp_path),
            "YIZHENG_SMS": sms["kind"], "YIZHENG_SMS_URL": sms["url"], "YIZHENG_SMS_STATUS_URL": sms["status_url"],
        }  # fmt: skip
        return subprocess.Popen([sys.executable, "-c", WORKER], env={**os.environ, **given})

    return start


def test_a_worker_killed_between_two_messages_loses_none_and_repeats_none(
    own_database: str, outside: Any, provider: Simulator, settings: Any
) -> None:
    settings.SMS = settings_for(provider)
    committee = notice_to_two()
    provider.stop_at = 2

    kill_when_held(outside(), provider)
    assert states(committee) == [DeliveryState.SENT, DeliveryState.SENDING]
    time_passes(committee)
    tasks.take_up(committee)
    finish(outside())

    assert states(committee) == [DeliveryState.SENT, DeliveryState.SENT]
    assert sorted(provider.by_key.values()) == [1, 1]


def test_a_worker_killed_after_the_provider_took_the_message_repeats_nothing(
    own_database: str, outside: Any, provider: Simulator, settings: Any
) -> None:
    settings.SMS = settings_for(provider)
    committee = notice_to_two()
    provider.stop_at, provider.when = 1, "after"

    kill_when_held(outside(), provider)
    assert states(committee) == [DeliveryState.SENDING, DeliveryState.WAITING]
    time_passes(committee)
    tasks.take_up(committee)
    finish(outside())

    assert states(committee) == [DeliveryState.SENT, DeliveryState.SENT]
    assert sorted(provider.by_key.values()) == [1, 1]


def test_where_no_provider_can_tell_a_clerk_decides_and_nothing_is_sent_again(
    own_database: str, outside: Any, provider: Simulator, settings: Any
) -> None:
    settings.SMS = settings_for(provider, tells=False)
    committee = notice_to_two()
    provider.stop_at = 1

    kill_when_held(outside(tells=False), provider)
    time_passes(committee)
    tasks.take_up(committee)
    finish(outside(tells=False))

    assert states(committee) == [DeliveryState.UNCERTAIN, DeliveryState.SENT]
    assert sorted(provider.by_key.values()) == [1]


def test_two_workers_at_once_send_each_message_once(
    own_database: str, outside: Any, provider: Simulator, settings: Any
) -> None:
    settings.SMS = settings_for(provider)
    committee = notice_to_two()
    with tenancy.scope(committee):
        outbox.enqueue(Delivery.objects.all(), at=timezone.now())  # every job twice

    for worker in [outside(), outside()]:
        finish(worker)

    assert states(committee) == [DeliveryState.SENT, DeliveryState.SENT]
    assert sorted(provider.by_key.values()) == [1, 1]


def test_a_fresh_claim_is_left_to_its_worker(own_database: str, provider: Simulator, settings: Any) -> None:
    settings.SMS = settings_for(provider)
    committee = notice_to_two()
    with tenancy.scope(committee):
        first = Delivery.objects.order_by("id")[0]
        outbox.claim(delivery_id=first.pk, at=timezone.now())

    tasks.take_up(committee)

    assert channels.was_taken(Channel.SMS, first.key) is False
    assert states(committee) == [DeliveryState.SENDING, DeliveryState.WAITING]


def notice_to_two() -> Committee:
    """Send a notice to two persons whom only texts reach, while nobody sleeps."""
    committee = notices.committee()
    with tenancy.scope(committee):
        notices.no_quiet_hours()
        people = [notices.member(phone="13800000001"), notices.member(phone="13800000002")]
        notices.send(*people, by=notices.seat(), at=timezone.now())
    return committee


def kill_when_held(worker: subprocess.Popen[bytes], provider: Simulator) -> None:
    assert provider.held.wait(60)
    worker.send_signal(signal.SIGKILL)
    worker.wait(30)
    provider.go_on.set()


def finish(worker: subprocess.Popen[bytes]) -> None:
    assert worker.wait(60) == 0


def time_passes(committee: Committee) -> None:
    """Let the claims be old, as after five minutes."""
    with tenancy.scope(committee):
        old = timezone.now() - outbox.CLAIM_LASTS - timedelta(seconds=1)
        Delivery.objects.filter(state=DeliveryState.SENDING).update(claimed_at=old)


def states(committee: Committee) -> list[str]:
    with tenancy.scope(committee):
        return list(Delivery.objects.order_by("id").values_list("state", flat=True))
