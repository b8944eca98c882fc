"""Activities in the browser: a host's way from draft to confirmation, a member's phone, empty and full lists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import services
from yizheng.meeting.enums import ActivityState, SignupState
from yizheng.meeting.models import Activity, ActivitySignup
from yizheng.meeting.tests import factories as make
from yizheng.plan.tests import factories as plan

SENT = {"only": "the button"}
LIST = "/yunxi/activities/"


def url(activity, path=""):
    return f"{LIST}{activity.public_id}/{path}"


def read(page, address):
    return page.get(address).content.decode()


@pytest.fixture
def clock(monkeypatch, now):
    """The clock of the whole house, to be set; it is 1 December first."""

    def stand(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    stand(make.moment(1))
    return stand


@pytest.fixture
def phone(browser):
    """Give the phone of a member, who wears the hat of a member."""

    def of(member):
        user = member.person.user_id
        RoleGrant.objects.get_or_create(user_id=user, role=Role.MEMBER, label="委员", valid_from=plan.FROM)
        return browser(user)

    return of


def test_a_host_walks_from_the_draft_to_the_confirmation(house, browser, clock, phone):
    clerk, sector = plan.seat(), make.SectorFactory()
    members = [make.MemberFactory(sector=sector, person=make.person(with_login=True)) for _ in range(2)]
    page = browser(clerk.user_id)
    typed = {
        "theme": "视察养老服务", "kind": "inspection", "hosts": [f"sector:{sector.pk}"], "audience": "all",
        "starts_on": "2026-12-10", "starts_time": "09:00", "ends_on": "2026-12-10", "ends_time": "11:30",
        "until_on": "2026-12-07", "until_time": "18:00", "place": "云溪街道", "quota": 1,
    }  # fmt: skip

    assert "还没有活动" in read(page, LIST)
    wrong = page.post(f"{LIST}new/", typed | {"until_on": "2026-12-12"})
    page.post(f"{LIST}new/", typed)
    activity = Activity.objects.get()
    page.post(url(activity, "change/"), typed | {"place": "江口镇"})
    late = page.post(url(activity, "publish-activity/"), {"agreed_by": ""})
    page.post(url(activity, "publish-activity/"), {"agreed_by": "沈若松"})
    for each in members:
        phone(each).post(url(activity, "sign-up/"), SENT)
    listed = read(page, url(activity))
    clock(make.moment(10, 12))
    page = browser(clerk.user_id)  # nine days later the first session is over
    page.post(url(activity, "close-signup/"), SENT)
    page.post(url(activity, "hold-activity/"), SENT)
    first = activity.signups.get(state=SignupState.PLACED)
    page.post(url(activity, "record/"), {"came": [first.pk], "summary": "提出三条建议。"})
    page.post(url(activity, "confirm-activity/"), SENT)

    activity.refresh_from_db()
    assert (wrong.status_code, late.status_code, activity.state, activity.place) == (
        409, 200, ActivityState.CONFIRMED, "江口镇",
    )  # fmt: skip
    assert "核对时间" in wrong.content.decode()
    assert members[1].person.name in listed
    assert "1 / 1，候补1" in listed
    assert "更正到场" in read(page, url(activity))
    assert "已确认 1 次活动" in read(page, f"{LIST}year/")


def test_a_phone_signs_up_waits_and_withdraws(house, clock, phone):
    activity, _, (one, two, _) = make.published(quota=1)
    mine, theirs = phone(one), phone(two)

    assert activity.theme in read(mine, LIST)
    mine.post(url(activity, "sign-up/"), SENT)
    mine.post(url(activity, "sign-up/"), SENT)
    theirs.post(url(activity, "sign-up/"), SENT)
    waits = read(theirs, url(activity))
    mine.post(url(activity, "withdraw/"), SENT)
    mine.post(url(activity, "withdraw/"), SENT)

    lead = waits.split('class="page-lead">')[1].split("</div>")[0]
    assert all(words in lead for words in ("正在报名", "2026年12月10日上午9:00", "云溪街道"))
    assert "内容和安排" not in waits, "nothing was written there"
    assert "您候补第1位" in waits
    assert "您已报上" in read(theirs, url(activity))
    assert one.person.name not in waits, "who else signed up is the hosts' to read"
    assert activity.theme in read(theirs, f"{LIST}?list=mine")
    assert "您还没有报过活动" in read(mine, f"{LIST}?list=mine")
    assert list(activity.signups.order_by("id").values_list("state", flat=True)) == ["withdrawn", "placed"]


def test_past_the_deadline_the_page_says_so_and_the_button_is_refused(house, clock, phone):
    activity, _, (one, *_) = make.published()
    clock(make.moment(7, 18))
    page = phone(one)

    answer = page.post(url(activity, "sign-up/"), SENT, follow=True).content.decode()

    assert "报名已于12月7日下午6:00截止" in answer
    assert "报名截止" in answer
    assert "现在没有可以报名的活动" in read(page, LIST)
    assert not ActivitySignup.objects.exists()


def test_a_member_opens_no_page_of_the_hosts(house, clock, phone):
    activity, _, (one, *_) = make.published()
    page, before = phone(one), LedgerEntry.objects.count()
    acts = ("change", "enter", "record", "correct", "publish-activity", "close-signup", "hold-activity",
            "confirm-activity", "cancel-activity")  # fmt: skip

    answers = {act: page.post(url(activity, f"{act}/"), SENT).status_code for act in acts}
    answers |= {"new": page.get(f"{LIST}new/").status_code, "year": page.get(f"{LIST}year/").status_code}

    assert set(answers.values()) == {403}
    assert LedgerEntry.objects.count() == before


def test_a_clerk_signs_up_who_telephoned_and_corrects_who_came(house, browser, clock):
    activity, clerk, (one, two, _) = make.published()
    page = browser(clerk.user_id)

    page.post(url(activity, "enter/"), {"member": one.public_id})
    page.post(url(activity, "enter/"), {"member": two.public_id})
    signups = list(activity.signups.order_by("id"))
    clock(make.moment(10, 12))
    page = browser(clerk.user_id)
    services.close_signup(activity=activity, by=clerk, at=make.moment(8))
    services.hold_activity(activity=activity, by=clerk, at=make.moment(10))
    services.record_activity(
        activity=activity, came=[signups[0].pk], excused=[], summary="好", by=clerk, at=make.moment(10, 12)
    )
    services.confirm_activity(activity=activity, by=clerk, at=make.moment(10, 12))
    page.post(url(activity, "correct/"), {"came": [each.pk for each in signups], "reason": "漏勾一人"})

    assert list(activity.signups.values_list("came", flat=True)) == ["came", "came"]


@pytest.mark.parametrize("path", ["", "page"])
def test_the_pages_ask_the_same_number_of_statements_for_one_and_for_three(house, browser, clock, path):
    activity, clerk, members = make.published(quota=9)
    page = browser(clerk.user_id)
    address = url(activity) if path else LIST

    def asked():
        page.get(address)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert page.get(address).status_code == 200
        return len(seen)

    services.sign_up(activity=activity, membership=members[0], by=clerk, at=make.moment(1))
    once = asked()
    for each in members[1:]:
        services.sign_up(activity=activity, membership=each, by=clerk, at=make.moment(1))
        other = services.draft_activity(outline=make.outline(), hosts=[each.sector], by=clerk, at=make.moment(1))
        services.publish_activity(activity=other, agreed_by="沈若松", by=clerk, at=make.moment(1))

    assert asked() == once
