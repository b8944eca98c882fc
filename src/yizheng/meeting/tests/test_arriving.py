"""Check-in at an activity: one arrival a sign-up by whichever way, in its window; a refusal leaves all as it was."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import codes, services
from yizheng.meeting.activity_forms import RecordForm
from yizheng.meeting.arriving_showing import standing
from yizheng.meeting.enums import CheckInMethod, SignupState
from yizheng.meeting.models import ActivitySignup
from yizheng.meeting.tests import factories as make
from yizheng.meeting.tests.test_activity_pages import SENT, clock, phone, read, url

__all__ = ["clock", "phone"]

SCAN, OWN, CLERK = CheckInMethod.SCAN, CheckInMethod.OWN_CODE, CheckInMethod.CLERK
DOOR = make.moment(10, 8, minute=50)


@pytest.fixture
def signed(house):
    """An activity of 10 December with two places: two members have one, the third waits; and its clerk."""
    activity, clerk, people = make.published()
    rows = [services.sign_up(activity=activity, membership=each, by=clerk, at=make.moment(1)) for each in people]
    return services.close_signup(activity=activity, by=clerk, at=make.moment(8)), clerk, rows


def rows():
    return list(ActivitySignup.objects.order_by("id").values()), LedgerEntry.objects.count()


def scan(signup, at=DOOR):
    return services.arrive(signup=signup, method=SCAN, by=make.worn(signup.membership), at=at)


def refused(perform):
    before = rows()
    with pytest.raises(Refused) as refusal:
        perform()
    assert rows() == before
    return refusal.value.code


def test_however_often_it_is_sent_the_first_moment_stands(signed):
    _, clerk, (one, *_) = signed

    first = scan(one)
    before = rows()
    again = [scan(one, DOOR + timedelta(minutes=5)),
             services.arrive(signup=one, method=CLERK, by=clerk, at=DOOR + timedelta(minutes=9))]  # fmt: skip

    assert first.is_new
    assert [each.is_new for each in again] == [False, False]
    assert (first.signup.checked_in_at, first.signup.checked_in_how) == (DOOR, SCAN)
    assert rows() == before
    assert LedgerEntry.objects.filter(act="arrive").count() == 1


@pytest.mark.parametrize(
    ("method", "at", "code"),
    [
        (SCAN, make.moment(10, 7, minute=59), "too_early"),
        (SCAN, make.moment(10, 9, minute=21), "too_late"),
        (OWN, make.moment(10, 9, minute=21), "too_late"),
        (CLERK, make.moment(10, 7, minute=59), "too_early"),
        (CLERK, make.moment(11, 0), "too_late"),
    ],
)
def test_outside_its_window_nobody_checks_in(signed, method, at, code):
    _, clerk, (one, *_) = signed
    by = make.worn(one.membership) if method is SCAN else clerk

    assert refused(lambda: services.arrive(signup=one, method=method, by=by, at=at)) == code


def test_nobody_checks_in_for_another_and_no_host_for_themself(signed):
    _, clerk, (one, two, _) = signed
    person = two.membership.person
    person.user_id = clerk.user_id
    person.save(update_fields=["user"])
    before = rows()

    with pytest.raises(PermissionDenied):
        services.arrive(signup=one, method=SCAN, by=clerk, at=DOOR)
    with pytest.raises(PermissionDenied):
        services.arrive(signup=one, method=CLERK, by=make.worn(one.membership), at=DOOR)

    assert rows() == before
    assert refused(lambda: services.arrive(signup=two, method=CLERK, by=clerk, at=DOOR)) == "own"


def test_who_withdrew_is_not_checked_in_and_who_checked_in_does_not_withdraw(signed):
    _, clerk, (one, two, three) = signed
    services.withdraw_signup(signup=two, by=make.worn(two.membership), at=make.moment(10, 8))
    scan(one)

    assert refused(lambda: scan(two)) == "withdrawn"
    assert refused(lambda: services.withdraw_signup(signup=one, by=clerk, at=DOOR)) == "checked_in"
    assert scan(three).is_new, "who moved up has the place"


def test_a_mistake_is_taken_back_with_its_reason_and_what_is_recorded_stays(signed):
    activity, clerk, (one, *_) = signed
    scan(one)

    assert refused(lambda: services.undo_arrival(signup=one, reason=" ", by=clerk, at=DOOR)) == "no_reason"
    undone = services.undo_arrival(signup=one, reason="扫错了人", by=clerk, at=DOOR)
    assert (undone.checked_in_at, undone.checked_in_how) == (None, "")
    assert LedgerEntry.objects.get(act="undo_arrival").reason == "扫错了人"
    assert refused(lambda: services.undo_arrival(signup=one, reason="再撤", by=clerk, at=DOOR)) == "not_there"
    activity = services.hold_activity(activity=activity, by=clerk, at=make.moment(10, 11))
    services.record_activity(activity=activity, came=[], excused=[], summary="好", by=clerk, at=make.moment(10, 12))
    late = make.moment(10, 12, minute=5)
    assert refused(lambda: services.arrive(signup=one, method=CLERK, by=clerk, at=late)) == "not_open"


def test_the_record_begins_with_who_checked_in(signed):
    activity, clerk, (one, two, three) = signed

    def ticked():
        return RecordForm(signups=standing(activity)).fields["came"].initial

    assert ticked() == [str(one.pk), str(two.pk)], "nobody checked in: everybody with a place"
    scan(three)
    assert ticked() == [str(three.pk)], "who waited and came is there"
    activity = services.hold_activity(activity=activity, by=clerk, at=make.moment(10, 11))
    services.record_activity(
        activity=activity, came=[one.pk], excused=[], summary="好", by=clerk, at=make.moment(10, 12)
    )
    assert ticked() == [str(one.pk)], "what was recorded stands"


def test_the_code_on_the_screen_checks_in_whoever_scans_it_once(signed, clock, phone, browser):
    activity, clerk, (one, *_) = signed
    clock(DOOR)
    mine, screen = phone(one.membership), browser(clerk.user_id)
    link = url(activity, f"arrive/{codes.hall_code(activity, DOOR)}/")

    shown = read(screen, url(activity, "screen/"))
    page = mine.get(link)
    said = mine.post(link, SENT, follow=True).content.decode()
    again = mine.post(link, SENT, follow=True).content.decode()

    assert "code-drawing" in shown
    assert "0<span" in shown
    assert (page.status_code, "我到了" in page.content.decode()) == (200, True)
    assert "签到成功（8:50）" in said
    assert "已于8:50签过到" in again
    mine_now = read(mine, url(activity))
    assert ("您已签到（8:50）" in mine_now, "不能来请在开始以前退出" in mine_now) == (True, False)
    assert "1<span" in read(screen, url(activity, "screen/?part=1"))
    assert "有1人签到" in read(screen, url(activity, "record/"))


def test_an_old_or_foreign_code_opens_nothing(signed, clock, phone):
    activity, _, (one, two, _) = signed
    sector = one.membership.sector
    other, *_ = make.published(sector=sector)
    clock(DOOR)
    absent = make.MemberFactory(sector=sector, person=make.person(with_login=True))
    mine, stranger = phone(one.membership), phone(absent)
    before = rows()
    old = codes.hall_code(activity, DOOR - timedelta(minutes=1))
    good = codes.hall_code(activity, DOOR)
    stolen = codes.activity_ticket(activity, two.membership.person.user_id)

    answers = [
        mine.post(url(activity, f"arrive/{old}/"), SENT).status_code,
        mine.post(url(activity, f"arrive/{old}/"), {"seen": stolen}).status_code,
        mine.post(url(activity, f"arrive/{codes.hall_code(other, DOOR)}/"), SENT).status_code,
        stranger.post(url(activity, f"arrive/{good}/"), SENT).status_code,
        mine.get(url(activity, "arrivals/")).status_code,
        mine.get(url(activity, "screen/")).status_code,
    ]

    assert answers == [409, 409, 409, 404, 403, 403]
    assert rows() == before
    mine.post(url(activity, f"arrive/{old}/"), {"seen": codes.activity_ticket(activity, one.membership.person.user_id)})
    assert ActivitySignup.objects.get(pk=one.pk).checked_in_how == SCAN, "a page opened in time is confirmed later"


def test_the_host_takes_own_codes_and_names_and_takes_one_back(signed, clock, browser, phone):
    activity, clerk, (one, two, _) = signed
    clock(DOOR)
    page, mine, door = browser(clerk.user_id), phone(one.membership), url(activity, "arrivals/")
    code = codes.own_code(one)
    forged = code[:-1] + ("0" if code[-1] != "0" else "1")

    assert code in read(mine, url(activity, "own-code/"))
    assert page.post(door, {"code": forged}).status_code == 409
    assert page.post(door, {"code": code}, follow=True).status_code == 200
    name = reverse("meeting:enter-arrival", kwargs={"committee": "yunxi", "public_id": two.public_id})
    page.post(name, SENT)
    undo = reverse("meeting:undo-arrival", kwargs={"committee": "yunxi", "public_id": one.public_id})
    before = rows()
    assert mine.post(undo, {"reason": "x"}).status_code == 403
    assert rows() == before
    there = read(page, f"{door}?came=yes")
    page.post(undo, {"reason": "扫错了人"})

    assert (one.membership.person.name in there, two.membership.person.name in there) == (True, True)
    hows = dict(ActivitySignup.objects.values_list("pk", "checked_in_how"))
    assert (hows[one.pk], hows[two.pk]) == ("", CLERK)
    waiting = activity.signups.get(state=SignupState.WAITING).membership.person.name
    assert waiting in read(page, f"{door}?came=no")
    assert two.membership.person.name not in read(page, f"{door}?came=no")


def test_a_refusal_on_the_hosts_list_looks_like_one_and_nobody_is_entered(signed, clock, browser):
    activity, clerk, (one, *_) = signed
    clock(activity.starts_at - timedelta(days=1))
    name = reverse("meeting:enter-arrival", kwargs={"committee": "yunxi", "public_id": one.public_id})

    answer = browser(clerk.user_id).post(name, SENT, follow=True).content.decode()

    assert "还没到签到的时间" in answer
    assert 'data-flash="error"' in answer
    assert not ActivitySignup.objects.filter(checked_in_at__isnull=False).exists()


def test_the_list_asks_the_same_number_of_statements_for_one_and_for_three(house, browser, clock,
                                                                           django_assert_max_num_queries):  # fmt: skip
    activity, clerk, members = make.published(quota=9)
    page = browser(clerk.user_id)
    clock(DOOR)
    page = browser(clerk.user_id)

    def asked():
        page.get(url(activity, "arrivals/"))
        with django_assert_max_num_queries(40) as seen:
            assert page.get(url(activity, "arrivals/")).status_code == 200
        return len(seen)

    services.sign_up(activity=activity, membership=members[0], by=clerk, at=make.moment(1))
    once = asked()
    for each in members[1:]:
        services.sign_up(activity=activity, membership=each, by=clerk, at=make.moment(1))

    assert asked() == once
