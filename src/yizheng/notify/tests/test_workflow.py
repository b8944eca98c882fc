"""Whatever happens in whatever order: nothing is sent twice, receipts stay, states follow each other."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import count

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify import escalation, outbox, services
from yizheng.notify.channels import End, Outcome
from yizheng.notify.enums import DeliveryState, MessageState, ReadHow
from yizheng.notify.models import Delivery, Recipient
from yizheng.todo.models import Todo

from . import notices
from .notices import MORNING

_houses = count(1)
ENDED = {DeliveryState.SENT, DeliveryState.GIVEN_UP}


class NoticeMachine(RuleBasedStateMachine):
    """A notice to two persons; the provider is a counter that may refuse, fall silent, or lose its caller."""

    @initialize()
    def begin(self) -> None:
        self.scope = tenancy.scope(notices.committee(f"house-{next(_houses)}"))
        self.scope.__enter__()
        self.now, self.taken = MORNING, Counter[str]()
        self.clerk = notices.seat()
        people = [notices.member(phone=f"1380000000{n}") for n in range(2)]
        self.message = notices.send(*people, by=self.clerk)
        self.read: dict[int, object] = {}
        self.ended: dict[int, str] = {}

    def _some(self, which: int) -> Delivery:
        return Delivery.objects.filter(message=self.message).order_by("id")[which]

    def _person(self, which: int) -> Recipient:
        return self.message.recipients.order_by("id")[which]

    @rule(which=st.integers(0, 1), end=st.sampled_from([*End, "dies before", "dies after"]))
    def work(self, which: int, end: End | str) -> None:
        parcel = outbox.claim(delivery_id=self._some(which).pk, at=self.now)
        if parcel is None or end == "dies before":
            return
        if end in (End.TAKEN, "dies after"):
            self.taken[parcel.key] += 1
        if isinstance(end, End):
            outbox.settle(key=parcel.key, outcome=Outcome(end), at=self.now)

    @rule(knows=st.booleans())
    def take_up(self, knows: bool) -> None:
        for row in outbox.left_behind(at=self.now):
            taken = bool(self.taken[row.key]) if knows else None
            outbox.settle_left_behind(key=row.key, was_taken=taken, at=self.now)

    @rule(which=st.integers(0, 1))
    def clerk_saw_it_arrive(self, which: int) -> None:
        row = self._some(which)
        if row.state == DeliveryState.UNCERTAIN:
            services.settle_doubt(delivery=row, was_sent=bool(self.taken[row.key]), by=self.clerk, at=self.now)

    @rule(hours=st.integers(0, 30))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours, minutes=6)

    @rule(which=st.integers(0, 1), how=st.sampled_from(ReadHow))
    def read_it(self, which: int, how: ReadHow) -> None:
        services.confirm_read(recipient=self._person(which), how=how, at=self.now)

    @rule(which=st.integers(0, 1), reached=st.booleans())
    def ring(self, which: int, reached: bool) -> None:
        ledger_rows = LedgerEntry.objects.count()
        try:
            services.record_call(
                recipient=self._person(which), reached=reached, called_at=self.now, by=self.clerk, at=self.now
            )
        except Refused:
            assert self.message.state == MessageState.OVER
            assert LedgerEntry.objects.count() == ledger_rows

    @rule()
    def escalate(self) -> None:
        escalation.escalate(at=self.now)

    @precondition(lambda self: self.message.state == MessageState.SENT)
    @rule()
    def close(self) -> None:
        services.close(message=self.message, by=self.clerk, at=self.now)
        self.message.refresh_from_db()

    @invariant()
    def nothing_was_taken_twice(self) -> None:
        assert all(count == 1 for count in getattr(self, "taken", {}).values())

    @invariant()
    def what_ended_stays_ended(self) -> None:
        for row in Delivery.objects.filter(message=getattr(self, "message", None)):
            if row.pk in self.ended:
                assert row.state == self.ended[row.pk]
            if row.state in ENDED:
                self.ended[row.pk] = row.state

    @invariant()
    def the_first_receipt_stays(self) -> None:
        for row in Recipient.objects.filter(message=getattr(self, "message", None), read_at__isnull=False):
            assert self.read.setdefault(row.pk, (row.read_at, row.read_how)) == (row.read_at, row.read_how)

    @invariant()
    def the_sender_owes_calls_while_somebody_waits_for_one(self) -> None:
        if not hasattr(self, "message") or self.message.state == MessageState.OVER:
            return
        waiting = self.message.recipients.filter(to_call_from__isnull=False, read_at__isnull=True).exists()
        owed = Todo.objects.filter(user_id=self.clerk.user_id, closed_at__isnull=True).exists()
        assert owed == waiting

    def teardown(self) -> None:
        if hasattr(self, "scope"):
            self.scope.__exit__(None, None, None)


@pytest.mark.django_db
@override_settings(SMS={"kind": "console"})
def test_notices_live_by_their_rules() -> None:
    calm = settings(max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(NoticeMachine, settings=calm)  # type: ignore[no-untyped-call]
