"""The short link: read without signing in, confirmed by a button, closed with its matter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.notify import services
from yizheng.notify.enums import ReadHow
from yizheng.notify.models import Message, Recipient
from yizheng.notify.views.short import MOST_WRONG

from . import notices


@pytest.fixture
def message(office: Committee, clerk: Actor) -> Message:
    people = [notices.member("林书", phone="13800000001"), notices.member("何琴", phone="13800000002")]
    return notices.send(*people, by=clerk, at=timezone.now(), answers=["能参加", "请假"])


@pytest.fixture
def lin(message: Message) -> Recipient:
    return message.recipients.get(name="林书")


def url(row: Message | Recipient, end: str = "") -> str:
    return f"/songxi/n/{row.token}/{end}"


def fresh(row: Recipient) -> Recipient:
    return Recipient.objects.get(pk=row.pk)


def test_opening_shows_the_notice_and_marks_nothing_read(lin: Recipient) -> None:
    page = Client().get(url(lin))

    assert page.status_code == 200
    assert "请准时参加" in page.content.decode()
    assert "何琴" not in page.content.decode()
    assert page.headers["Cache-Control"].startswith("max-age=0")
    assert fresh(lin).read_at is None


def test_the_button_is_the_receipt_and_the_first_time_counts(lin: Recipient) -> None:
    Client().post(url(lin, "read/"))
    first = fresh(lin)
    Client().post(url(lin, "read/"))

    assert first.read_how == ReadHow.LINK
    assert first.read_at is not None
    assert fresh(lin).read_at == first.read_at


def test_fetching_the_button_by_get_does_nothing(lin: Recipient) -> None:
    assert Client().get(url(lin, "read/")).status_code == 405
    assert fresh(lin).read_at is None


def test_an_answer_is_kept_and_counts_as_read(lin: Recipient) -> None:
    Client().post(url(lin, "answer/"), {"answer": "请假"})

    assert (fresh(lin).answer, fresh(lin).read_how) == ("请假", ReadHow.LINK)


def test_an_answer_that_was_not_offered_is_refused_in_words(lin: Recipient) -> None:
    page = Client().post(url(lin, "answer/"), {"answer": "随便"})

    assert "请在所列的几项中选一项。" in page.content.decode()
    assert (fresh(lin).answer, fresh(lin).read_at) == ("", None)


def test_the_link_for_the_group_shows_the_text_and_takes_no_receipt(message: Message) -> None:
    page = Client().get(url(message))
    post = Client().post(url(message, "read/"))

    assert "请准时参加" in page.content.decode()
    assert "我已知道了" not in page.content.decode()
    assert post.status_code == 404
    assert not message.recipients.filter(read_at__isnull=False).exists()


@pytest.mark.parametrize("ending", ["", "read/", "answer/"])
def test_a_link_of_a_closed_matter_opens_nothing(lin: Recipient, message: Message, clerk: Actor, ending: str) -> None:
    services.close(message=message, by=clerk, at=timezone.now())

    answered = Client().post(url(lin, ending), {"answer": "请假"}) if ending else Client().get(url(lin))

    assert answered.status_code == 404
    assert "请准时参加" not in answered.content.decode()
    assert (fresh(lin).read_at, fresh(lin).answer) == (None, "")


def test_a_revoked_link_opens_nothing_and_the_others_still_do(lin: Recipient, message: Message, clerk: Actor) -> None:
    services.revoke_link(recipient=lin, by=clerk, at=timezone.now())

    assert Client().get(url(lin)).status_code == 404
    assert Client().get(url(message.recipients.get(name="何琴"))).status_code == 200


def test_a_link_ends_after_half_a_year(lin: Recipient, message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now() - timedelta(days=181))

    assert Client().get(url(lin)).status_code == 404


def test_a_link_opens_in_its_own_committee_only(lin: Recipient) -> None:
    other = notices.committee("heshan")

    assert Client().get(url(lin).replace("songxi", other.slug)).status_code == 404


def test_a_token_is_long_and_is_kept_sealed(lin: Recipient) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select token from notify_recipient where id = %s", [lin.pk])
        kept = cursor.fetchone()[0]

    assert len(lin.token) == 24  # 18 random bytes in base64
    assert lin.token not in kept


def test_whoever_tries_many_links_is_stopped_in_words(lin: Recipient) -> None:
    for number in range(MOST_WRONG):
        assert Client().get(f"/songxi/n/{number:024}/").status_code == 404

    stopped = Client().get(url(lin))
    elsewhere = Client(HTTP_X_FORWARDED_FOR="10.9.9.9").get(url(lin))

    assert stopped.status_code == 429
    assert "十分钟后" in stopped.content.decode()
    assert elsewhere.status_code == 200


def test_signed_in_opening_a_link_needs_no_role(lin: Recipient) -> None:
    browser = Client()
    browser.force_login(notices.login("过客"))

    assert browser.get(url(lin)).status_code == 200


def test_an_unknown_committee_is_not_found(lin: Recipient) -> None:
    assert Client().get(f"/nowhere/n/{lin.token}/").status_code == 404
    assert tenancy.is_open()
