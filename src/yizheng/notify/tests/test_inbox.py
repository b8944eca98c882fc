"""Telling people once, and the inbox in which they read it."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee
from yizheng.notify import phrases, queries, services
from yizheng.notify.models import Notice

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 1, 5, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 1, 5, tzinfo=UTC)


@pytest.fixture
def committee():
    return Committee.objects.create(full_name="政协试验区委员会", short_name="试验区政协", slug="shiyan")


@pytest.fixture
def clerk(committee):
    return with_role(committee, "clerk", "刘敏")


def with_role(committee, username, name, role=Role.OFFICE_CLERK):
    user = User.objects.create_user(username, name)
    with tenancy.scope(committee):
        RoleGrant.objects.create(user=user, role=role, label="办公室", valid_from=date(2024, 1, 1))
    return user


def tell(committee, *users, key="task-1", text="任务已销号。", url="/shiyan/plan/", at=AT):
    with tenancy.scope(committee):
        services.tell(recipients=[user.pk for user in users], text=text, url=url, key=key, at=at)


def signed_in(user):
    browser = Client()
    browser.force_login(user)
    return browser


def read_times(committee, user):
    with tenancy.scope(committee):
        return list(queries.inbox(user.pk).values_list("read_at", flat=True))


def test_telling_twice_with_one_key_is_one_notice(committee, clerk):
    tell(committee, clerk)
    tell(committee, clerk, clerk, text="另一种说法", at=LATER)

    with tenancy.scope(committee):
        assert list(Notice.objects.values_list("recipient_id", "text", "sent_at")) == [(clerk.pk, "任务已销号。", AT)]


def test_each_recipient_and_each_key_is_told(committee, clerk):
    other = with_role(committee, "other", "陈立")

    tell(committee, clerk, other)
    tell(committee, clerk, key="task-2")

    with tenancy.scope(committee):
        assert (queries.unread_count(clerk.pk), queries.unread_count(other.pk)) == (2, 1)


def test_the_same_key_in_another_committee_is_another_notice(committee, clerk):
    neighbour = Committee.objects.create(full_name="政协邻区委员会", short_name="邻区政协", slug="lin")

    tell(committee, clerk)
    tell(neighbour, clerk, text="邻区的通知")

    with tenancy.scope(committee):
        assert [notice.text for notice in queries.inbox(clerk.pk)] == ["任务已销号。"]


def test_the_first_reading_is_the_receipt(committee, clerk):
    tell(committee, clerk)
    with tenancy.scope(committee):
        notice = services.mark_read(notice=Notice.objects.get(), at=AT)
        services.mark_read(notice=notice, at=LATER)

    assert read_times(committee, clerk) == [AT]


def test_the_inbox_lists_newest_first_and_only_ones_own(committee, clerk):
    other = with_role(committee, "other", "陈立")
    tell(committee, clerk, text="早些时候的通知", key="a")
    tell(committee, clerk, text="最近的通知", key="b", at=LATER)
    tell(committee, other, text="别人的通知", key="c")

    page = signed_in(clerk).get("/shiyan/notices/").content.decode()

    assert page.index("最近的通知") < page.index("早些时候的通知")
    assert "11月21日 09:05" in page
    assert "有 2 条消息没有读" in page
    assert "别人的通知" not in page


def test_an_empty_inbox_says_what_will_come(committee, clerk):
    page = signed_in(clerk).get("/shiyan/notices/").content.decode()

    assert "还没有消息" in page
    assert "全部标为已读" not in page


def test_a_member_reads_it_in_the_layout_of_the_phone(committee):
    member = with_role(committee, "member", "周倩", Role.MEMBER)
    tell(committee, member)

    page = signed_in(member).get("/shiyan/notices/").content.decode()

    assert "is-handheld" in page
    assert "任务已销号。" in page


def test_opening_a_notice_marks_it_read_and_leads_to_its_page(committee, clerk):
    tell(committee, clerk)
    with tenancy.scope(committee):
        notice = Notice.objects.get()

    answer = signed_in(clerk).get(f"/shiyan/notices/{notice.public_id}/")

    assert (answer.status_code, answer["Location"]) == (302, "/shiyan/plan/")
    assert read_times(committee, clerk) != [None]


def test_somebody_elses_notice_does_not_exist(committee, clerk):
    other = with_role(committee, "other", "陈立")
    tell(committee, other)
    with tenancy.scope(committee):
        notice = Notice.objects.get()

    answer = signed_in(clerk).get(f"/shiyan/notices/{notice.public_id}/")

    assert answer.status_code == 404
    assert read_times(committee, other) == [None]


def test_a_notice_never_leads_out_of_the_house(committee, clerk):
    tell(committee, clerk, url="https://example.org/")
    with tenancy.scope(committee):
        notice = Notice.objects.get()

    answer = signed_in(clerk).get(f"/shiyan/notices/{notice.public_id}/")

    assert answer["Location"] == "/shiyan/notices/"


def test_reading_everything_leaves_other_peoples_notices(committee, clerk):
    other = with_role(committee, "other", "陈立")
    tell(committee, clerk, other, key="a")
    tell(committee, clerk, key="b")

    answer = signed_in(clerk).post("/shiyan/notices/read-all/", follow=True)

    assert "2条消息已标为已读。" in answer.content.decode()
    assert None not in read_times(committee, clerk)
    assert read_times(committee, other) == [None]


def test_reading_everything_leaves_what_was_sent_later(committee, clerk):
    tell(committee, clerk, key="a")
    tell(committee, clerk, key="b", at=LATER)

    with tenancy.scope(committee):
        assert services.mark_all_read(user_id=clerk.pk, at=AT) == 1

    assert read_times(committee, clerk) == [None, AT]


@pytest.mark.parametrize(
    ("today", "words"),
    [(date(2026, 12, 31), "11月20日 09:05"), (date(2027, 1, 1), "2026年11月20日 09:05")],
)
def test_a_time_of_another_year_says_the_year(today, words):
    assert phrases.moment(AT, today) == words
    assert phrases.receipt(AT, today).text == f"{words} 已读"


def test_the_bell_says_how_many_are_unread(committee, clerk):
    tell(committee, clerk)

    page = signed_in(clerk).get("/shiyan/notices/").content.decode()

    assert "消息，1 条未读" in page


def test_reading_everything_by_an_address_alone_is_refused(committee, clerk):
    tell(committee, clerk)

    answer = signed_in(clerk).get("/shiyan/notices/read-all/")

    assert answer.status_code == 405
    assert read_times(committee, clerk) == [None]


def test_a_stranger_to_the_committee_finds_no_inbox(committee):
    stranger = User.objects.create_user("stranger", "王某")

    assert signed_in(stranger).get("/shiyan/notices/").status_code == 404


def test_the_inbox_asks_as_often_for_three_notices_as_for_one(committee, clerk):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser, counts = signed_in(clerk), []
    browser.get("/shiyan/notices/")  # the line under the committee's name is remembered for a minute
    for keys in (["a"], ["b", "c"]):
        for key in keys:
            tell(committee, clerk, key=key)
        with CaptureQueriesContext(connection) as asked:
            browser.get("/shiyan/notices/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 16
