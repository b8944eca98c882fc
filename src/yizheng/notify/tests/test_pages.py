"""The pages of whoever sends: writing, the lists behind the counts, telephone, numbers, paper; and who may."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from yizheng.accounts.enums import Role
from yizheng.accounts.models import User
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.kernel.permissions import may
from yizheng.notify import services
from yizheng.notify.enums import DeliveryState, MessageState, ReadHow, Timing
from yizheng.notify.models import Call, ChannelChoice, Delivery, Message, Notice, Recipient
from yizheng.org.models import ReadingLog

from . import notices
from .notices import MORNING

SENT = "/songxi/notices/sent/"


@pytest.fixture(autouse=True)
def texts_leave(settings: Any) -> None:
    settings.SMS = {"kind": "console"}


@pytest.fixture
def message(clerk: Actor) -> Message:
    people = [notices.member("林书", phone="13800000001"), notices.member("何琴", phone="13800000002")]
    return notices.send(*people, by=clerk)


def browser_of(actor: Actor) -> Client:
    browser = Client()
    browser.force_login(User.objects.get(pk=actor.user_id))
    return browser


def text_of(page: Any) -> str:
    return page.content.decode()


def posted(**given: str) -> dict[str, str]:
    return {"act_key": str(uuid4()), **given}


def words(**given: str) -> dict[str, str]:
    first = {"title": "座谈会通知", "text": "请准时参加。", "wants_receipt": "on", "notice_key": str(uuid4())}
    return posted(**{**first, "group": "leaders", **given})


@pytest.fixture
def chair(office: Committee) -> Any:
    from yizheng.org.enums import PostKind
    from yizheng.org.models import PostHolding

    person = notices.member("高远", phone="13800000009")
    return PostHolding.objects.create(
        person=person, post=PostKind.CHAIRPERSON, rank=1, valid_from=date(2020, 1, 1)
    ).person


def test_first_the_number_of_recipients_then_the_notice(clerk: Actor, chair: Any) -> None:
    browser = browser_of(clerk)

    preview = browser.post("/songxi/notices/new/", words(step="preview"))
    assert "这条通知将发给1人" in text_of(preview)
    assert Message.objects.count() == 0

    form = words(step="send")
    sent = browser.post("/songxi/notices/new/", form, follow=True)
    again = browser.post("/songxi/notices/new/", {**form, "act_key": str(uuid4())})

    assert "通知已发给1人。" in text_of(sent)
    assert (Message.objects.count(), Recipient.objects.count(), again.status_code) == (1, 1, 302)


def test_a_notice_without_words_is_refused_and_the_rest_is_kept(clerk: Actor, chair: Any) -> None:
    page = browser_of(clerk).post("/songxi/notices/new/", words(step="send", title=""))

    assert "请写标题。" in text_of(page)
    assert "请准时参加。" in text_of(page)
    assert Message.objects.count() == 0


def test_a_group_without_people_is_refused(clerk: Actor) -> None:
    page = browser_of(clerk).post("/songxi/notices/new/", words(step="send"))

    assert "这个范围里现在没有人" in text_of(page)
    assert Message.objects.count() == 0


def test_the_page_of_a_notice_counts_and_gives_words_for_the_group(clerk: Actor, message: Message) -> None:
    services.confirm_read(recipient=message.recipients.get(name="林书"), how=ReadHow.LINK, at=MORNING)
    page = text_of(browser_of(clerk).get(f"{SENT}{message.public_id}/"))

    assert f"/songxi/n/{message.token}/" in page
    assert "停用群里的链接" in page
    for row in message.recipients.all():
        assert row.token not in page


@pytest.mark.parametrize(
    ("shown", "names"),
    [("all", ["林书", "何琴"]), ("read", []), ("told", ["林书"]), ("unread", ["何琴"]), ("nonsense", ["林书", "何琴"])],
)
def test_each_count_opens_its_list(clerk: Actor, message: Message, shown: str, names: list[str]) -> None:
    services.confirm_read(recipient=message.recipients.get(name="林书"), how=ReadHow.TELEPHONE, at=MORNING)
    page = text_of(browser_of(clerk).get(f"{SENT}{message.public_id}/recipients/?show={shown}"))

    assert [name for name in ("林书", "何琴") if f">{name}</a>" in page] == names


def test_a_call_is_recorded_on_the_page(clerk: Actor, message: Message) -> None:
    row = message.recipients.get(name="林书")
    form = posted(reached="yes", answer="参加", called_at="2026-11-20T10:30")

    page = browser_of(clerk).post(f"/songxi/notices/recipients/{row.public_id}/", form, follow=True)

    row.refresh_from_db()
    assert "已记下：电话告知了林书。" in text_of(page)
    assert (row.read_how, row.answer) == (ReadHow.TELEPHONE, "参加")
    assert list(Call.objects.values_list("called_by_name", "called_at", "answer")) == [
        ("周文清", datetime(2026, 11, 20, 2, 30, tzinfo=UTC), "参加")
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"reached": "no", "answer": "参加", "called_at": "2026-11-20T10:30"}, "没有打通，就没有答复"),
        ({"reached": "yes", "answer": "", "called_at": "2099-11-20T10:30"}, "通话时间不能晚于现在"),
        ({"reached": "", "answer": "", "called_at": "2026-11-20T10:30"}, "请选打通了没有。"),
        ({"reached": "yes", "answer": "", "called_at": "昨天"}, "请填通话的日期和时间"),
    ],
)
def test_a_call_that_cannot_be_is_refused_in_words(
    clerk: Actor, message: Message, given: dict[str, str], sentence: str
) -> None:
    row = message.recipients.get(name="林书")
    ledger_rows = LedgerEntry.objects.count()

    page = browser_of(clerk).post(f"/songxi/notices/recipients/{row.public_id}/", posted(**given))

    row.refresh_from_db()
    assert sentence in text_of(page)
    assert (row.read_at, row.answer, Call.objects.count(), LedgerEntry.objects.count()) == (None, "", 0, ledger_rows)


def test_paper_that_was_handed_over_counts_as_read(clerk: Actor, message: Message) -> None:
    row = message.recipients.get(name="林书")
    browser_of(clerk).post(f"/songxi/notices/recipients/{row.public_id}/paper/", posted())

    row.refresh_from_db()
    assert row.read_how == ReadHow.PRINTED


def test_the_list_of_numbers_is_a_sheet_and_its_reading_is_noted(clerk: Actor, message: Message) -> None:
    answered = browser_of(clerk).post(f"{SENT}{message.public_id}/phones/", posted(show="all", format="xlsx"))

    sheet = load_workbook(BytesIO(answered.content)).active
    assert sheet is not None
    assert list(sheet.iter_rows(values_only=True)) == [
        ("姓名", "手机号"), ("林书", "13800000001"), ("何琴", "13800000002"),
    ]  # fmt: skip
    assert sorted(ReadingLog.objects.values_list("person__name", "reader_name")) == [
        ("何琴", "周文清"), ("林书", "周文清"),
    ]  # fmt: skip
    assert LedgerEntry.objects.filter(act="export_phones").count() == 1


def test_the_list_of_numbers_as_csv_opens_in_excel(clerk: Actor, message: Message) -> None:
    answered = browser_of(clerk).post(f"{SENT}{message.public_id}/phones/", posted(show="unread", format="csv"))

    assert answered.content.decode("utf-8-sig").splitlines() == ["姓名,手机号", "林书,13800000001", "何琴,13800000002"]


def test_a_doubtful_delivery_waits_for_a_decision_and_takes_one(clerk: Actor, message: Message) -> None:
    row = message.deliveries.order_by("id")[0]
    Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.UNCERTAIN)
    browser, url = browser_of(clerk), f"{SENT}{message.public_id}/deliveries/{row.key}/"

    assert "不能确定是否发出" in text_of(browser.get(f"{SENT}{message.public_id}/"))
    browser.post(url, posted(was_sent="1"))
    again = browser.post(url, posted())

    row.refresh_from_db()
    assert (row.state, again.status_code) == (DeliveryState.SENT, 409)


def test_a_notice_is_ended_once(clerk: Actor, message: Message) -> None:
    browser = browser_of(clerk)
    first = browser.post(f"{SENT}{message.public_id}/close/", posted(), follow=True)
    second = browser.post(f"{SENT}{message.public_id}/close/", posted())

    message.refresh_from_db()
    assert "已办结" in text_of(first)
    assert (message.state, second.status_code) == (MessageState.OVER, 409)
    assert LedgerEntry.objects.filter(act="close_notice").count() == 1


def test_the_notice_is_printed(clerk: Actor, message: Message) -> None:
    printed = browser_of(clerk).get(f"/songxi/papers/notice.docx?message={message.public_id}")

    assert printed.status_code == 200
    assert printed.content[:2] == b"PK"


def test_the_line_in_the_inbox_leads_to_the_notice_and_reads_it(clerk: Actor) -> None:
    message = notices.send(User.objects.get(pk=clerk.user_id), by=clerk)
    line = Notice.objects.get()

    page = browser_of(clerk).get(f"/songxi/notices/{line.public_id}/", follow=True)

    assert "请准时参加" in text_of(page)
    assert message.recipients.get().read_how == ReadHow.OPENED


def test_an_answer_given_in_the_house_is_kept(clerk: Actor) -> None:
    message = notices.send(User.objects.get(pk=clerk.user_id), by=clerk)
    row = message.recipients.get()

    browser_of(clerk).post(f"/songxi/notices/received/{row.public_id}/answer/", posted(answer="准时到"))

    row.refresh_from_db()
    assert (row.answer, row.read_how) == ("准时到", ReadHow.OPENED)


def test_nobody_reads_the_notice_of_another(clerk: Actor, message: Message) -> None:
    row = message.recipients.get(name="林书")

    assert browser_of(clerk).get(f"/songxi/notices/received/{row.public_id}/").status_code == 404


def test_ways_are_chosen_on_a_page(clerk: Actor) -> None:
    browser_of(clerk).post("/songxi/notices/choices/", posted(sms="never", email="digest"))
    page = browser_of(clerk).get("/songxi/notices/choices/")

    choice = ChannelChoice.objects.get(user_id=clerk.user_id)
    assert (choice.sms, choice.email) == (Timing.NEVER, Timing.DIGEST)
    assert "重要通知不受这里的限制" in text_of(page)


def test_an_unknown_way_is_refused(clerk: Actor) -> None:
    page = browser_of(clerk).post("/songxi/notices/choices/", posted(sms="pigeon", email="digest"))

    assert "请在所列的方式中选一种。" in text_of(page)
    assert ChannelChoice.objects.count() == 0


@pytest.mark.parametrize("path", ["", "{public_id}/recipients/", "{public_id}/"])
def test_lists_ask_as_often_for_one_as_for_three(clerk: Actor, path: str) -> None:
    browser = browser_of(clerk)
    asked = []
    for many, key in ((1, "a"), (3, "b")):
        for number in range(many):
            people = [notices.member(f"林{n}", phone=f"1380000000{n}") for n in range(many)]
            message = notices.send(*people, by=clerk, key=f"{key}{number}")
        url = SENT + path.format(public_id=message.public_id)
        browser.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[1]
    assert asked[0] <= 16


ACTS = ("send", "read_receipts", "export_phones", "record_call", "settle", "revoke_link", "close")
MAY = {
    Role.OFFICE_CLERK: ("any", "own"),
    Role.SECRETARY_GENERAL: ("any", "own"),
    Role.PROPOSAL_CLERK: ("own",),
    Role.OPINION_CLERK: ("own",),
    Role.COMMITTEE_CLERK: ("own",),
    Role.GRASSROOTS_CLERK: ("own",),
}
"""Who looks after which notices; every other role after none. What the house wrote is on nobody's list."""


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("whose", ["own", "any", "house"])
def test_role_by_act(office: Committee, role: Role, whose: str) -> None:
    actor = notices.seat(role)
    sender = {"own": actor.user_id, "any": notices.login().pk, "house": None}[whose]
    message = Message(sender_id=sender, state=MessageState.SENT)

    for act in ACTS:
        expected = role in MAY if act == "send" else whose in MAY.get(role, ())
        assert may(f"notify.{act}", actor, None if act == "send" else message) == expected, act


@pytest.mark.parametrize("role", [role for role in Role if role not in MAY])
def test_whoever_may_not_send_sees_no_page_and_reads_no_number(office: Committee, clerk: Actor, role: Role) -> None:
    message = notices.send(notices.member(phone="13800000001"), by=clerk)
    outsider = notices.seat(role, "外人")

    assert browser_of(outsider).get("/songxi/notices/new/").status_code == 403
    assert browser_of(outsider).get(f"{SENT}{message.public_id}/").status_code == 404
    with pytest.raises(PermissionDenied):
        services.phone_list(message=message, recipients=list(message.recipients.all()), by=outsider, at=MORNING)
    assert (ReadingLog.objects.count(), LedgerEntry.objects.filter(act="export_phones").count()) == (0, 0)


@pytest.mark.parametrize("act", ["record_call", "record_paper", "revoke_link", "close"])
def test_an_outsiders_act_changes_nothing(clerk: Actor, message: Message, act: str) -> None:
    outsider, row = notices.seat(Role.MEMBER, "外人"), message.recipients.get(name="林书")
    ledger_rows = LedgerEntry.objects.count()
    given: dict[str, Any] = {
        "record_call": {"recipient": row, "reached": True, "called_at": MORNING},
        "record_paper": {"recipient": row},
        "revoke_link": {"recipient": row},
        "close": {"message": message},
    }[act]

    with pytest.raises(PermissionDenied):
        getattr(services, act)(by=outsider, at=MORNING, **given)

    row.refresh_from_db()
    message.refresh_from_db()
    assert (row.read_at, row.link_revoked_at, message.state) == (None, None, MessageState.SENT)
    assert (Call.objects.count(), LedgerEntry.objects.count()) == (0, ledger_rows)


@pytest.mark.parametrize("act", ["record_call", "record_paper", "answer"])
def test_nothing_is_noted_of_a_matter_that_is_over(clerk: Actor, message: Message, act: str) -> None:
    services.close(message=message, by=clerk, at=MORNING)
    row, ledger_rows = message.recipients.get(name="林书"), LedgerEntry.objects.count()
    given: dict[str, Any] = {
        "record_call": {"reached": True, "called_at": MORNING, "by": clerk},
        "record_paper": {"by": clerk},
        "answer": {"words": "参加", "how": ReadHow.LINK},
    }[act]

    with pytest.raises(Refused, match="已经办结"):
        getattr(services, act)(recipient=row, at=timezone.now(), **given)

    row.refresh_from_db()
    assert (row.read_at, row.answer, Call.objects.count(), LedgerEntry.objects.count()) == (None, "", 0, ledger_rows)
