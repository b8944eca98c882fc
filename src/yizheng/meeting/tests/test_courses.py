"""Courses for new members and for standing members: several runs of a year together, each number opens its list."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.meeting import services
from yizheng.meeting.courses import course_of
from yizheng.meeting.enums import ActivityKind, ActivityState, Audience
from yizheng.meeting.models import Activity
from yizheng.meeting.tests import factories as make
from yizheng.meeting.tests.test_activity_pages import clock, read
from yizheng.org.enums import MembershipRole
from yizheng.plan.tests import factories as plan

__all__ = ["clock"]

LIST = "/yunxi/activities/courses/"


def run(theme, sector, clerk, came, *, kind=ActivityKind.TRAINING, audience=Audience.STANDING, confirmed=True):
    """Hold one course on 10 December for whoever is given, all of whom came."""
    activity, *_ = make.published(members=0, sector=sector, by=clerk, theme=theme, kind=kind, audience=audience,
                                  quota=9)  # fmt: skip
    signed = [services.sign_up(activity=activity, membership=each, by=clerk, at=make.moment(1)) for each in came]
    services.close_signup(activity=activity, by=clerk, at=make.moment(8))
    services.hold_activity(activity=activity, by=clerk, at=make.moment(10))
    moved = services.record_activity(
        activity=activity, came=[each.pk for each in signed], excused=[], summary="好", by=clerk, at=make.moment(11)
    )
    return services.confirm_activity(activity=moved, by=clerk, at=make.moment(11)) if confirmed else moved


@pytest.fixture
def standing(house):
    """Three standing members and one ordinary member of one sector, and the clerk."""
    sector, clerk = make.SectorFactory(), plan.seat()
    group = [make.MemberFactory(sector=sector, role=MembershipRole.STANDING_MEMBER) for _ in range(3)]
    return sector, clerk, group, make.MemberFactory(sector=sector)


def test_several_runs_stand_together_and_each_number_opens_its_list(standing, browser, clock):
    sector, clerk, (one, two, three), ordinary = standing
    first = run("常委班第一期", sector, clerk, [one, two])
    run("常委班第二期", sector, clerk, [one], kind=ActivityKind.READING)
    run("常委视察", sector, clerk, [three], kind=ActivityKind.INSPECTION)
    run("全员培训", sector, clerk, [three], audience=Audience.ALL)
    run("还没确认的一期", sector, clerk, [three], confirmed=False)
    clock(make.moment(12))
    page = browser(clerk.user_id)
    names = {each.person.name for each in (one, two, three, ordinary)}

    def listed(query):
        shown = read(page, f"{LIST}?group=standing{query}")
        return {name for name in names if name in shown}

    course = course_of(Audience.STANDING, 2026, on=date(2026, 12, 12))

    assert [(each.theme, each.people) for each in course.runs] == [("常委班第一期", 2), ("常委班第二期", 1)]
    assert [len(each.runs) for each in course.people] == [2, 1, 0]
    assert listed("") == {one.person.name, two.person.name, three.person.name}
    assert listed("&who=came") == listed(f"&who={first.public_id}") == {one.person.name, two.person.name}
    assert listed("&who=missing") == {three.person.name}
    assert "常委班第一期、常委班第二期" in read(page, f"{LIST}?group=standing")
    assert "常委班第一期" not in read(page, f"{LIST}?group=new")


def test_who_left_the_group_since_stays_among_those_who_came(standing):
    sector, clerk, (one, two, _), _ = standing
    run("常委班第一期", sector, clerk, [one])
    one.role = MembershipRole.MEMBER
    one.save(update_fields=["role"])

    course = course_of(Audience.STANDING, 2026, on=date(2026, 12, 12))

    assert [each.membership for each in course.came] == [one]
    assert two in [each.membership for each in course.missing]
    assert course_of(Audience.STANDING, 2025, on=date(2026, 12, 12)).runs == []


def test_only_the_offices_read_it_and_it_asks_as_much_for_one_as_for_three(standing, browser, clock):
    sector, clerk, group, _ = standing
    clock(make.moment(12))
    convener = plan.seat(Role.SECTOR_CONVENER)
    page = browser(clerk.user_id)

    def asked():
        page.get(f"{LIST}?group=standing")
        with CaptureQueriesContext(connection) as seen:
            assert page.get(f"{LIST}?group=standing").status_code == 200
        return len(seen)

    assert browser(convener.user_id).get(LIST).status_code == 403
    assert "没有这样的人" in read(page, f"{LIST}?who=came")
    run("常委班第一期", sector, clerk, group[:1])
    once = asked()
    run("常委班第二期", sector, clerk, group)
    assert Activity.objects.filter(state=ActivityState.CONFIRMED).count() == 2
    assert asked() == once
