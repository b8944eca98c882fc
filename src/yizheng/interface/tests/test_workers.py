"""The job as a worker runs it, in transactions that really commit."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from yizheng.interface import services, tasks
from yizheng.interface.enums import DeliveryState, Event
from yizheng.interface.models import WebhookDelivery
from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee
from yizheng.kernel.tests.threads import run_at_once
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.proposal.tests import factories as make

from .receiver import Receiver


def furnish(receiver: Receiver) -> tuple[Committee, int]:
    """Make a committee with a delivery that waits; return it and the delivery's number."""
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        clerk = make.as_unit(make.UnitFactory())
        made = services.make_webhook(
            name="办公系统", url=receiver.url, events=list(Event), by=clerk, at=timezone.now()
        )  # fmt: skip
        row = services.send_test(endpoint=made, by=clerk, at=timezone.now())
    return committee, row.pk


def test_of_two_workers_at_once_one_delivers(own_database: str, receiver: Receiver) -> None:
    committee, pk = furnish(receiver)

    def deliver() -> Any:
        return tasks.deliver(committee_id=committee.pk, delivery_id=pk)

    assert run_at_once([deliver, deliver]) == [None, None]

    with tenancy.scope(committee):
        row = WebhookDelivery.objects.get()
    assert (row.state, row.tries, row.why) == (DeliveryState.SENT, 1, "对方回 204")
    assert [headers["X-Yizheng-Delivery"] for headers, _body in receiver.taken] == [str(row.public_id)]


def test_the_round_takes_up_nothing_that_is_fresh(own_database: str, receiver: Receiver) -> None:
    committee, _pk = furnish(receiver)

    tasks.tend(committee_id=committee.pk)

    with tenancy.scope(committee):
        assert WebhookDelivery.objects.get().state == DeliveryState.WAITING
