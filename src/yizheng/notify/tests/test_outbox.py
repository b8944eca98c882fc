"""Deliveries: when they may go, how they end, what a digest carries, the steps towards the unread."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.notify import channels, digests, escalation, outbox, services
from yizheng.notify.channels import End, Outcome, Parcel
from yizheng.notify.enums import Channel, DeliveryState, ReadHow, Timing
from yizheng.notify.models import Delivery, Message, Notice, Recipient

from . import notices
from .gateway import Simulator, settings_for, simulator
from .notices import MORNING, NIGHT

DAY = timedelta(hours=24)


@pytest.fixture(autouse=True)
def provider(settings: Any) -> Iterator[Simulator]:
    with simulator() as seen:
        settings.SMS = settings_for(seen)
        settings.EMAIL_HOST = "mail.example.cn"
        yield seen


def work(at: datetime) -> int:
    """Do what the worker does with everything due; return how many were handed over."""
    handed = 0
    for pk in list(Delivery.objects.filter(state=DeliveryState.WAITING).order_by("id").values_list("pk", flat=True)):
        parcel = outbox.claim(delivery_id=pk, at=at)
        if parcel is not None:
            handed += 1
            outbox.settle(key=parcel.key, outcome=channels.hand_over(parcel), at=at)
    return handed


def told(message: Message) -> list[tuple[str, str, str]]:
    rows = message.deliveries.order_by("id")
    return list(rows.values_list("recipient__name", "channel", "state"))


def test_each_person_is_told_by_what_reaches_them(clerk: Actor) -> None:
    with_login = notices.login("林书", email="lin@example.cn", phone="13800000001")
    without = notices.member("何琴", phone="13800000002")
    nowhere = notices.member("许白")

    message = notices.send(with_login, without, nowhere, by=clerk)

    assert told(message) == [
        ("林书", "inbox", "sent"),
        ("林书", "email", "waiting"),
        ("何琴", "sms", "waiting"),
    ]
    assert list(Notice.objects.values_list("recipient_id", "text")) == [(with_login.pk, message.title)]
    assert [row.name for row in message.recipients.filter(to_call_from=MORNING)] == ["许白"]


def test_sending_twice_with_one_key_tells_nobody_again(clerk: Actor) -> None:
    person = notices.member(phone="13800000001")
    first = notices.send(person, by=clerk)
    second = notices.send(person, notices.member("何琴"), by=clerk, title="另一种说法")

    assert second == first
    assert (Recipient.objects.count(), Delivery.objects.count(), Message.objects.get().title) == (1, 1, first.title)
    assert ProcrastinateJob.objects.filter(task_name="notify.deliver").count() == 1
    assert LedgerEntry.objects.filter(kind="message").count() == 1


def test_a_person_named_by_person_and_by_login_is_told_once(clerk: Actor) -> None:
    user = notices.login("林书")
    person = notices.member("林书", user=user)

    message = notices.send(person, user, person, by=clerk)

    assert list(message.recipients.values_list("person_id", "user_id")) == [(person.pk, user.pk)]


def test_a_refused_transaction_sends_nothing(clerk: Actor) -> None:
    @transaction.atomic
    def undone() -> None:
        notices.send(notices.member(phone="13800000001"), by=clerk)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()

    assert (Message.objects.count(), Delivery.objects.count(), ProcrastinateJob.objects.count()) == (0, 0, 0)


def test_sending_asks_as_often_for_one_as_for_many(clerk: Actor) -> None:
    people = [notices.member(f"林书{n}", phone=f"1380000000{n}", user=notices.login()) for n in range(4)]
    notices.send(by=clerk, key="configuration is read once")

    with CaptureQueriesContext(connection) as for_one:
        notices.send(people[0], by=clerk, key="one")
    with CaptureQueriesContext(connection) as for_three:
        notices.send(*people[1:], by=clerk, key="three")

    assert len(for_three) == len(for_one)


def test_at_night_texts_and_mails_wait_and_the_inbox_does_not(clerk: Actor) -> None:
    user = notices.login("林书", email="lin@example.cn")
    message = notices.send(user, notices.member(phone="13800000001"), by=clerk, at=NIGHT)
    morning = NIGHT + timedelta(hours=8, minutes=30)  # 07:30

    assert [(row.channel, row.due_at) for row in message.deliveries.order_by("id")] == [
        ("inbox", NIGHT), ("email", morning), ("sms", morning),
    ]  # fmt: skip
    assert work(NIGHT) == 0
    assert work(morning) == 2


def test_a_text_that_failed_into_the_night_waits_for_the_morning(clerk: Actor, provider: Simulator) -> None:
    message = notices.send(notices.member(phone="13800000001"), by=clerk, at=NIGHT - timedelta(hours=1, minutes=1))
    provider.answers = 500
    work(NIGHT - timedelta(hours=1, minutes=1))
    provider.answers = 200

    assert work(NIGHT) == 0
    assert message.deliveries.get().due_at == NIGHT + timedelta(hours=8, minutes=30)


def test_the_text_names_the_committee_and_the_link(clerk: Actor, provider: Simulator) -> None:
    message = notices.send(notices.member(phone="13800000001"), by=clerk)
    work(MORNING)

    link = f"/songxi/n/{message.recipients.get().token}/"
    assert [(sent["phone"], sent["text"]) for sent in provider.texts] == [
        ("13800000001", f"【松溪区政协】关于召开座谈会的通知：定于12月3日上午召开座谈会，请准时参加。 {link}")
    ]


def test_a_mail_goes_by_the_mail_server(clerk: Actor) -> None:
    message = notices.send(notices.login(email="lin@example.cn"), by=clerk)
    work(MORNING)

    assert [(letter.to, letter.subject) for letter in mail.outbox] == [(["lin@example.cn"], message.title)]
    assert message.deliveries.get(channel=Channel.EMAIL).state == DeliveryState.SENT


def test_a_refusing_gateway_is_asked_five_times_then_a_clerk_is_told(clerk: Actor, provider: Simulator) -> None:
    message, at = notices.send(notices.member(phone="13800000001"), by=clerk), MORNING
    provider.answers = 500
    for _ in range(6):
        work(at)
        at += timedelta(hours=1)

    row = message.deliveries.get()
    assert (row.state, row.tries, provider.requests) == (DeliveryState.GIVEN_UP, 5, 5)
    assert row.why == "短信网关没有接收：gateway answered 500"


def test_whoever_knows_by_now_is_not_texted(clerk: Actor, provider: Simulator) -> None:
    message = notices.send(notices.member(phone="13800000001"), by=clerk, at=NIGHT)
    services.confirm_read(recipient=message.recipients.get(), how=ReadHow.TELEPHONE, at=NIGHT)

    assert work(MORNING + DAY) == 0
    assert (message.deliveries.get().state, message.deliveries.get().why) == (
        DeliveryState.GIVEN_UP,
        "已知道，不必再发",
    )
    assert provider.requests == 0


def test_a_settled_delivery_stays_settled(clerk: Actor) -> None:
    message = notices.send(notices.member(phone="13800000001"), by=clerk)
    work(MORNING)
    row = message.deliveries.get()

    outbox.settle(key=row.key, outcome=Outcome(End.REFUSED, why="迟到的回答"), at=MORNING)

    assert message.deliveries.get().state == DeliveryState.SENT


def test_an_unclear_end_waits_until_the_provider_is_asked(clerk: Actor) -> None:
    message = notices.send(notices.member(phone="13800000001"), by=clerk)
    parcel = outbox.claim(delivery_id=message.deliveries.get().pk, at=MORNING)
    assert isinstance(parcel, Parcel)
    outbox.settle(key=parcel.key, outcome=Outcome(End.UNCLEAR, why="没有答复"), at=MORNING)

    assert message.deliveries.get().state == DeliveryState.SENDING
    assert outbox.left_behind(at=MORNING + timedelta(minutes=4)) == []
    assert [row.key for row in outbox.left_behind(at=MORNING + timedelta(minutes=6))] == [parcel.key]


def test_a_digest_is_one_mail_in_the_morning(clerk: Actor) -> None:
    user = notices.login(email="lin@example.cn")
    services.choose_channels(user_id=user.pk, email=Timing.DIGEST, sms=Timing.NEVER, at=MORNING)
    for number in range(3):
        notices.send(user, by=clerk, key=f"notice-{number}", title=f"第{number}条", at=MORNING)
    eight = MORNING + timedelta(hours=22)  # 08:00 of the next day

    assert digests.bundle(at=eight - timedelta(minutes=1)) == 0
    assert digests.bundle(at=eight) == 1
    assert digests.bundle(at=eight) == 0
    work(eight)

    assert [letter.subject for letter in mail.outbox] == ["松溪区政协：今天有3条通知"]
    assert all(f"第{number}条" in str(mail.outbox[0].body) for number in range(3))
    assert set(Delivery.objects.filter(channel="email").values_list("state", flat=True)) == {"sent"}


def test_a_digest_leaves_out_what_is_known_by_now(clerk: Actor) -> None:
    user = notices.login(email="lin@example.cn")
    services.choose_channels(user_id=user.pk, email=Timing.DIGEST, sms=Timing.NEVER, at=MORNING)
    known = notices.send(user, by=clerk, key="known", title="已经知道的")
    notices.send(user, by=clerk, key="new", title="还没看的")
    services.confirm_read(recipient=known.recipients.get(), how=ReadHow.OPENED, at=MORNING)

    digests.bundle(at=MORNING + DAY)
    work(MORNING + DAY)

    assert [letter.subject for letter in mail.outbox] == ["还没看的"]


def test_a_mandatory_notice_goes_at_once_whatever_was_chosen(clerk: Actor) -> None:
    user = notices.login(email="lin@example.cn", phone="13800000001")
    services.choose_channels(user_id=user.pk, email=Timing.NEVER, sms=Timing.DIGEST, at=MORNING)

    ordinary = notices.send(user, by=clerk, key="ordinary")
    mandatory = notices.send(user, by=clerk, key="mandatory", is_mandatory=True)

    assert [(c, s) for _, c, s in told(ordinary)] == [("inbox", "sent"), ("sms", "gathered")]
    assert [(c, s) for _, c, s in told(mandatory)] == [("inbox", "sent"), ("email", "waiting"), ("sms", "waiting")]


def test_the_unread_are_texted_after_a_day_and_rung_up_after_another(clerk: Actor, provider: Simulator) -> None:
    reader, sleeper = notices.login("林书", phone="13800000001"), notices.login("何琴", phone="13800000002")
    message = notices.send(reader, sleeper, by=clerk)
    services.mark_all_read(user_id=reader.pk, at=MORNING)

    for hours in (23, 24, 24, 47):
        escalation.escalate(at=MORNING + timedelta(hours=hours))
    work(MORNING + DAY)
    assert [sent["phone"] for sent in provider.texts] == ["13800000002"]
    assert not message.recipients.filter(to_call_from__isnull=False).exists()

    escalation.escalate(at=MORNING + 2 * DAY)
    escalation.escalate(at=MORNING + 2 * DAY)

    assert [row.name for row in message.recipients.filter(to_call_from__isnull=False)] == ["何琴"]
    assert LedgerEntry.objects.filter(act="list_calls").count() == 1
    assert list(owed(clerk)) == ["电话告知1人"]


def owed(actor: Actor) -> Iterator[str]:
    from yizheng.todo.models import Todo

    rows = Todo.objects.filter(closed_at__isnull=True, user_id=actor.user_id, act="record_call")
    return iter(rows.values_list("label", flat=True))


def test_a_call_that_reached_closes_the_to_do_of_the_sender(clerk: Actor) -> None:
    message = notices.send(notices.login("何琴"), by=clerk)
    escalation.escalate(at=MORNING + DAY)
    assert list(owed(clerk)) == ["电话告知1人"]

    row = message.recipients.get()
    at = MORNING + DAY
    services.record_call(recipient=row, reached=True, answer="参加", called_at=at, by=clerk, at=at)

    row.refresh_from_db()
    assert (row.read_how, row.answer) == (ReadHow.TELEPHONE, "参加")
    assert list(owed(clerk)) == []


def test_a_notice_without_receipt_troubles_nobody_further(clerk: Actor) -> None:
    message = notices.send(notices.login(phone="13800000001"), by=clerk, wants_receipt=False)

    escalation.escalate(at=MORNING + 3 * DAY)

    assert told(message) == [("周文清", "inbox", "sent")]
    assert not message.recipients.filter(to_call_from__isnull=False).exists()


def test_rows_that_wait_though_long_due_get_their_jobs_again(clerk: Actor, office: Committee) -> None:
    notices.send(notices.member(phone="13800000001"), by=clerk)
    ProcrastinateJob.objects.count()

    assert outbox.requeue_forgotten(at=MORNING + timedelta(minutes=4)) == 0
    assert outbox.requeue_forgotten(at=MORNING + timedelta(minutes=6)) == 1
    assert outbox.requeue_forgotten(at=MORNING + timedelta(minutes=7)) == 0
