"""What moves is told to whoever may see it: signed, at least once, never with text, never into the inner network."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.interface import outbox, reaching, sending, services, signing, tasks
from yizheng.interface.enums import DeliveryState, Event
from yizheng.interface.models import WebhookDelivery, WebhookEndpoint
from yizheng.kernel import quarantine
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.plan.tests.untouched import nothing_changes
from yizheng.proposal.enums import ProposalState
from yizheng.proposal.services import handling as handlings
from yizheng.proposal.tests import factories as make

S = ProposalState
OPEN_URL = "https://hooks.example.cn/yizheng"


def endpoint(actor, now, url=OPEN_URL, events=tuple(Event)):
    """Let an address be told in an actor's hat."""
    return services.make_webhook(name="办公系统", url=url, events=events, by=actor, at=now)


def assigned(unit=None):
    """Make a handling that waits to be signed for, and the clerk of its unit."""
    handling = make.handling(make.proposal(S.ASSIGNED, filed_no=58), unit)
    return handling, make.as_unit(handling.unit)


def waiting():
    """Return the deliveries that still wait."""
    return list(WebhookDelivery.objects.filter(state=DeliveryState.WAITING).order_by("id"))


def work(at):
    """Do what the worker does with everything due; return how each ended."""
    ended = []
    for row in waiting():
        claim = outbox.claim(delivery_id=row.pk, at=at)
        if claim is not None:
            outcome = sending.post(claim.parcel)
            outbox.settle(claim=claim, outcome=outcome, at=at)
            ended.append(outcome.why)
    return ended


def test_an_act_is_told_signed_with_ids_and_states_and_no_text(house, now, receiver):
    handling, clerk = assigned()
    made = endpoint(clerk, now, receiver.url)
    handlings.sign_for(handling=handling, by=clerk, at=now)

    assert work(now) == ["对方回 204"] * 2

    told = [json.loads(body) for _headers, body in receiver.taken]
    by_kind = {each["kind"]: each for each in told}
    key = by_kind["handling.moved"].pop("id")
    assert by_kind["handling.moved"] == {
        "kind": "handling.moved", "public_id": str(handling.public_id), "number": "第058号", "act": "sign_for",
        "from": "assigned", "to": "signed", "at": "2026-03-16T09:00:00+08:00",
    }  # fmt: skip
    assert set(by_kind) == {"handling.moved", "proposal.moved"}
    assert make.TEXT not in receiver.taken[0][1] + receiver.taken[1][1]
    headers, body = next(each for each in receiver.taken if key in each[1])
    moment, _, mark = headers["X-Yizheng-Signature"].removeprefix("t=").partition(",v1=")
    reckoned = hmac.new(made.secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()
    assert (mark, headers["X-Yizheng-Delivery"]) == (reckoned, key)


def test_only_what_was_asked_for_and_what_the_hat_may_see_is_told(house, now):
    handling, clerk = assigned()
    endpoint(clerk, now, events=[Event.HANDLING])
    endpoint(make.as_unit(make.UnitFactory()), now)
    endpoint(make.as_member(make.member()), now)

    handlings.sign_for(handling=handling, by=clerk, at=now)

    assert [(row.endpoint.user_id, row.kind) for row in waiting()] == [(clerk.user_id, "handling.moved")]


def test_what_is_under_quarantine_is_told_to_nobody(house, now):
    handling, clerk = assigned()
    endpoint(clerk, now)
    quarantine.quarantine(
        subject=handling.proposal, by=make.as_role(Role.SECURITY_ADMIN), reason="涉及个人信息", at=now
    )

    with pytest.raises(Refused):
        handlings.sign_for(handling=handling, by=make.clerk(), at=now)
    assert waiting() == []


def test_an_act_that_was_undone_tells_nobody(house, now):
    handling, clerk = assigned()
    endpoint(clerk, now)

    with transaction.atomic():
        handlings.sign_for(handling=handling, by=clerk, at=now)
        transaction.set_rollback(True)

    assert waiting() == []
    assert not ProcrastinateJob.objects.filter(task_name="interface.deliver").exists()


def test_the_job_carries_ids_only(house, now):
    handling, clerk = assigned()
    endpoint(clerk, now, events=[Event.HANDLING])

    handlings.sign_for(handling=handling, by=clerk, at=now)

    (row,) = waiting()
    assert ProcrastinateJob.objects.get(task_name="interface.deliver").args == {
        "committee_id": house.pk, "delivery_id": row.pk,
    }  # fmt: skip


def test_a_failed_try_is_repeated_later_with_the_same_id_and_given_up_after_a_day(house, now, receiver):
    receiver.answers = 503
    handling, clerk = assigned()
    endpoint(clerk, now, receiver.url, events=[Event.HANDLING])
    handlings.sign_for(handling=handling, by=clerk, at=now)
    at, waits = now, []

    while waiting():
        assert work(at) == ["对方回 503"]
        left = waiting()
        if left:
            waits.append(int((left[0].due_at - at).total_seconds()) // 60)
            assert outbox.claim(delivery_id=left[0].pk, at=at) is None
            at = left[0].due_at

    assert waits == [1, 5, 15, 60, 180, 360, 360, 360]
    row = WebhookDelivery.objects.get()
    assert (row.state, row.tries, row.why) == (DeliveryState.FAILED, 9, "对方回 503")
    assert {headers["X-Yizheng-Delivery"] for headers, _body in receiver.taken} == {str(row.public_id)}
    assert WebhookEndpoint.objects.get().failing_since == now


def test_one_that_is_taken_ends_the_failing(house, now, receiver):
    receiver.answers = 500
    handling, clerk = assigned()
    endpoint(clerk, now, receiver.url, events=[Event.HANDLING])
    handlings.sign_for(handling=handling, by=clerk, at=now)
    work(now)
    receiver.answers = 200

    assert work(now + timedelta(minutes=1)) == ["对方回 200"]
    assert WebhookEndpoint.objects.get().failing_since is None


def test_after_three_days_of_failing_it_is_turned_off_and_the_owner_told_once(house, now, receiver):
    receiver.answers = 500
    _handling, clerk = assigned()
    made = endpoint(clerk, now, receiver.url)
    for days in (0, 2, 3):
        services.send_test(endpoint=made, by=clerk, at=now + timedelta(days=days))
        work(now + timedelta(days=days))

    made.refresh_from_db()
    assert (made.is_active, made.off_why) == (False, "连续三天送不到，已自动停用")
    (notice,) = Notice.objects.filter(recipient_id=clerk.user_id, text__contains="送不到")
    assert notice.url == f"/yunxi/webhooks/{made.public_id}/"
    assert work(now + timedelta(days=4)) == []
    assert {row.state for row in WebhookDelivery.objects.all()} == {DeliveryState.FAILED}
    row = LedgerEntry.objects.get(act="turn_off_webhook")
    assert (row.source, row.actor_id) == ("system", None)


def test_a_try_that_another_overtook_changes_nothing(house, now, receiver):
    _handling, clerk = assigned()
    row = services.send_test(endpoint=endpoint(clerk, now, receiver.url), by=clerk, at=now)
    slow = outbox.claim(delivery_id=row.pk, at=now)
    quick = outbox.claim(delivery_id=row.pk, at=now + outbox.CLAIM_LASTS)
    outbox.settle(claim=quick, outcome=sending.Outcome(True, "对方回 200"), at=now)

    outbox.settle(claim=slow, outcome=sending.Outcome(False, "没有及时回应"), at=now)

    row.refresh_from_db()
    assert (row.state, row.why) == (DeliveryState.SENT, "对方回 200")


def test_what_a_dead_worker_left_is_taken_up_and_what_is_old_forgotten(house, now):
    _handling, clerk = assigned()
    row = services.send_test(endpoint=endpoint(clerk, now), by=clerk, at=now)
    outbox.claim(delivery_id=row.pk, at=now)

    assert outbox.requeue_forgotten(at=now + timedelta(minutes=5)) == 0
    assert outbox.requeue_forgotten(at=now + timedelta(minutes=6)) == 1
    assert ProcrastinateJob.objects.filter(task_name=tasks.DELIVER).count() == 2
    assert outbox.forget_old(at=now + timedelta(days=40)) == 0
    WebhookDelivery.objects.update(state=DeliveryState.SENT)
    assert outbox.forget_old(at=now + timedelta(days=40)) == 1


def end_hat(actor):
    RoleGrant.objects.filter(pk=actor.hat.grant_id).update(valid_to=timezone.localdate())


def close_login(actor):
    User.objects.filter(pk=actor.user_id).update(is_active=False)


@pytest.mark.parametrize("end", [end_hat, close_login])
def test_with_the_hat_or_the_login_the_telling_ends(house, now, receiver, end):
    handling, clerk = assigned()
    made = endpoint(clerk, now, receiver.url)
    row = services.send_test(endpoint=made, by=clerk, at=now)
    end(clerk)

    assert work(now) == []
    row.refresh_from_db()
    assert (row.state, row.why) == (DeliveryState.FAILED, outbox.NO_HAT)
    handlings.sign_for(handling=handling, by=make.clerk(), at=now)
    assert waiting() == []
    assert receiver.taken == []


# Where it may go


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example.cn/", "bad_url"), ("ftp://hooks.example.cn/", "bad_url"), ("https://", "bad_url"),
        ("https://a:b@hooks.example.cn/", "bad_url"), ("https://hooks.example.cn:99999/", "bad_url"),
        ("https://hooks.example.cn/#x", "bad_url"), ("https://hooks.example.cn/ x", "bad_url"),
        ("https://[::1", "bad_url"), ("https://部.cn/", "bad_url"),
        ("https://hooks.example.cn/" + "x" * 500, "bad_url"),
        ("https://127.0.0.1/", "inner_url"), ("https://localhost/", "inner_url"), ("https://10.1.2.3/", "inner_url"),
        ("https://192.168.1.1/", "inner_url"), ("https://169.254.169.254/", "inner_url"),
        ("https://[::1]/", "inner_url"), ("https://[::ffff:127.0.0.1]/", "inner_url"),
        ("https://[64:ff9b::7f00:1]/", "inner_url"), ("https://[2002:7f00:1::]/", "inner_url"),
        ("https://224.0.0.1/", "inner_url"), ("https://oa/", "inner_url"), ("https://oa.internal/", "inner_url"),
    ],
)  # fmt: skip
def test_an_address_that_is_not_open_https_is_refused(house, now, url, code):
    clerk = make.as_unit(make.UnitFactory())

    with nothing_changes(), pytest.raises(Refused) as refused:
        endpoint(clerk, now, url)

    assert refused.value.code == code


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1"])
def test_a_name_that_leads_into_the_inner_network_is_not_connected_to(receiver, settings, host):
    settings.WEBHOOK_ALLOW_PRIVATE = False
    url = receiver.url.replace("http://127.0.0.1", f"https://{host}")

    outcome = sending.post(sending.Parcel(url, "s", "k", "{}"))

    assert (outcome.was_taken, outcome.why) == (False, "网址指向本机或内网，没有推送")
    assert receiver.taken == []


@pytest.mark.parametrize("address", ["8.8.8.8", "2400:3200::1"])
def test_an_address_of_the_open_network_is_open(address):
    assert reaching.is_open(address)


def test_a_redirect_is_not_followed(receiver):
    receiver.answers, receiver.leads_to = 307, receiver.url + "/elsewhere"

    outcome = sending.post(sending.Parcel(receiver.url, "s", "k", "{}"))

    assert (outcome.was_taken, len(receiver.taken)) == (False, 1)


def test_who_does_not_answer_is_not_waited_for(receiver, monkeypatch):
    monkeypatch.setattr(sending, "ALTOGETHER_SECONDS", 0.000001)

    assert sending.post(sending.Parcel(receiver.url, "s", "k", "{}")) == sending.Outcome(False, "对方没有及时回应")


def test_nobody_there_is_said(settings, receiver):
    gone = receiver.url.rpartition(":")[0] + ":9/hook"

    assert sending.post(sending.Parcel(gone, "s", "k", "{}")).why == "连不上对方，或证书不对"


def test_the_signature_is_of_moment_and_body():
    reckoned = hmac.new(b"s", b"17.{}", hashlib.sha256).hexdigest()

    assert signing.signature("s", "{}", 17) == f"t=17,v1={reckoned}"


# Pages


def test_a_webhook_is_made_on_the_page_tried_turned_off_and_on(browser, house):
    clerk = make.as_unit(make.UnitFactory())
    page = browser(clerk)

    made = page.post("/yunxi/webhooks/new/", {"name": "办公系统", "url": OPEN_URL, "events": ["handling.moved"]})
    first, second = (page.get("/yunxi/webhooks/shown/").content.decode() for _ in range(2))
    row = WebhookEndpoint.objects.get()
    path = f"/yunxi/webhooks/{row.public_id}/"

    assert (made.url, row.secret in first, row.secret in second) == ("/yunxi/webhooks/shown/", True, False)
    assert row.secret not in page.get(path).content.decode()
    assert (page.post(f"{path}test/").url, page.post(f"{path}test/").status_code) == (path, 409)
    assert "待送" in page.get(path).content.decode()
    assert (page.post(f"{path}off/").url, page.post(f"{path}off/").status_code) == (path, 409)
    assert page.post(f"{path}test/").status_code == 409
    assert (page.post(f"{path}on/").url, page.post(f"{path}on/").status_code) == (path, 409)
    assert list(LedgerEntry.objects.order_by("id").values_list("act", flat=True)) == [
        "make_webhook", "turn_off_webhook", "turn_on_webhook",
    ]  # fmt: skip


@pytest.mark.parametrize("step", ["", "test/", "off/", "on/"])
def test_a_webhook_of_somebody_else_is_not_there(browser, now, step):
    made = endpoint(make.as_unit(make.UnitFactory()), now)
    stranger = browser(make.as_role(Role.SECURITY_ADMIN))
    path = f"/yunxi/webhooks/{made.public_id}/{step}"

    with nothing_changes():
        answer = stranger.post(path) if step else stranger.get(path)

    assert answer.status_code == 404


def test_a_wrong_address_is_said_on_the_page_and_stays_typed(browser):
    page = browser(make.as_member(make.member()))

    with nothing_changes():
        answer = page.post(
            "/yunxi/webhooks/new/", {"name": "系统", "url": "https://10.0.0.8/hook", "events": ["reply.moved"]}
        )

    assert (answer.status_code, reaching.INNER in answer.content.decode()) == (409, True)
    assert "https://10.0.0.8/hook" in answer.content.decode()


def test_nobody_has_more_than_five_in_use(house, now):
    clerk = make.as_unit(make.UnitFactory())
    for _ in range(5):
        endpoint(clerk, now)

    with nothing_changes(), pytest.raises(Refused) as refused:
        endpoint(clerk, now)

    assert refused.value.code == "too_many"


def test_the_list_needs_as_many_queries_for_three_as_for_one(browser, now, django_assert_max_num_queries):
    clerk = make.as_unit(make.UnitFactory())
    page = browser(clerk)
    for _ in range(3):
        endpoint(clerk, now)

    with django_assert_max_num_queries(12):
        assert page.get("/yunxi/webhooks/").content.decode().count("办公系统") == 3
