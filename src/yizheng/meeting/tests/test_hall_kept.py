"""What a phone may keep for the hall: pages of today's meeting for whoever was called, and nothing else (F157)."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import codes, services
from yizheng.meeting.enums import AgendaKind, MeetingKind, MeetingState
from yizheng.meeting.models import DocumentCopy, DocumentReading, Meeting, MeetingDocument
from yizheng.meeting.tests import factories as make
from yizheng.meeting.tests.test_documents import added, files, opening, pdf
from yizheng.meeting.tests.test_sitting_pages import DAY, clock, opened, own, url
from yizheng.plan.tests import factories as plan
from yizheng.ui import keeping

__all__ = ["clock", "files", "opened"]

KEEP = keeping.HEADER


@pytest.fixture
def phone(opened, browser):
    """The phone of the first who was called."""
    return own(browser, opened[0].invitations.order_by("order")[0])


def terms(answer):
    return dict(parse_qsl(answer[KEEP]))


def ms(moment: datetime) -> str:
    return str(int(moment.timestamp() * 1000))


def word_of(invitation):
    grant = RoleGrant.objects.get(user_id=invitation.person.user_id)
    return keeping.holder(Actor(invitation.person.user_id, "", Hat("member", grant_id=grant.pk)))


def test_todays_agenda_code_and_documents_are_kept_until_midnight_for_their_login(opened, phone):
    meeting, clerk = opened
    report = added(meeting, clerk)
    invitation = meeting.invitations.order_by("order")[0]
    said = {"who": word_of(invitation), "of": str(meeting.public_id), "until": ms(make.moment(11, 0)), "at": ms(DAY)}

    pages = [phone.get(path) for path in (url(meeting), url(meeting, "own-code/"), opening(report))]

    assert [terms(each) for each in pages] == [
        said | {"title": meeting.title},
        said | {"title": f"我的签到码：{meeting.title}"},
        said | {"title": "常委会工作报告"},
    ]
    shown = pages[0].content.decode()
    assert f'data-basics="{url(meeting)} {url(meeting, "own-code/")}" data-papers="{opening(report)}"' in shown
    assert "没有网络也能看" in shown


@pytest.mark.parametrize("path", ["", "own-code/"])
def test_another_day_nothing_is_kept(opened, phone, clock, path):
    meeting, clerk = opened
    report = added(meeting, clerk)
    clock(make.moment(9, 20))

    page, document = phone.get(url(meeting, path)), phone.get(opening(report))

    assert (page.status_code, document.status_code) == (200, 200)
    assert KEEP not in page
    assert KEEP not in document
    assert "没有网络也能看" not in page.content.decode()


def test_pages_that_are_not_for_the_hall_are_never_kept(opened, phone):
    meeting, _ = opened

    paths = ["/yunxi/", "/yunxi/meetings/", url(meeting, "leave/"), url(meeting, "votes/"), "/yunxi/notices/"]
    answers = [phone.get(path) for path in paths]

    assert [each.status_code for each in answers] == [200] * len(paths)
    assert [each for each in answers if KEEP in each] == []


def test_the_office_reads_the_meeting_and_keeps_nothing_of_it(opened, browser):
    meeting, clerk = opened
    page = browser(clerk.user_id).get(url(meeting))

    assert page.status_code == 200
    assert KEEP not in page
    assert "没有网络也能看" not in page.content.decode()


def test_whoever_was_not_called_is_given_nothing_to_keep(opened, browser):
    meeting, clerk = opened
    report = added(meeting, clerk)
    stranger = browser(plan.seat(Role.MEMBER).user_id)

    answers = [stranger.get(path) for path in (url(meeting), url(meeting, "own-code/"), opening(report))]

    assert [each.status_code for each in answers] == [404, 404, 404]
    assert [each for each in answers if KEEP in each] == []
    assert not DocumentCopy.objects.exists()


def marked(meeting, clerk):
    return services.add_document(meeting=meeting, title="内部情况", file=pdf(), by=clerk, at=DAY, online_only=True)


def of_persons(meeting, clerk):
    item = meeting.items.first()
    type(item).objects.filter(pk=item.pk).update(kind=AgendaKind.PERSONNEL)
    item.refresh_from_db()
    return services.add_document(meeting=meeting, title="建议名单", file=pdf(), by=clerk, at=DAY, item=item)


@pytest.mark.parametrize("kind", [marked, of_persons])
def test_what_is_marked_or_of_persons_opens_on_line_and_is_kept_by_no_phone(opened, phone, kind):
    meeting, clerk = opened
    document = kind(meeting, clerk)

    answer, page = phone.get(opening(document)), phone.get(url(meeting)).content.decode()

    assert answer.status_code == 200
    assert KEEP not in answer
    assert 'data-papers=""' in page
    assert "另有1份文件只能在线看" in page


def test_what_is_closed_or_withdrawn_is_not_offered_to_the_phone(opened, phone):
    meeting, clerk = opened
    closed, withdrawn, left = (added(meeting, clerk, title=title) for title in ("甲", "乙", "丙"))
    quarantine.quarantine(subject=closed, by=plan.seat(Role.SECURITY_ADMIN), reason="误传涉密件", at=DAY)
    services.withdraw_document(document=withdrawn, by=clerk, at=DAY)

    page = phone.get(url(meeting))

    assert f'data-papers="{opening(left)}"' in page.content.decode()
    answers = [phone.get(opening(each)) for each in (closed, withdrawn)]
    assert [(each.status_code, KEEP in each) for each in answers] == [(409, False), (409, False)]


def test_nothing_of_the_party_group_is_kept(opened, phone):
    meeting, clerk = opened
    report = added(meeting, clerk)
    Meeting.objects.filter(pk=meeting.pk).update(kind=MeetingKind.PARTY_GROUP)

    answers = [phone.get(path) for path in (url(meeting), url(meeting, "own-code/"), opening(report))]

    assert [(each.status_code, KEEP in each) for each in answers] == [(200, False)] * 3


@pytest.mark.parametrize(
    ("act", "state", "words"),
    [
        (services.postpone, MeetingState.POSTPONED, "会议延期了，文件先不能看"),
        (services.cancel, MeetingState.CANCELLED, "会议取消了，文件不再开放"),
    ],
)
def test_documents_of_a_meeting_that_was_called_off_open_by_no_address(house, clock, browser, act, state, words):
    meeting, clerk = make.planned(members=2)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    report = added(meeting, clerk, title="起草说明")
    phone = own(browser, meeting.invitations.order_by("order")[0])
    act(meeting=meeting, reason="场地检修", by=clerk, at=DAY)
    before = LedgerEntry.objects.count()

    answer, page = phone.get(opening(report)), phone.get(url(meeting))

    assert (answer.status_code, words in answer.content.decode()) == (409, True)
    assert KEEP not in answer
    assert KEEP not in page
    assert Meeting.objects.get().state == state
    assert (DocumentCopy.objects.count(), DocumentReading.objects.count()) == (0, 0)
    assert LedgerEntry.objects.count() == before
    assert "起草说明" not in page.content.decode()


def test_a_meeting_that_is_over_stays_readable_until_midnight(opened, phone, clock):
    meeting, _ = opened
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.ADJOURNED)

    assert terms(phone.get(url(meeting)))["until"] == ms(make.moment(11, 0))
    clock(make.moment(11))
    assert KEEP not in phone.get(url(meeting))


def test_the_office_marks_a_document_when_it_adds_it(opened, browser):
    meeting, clerk = opened
    page = browser(clerk.user_id)

    page.post(url(meeting, "documents/"), {"title": "内部情况", "file": pdf(), "online_only": "on"})

    assert MeetingDocument.objects.get().online_only
    added(meeting, clerk)
    assert page.get(url(meeting, "documents/")).content.decode().count(">只在线看<") == 1


def test_the_tap_that_checks_in_says_what_happened_without_network(opened, phone):
    meeting, _ = opened

    answer = phone.get(url(meeting, f"check-in/{codes.hall_code(meeting.half_days.get(), DAY)}/"))

    page = answer.content.decode()
    assert page.index('data-offline="网络断了，还没有签到上。') < page.index(">签到</button>")
    assert KEEP not in answer


def test_the_desk_is_kept_by_who_keeps_it_until_the_meeting_is_over(opened, browser):
    meeting, clerk = opened

    said = terms(browser(clerk.user_id).get(url(meeting, "desk/")))

    assert (said["of"], said["until"]) == (f"desk-{meeting.public_id}", ms(make.moment(11, 0)))


@pytest.mark.parametrize("change", [{"kind": MeetingKind.PARTY_GROUP}, {"state": MeetingState.POSTPONED}])
def test_a_desk_whose_meeting_stays_on_line_is_not_kept(opened, browser, change):
    meeting, clerk = opened
    Meeting.objects.filter(pk=meeting.pk).update(**change)

    answer = browser(clerk.user_id).get(url(meeting, "desk/"))

    assert (answer.status_code, KEEP in answer) == (200, False)


def test_more_documents_cost_no_more_queries(opened, phone):
    meeting, clerk = opened
    counts = []
    for _ in range(3):
        added(meeting, clerk)
        phone.get(url(meeting))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            phone.get(url(meeting))
        counts.append(len(asked))

    assert counts[0] == counts[2]
