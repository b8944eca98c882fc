"""The running year's proposals: those of the plenary went their way, those of this autumn are on their way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from yizheng.proposal.enums import Outcome, ReasonCode
from yizheng.proposal.services.feedback import Ratings
from yizheng.proposal.services.reviewing import Opinion

from .proposals_acts import Desk
from .proposals_course import Course, Phase, after, assigned_on, from_plenary, months_ago, moved, season
from .proposals_lives import Life

P = Phase
BASIC = Ratings("satisfied", "basic", "方向认可，进度希望再快一些")
TOO_SLOW = Ratings("satisfied", "not_satisfied", "答复说到了，实际只动了一处，住户看不到变化")
NO_ANSWER = Ratings("basic", "not_satisfied", "喘息服务只加到七天，没有回答每户十五天的建议，也没有说明测算依据")
NOT_OURS = Opinion(Outcome.NOT_FILE, ReasonCode.JUDICIAL, "已在法院审理，不作提案处理，已告知提案人")
EMPTY = Opinion(Outcome.NOT_FILE, ReasonCode.EMPTY, "没有具体建议，已与提案人沟通，建议调研后再提")


def lives(desk: Desk) -> list[Life]:
    """Return every life of the running year."""
    return [*_of_the_plenary(desk), *_between_sessions(desk), *_of_the_member(desk)]


def _of_the_plenary(desk: Desk) -> Iterator[Life]:
    days = desk.house.days
    year = season(days)

    def course(place: int, issue: int | None = None, *, sitting: bool = False) -> Course:
        return from_plenary(days, year, place, issue=issue, sitting=sitting)

    yield _elevator(desk, course(3, 50))
    yield Life("canteen", course(5, 40), agreeing=2, declining=1)
    yield Life("schoolbus", course(6, 44), agreeing=2, mark="B", ratings=BASIC)
    yield Life("parking", course(7, 52), agreeing=3, silent=1)
    for key, place in (("parking2", 1), ("parking3", 8)):
        yield Life(key, course(place), until=P.SECOND)
    yield Life("river", course(9, 30), promises=[("年底前完成14条沟渠清淤", date(year, 12, 20))])
    yield Life("loans", course(10, 46), confirms=False, ratings=BASIC)
    yield Life("lanes", course(11, 28), agreeing=1, ratings=TOO_SLOW)
    yield Life("doctors", course(12, 35), confirms=False)
    yield Life("nightbus", course(13, 48), mark="B", promises=[("开行夜间2路", date(year + 1, 3, 31))])
    yield Life("ecommerce", course(14, 41), agreeing=2)
    yield Life("waste", course(15, 33), confirms=False, ratings=None)
    yield Life("clinic", course(2, 38))
    yield Life("factory", course(4, 55), confirms=False, mark="C")
    yield Life("aed", course(16, 36, sitting=True))
    yield Life("street", course(17, 47))
    yield Life("library", course(18, 29))
    yield Life("barrier", course(19, 43), agreeing=1)
    yield Life("mediation", course(20, 31))
    yield Life("longread", course(21, 54), agreeing=4, begins=False)
    yield Life("lawsuit", course(22), until=P.DECIDED, opinion=NOT_OURS)
    yield Life("slogan", course(23), until=P.DECIDED, opinion=EMPTY)
    yield Life("opinion", course(24), until=P.SECOND)
    yield Life("swim", course(25), until=P.SIGNED)


def _elevator(desk: Desk, course: Course) -> Life:
    """Two promises: the first is overdue today, the second runs."""
    today, earliest = desk.house.days.today, course.issued + timedelta(days=10)
    promises = [
        ("完成40部电梯的基础和管线施工", max(earliest, today - timedelta(days=20))),
        ("出台加装电梯代管维保办法", max(earliest, today + timedelta(days=31))),
    ]
    return Life("elevator", course, agreeing=4, declining=1, silent=1, mark="B", promises=promises)


def _between_sessions(desk: Desk) -> Iterator[Life]:
    days = desk.house.days
    ago, due_today = days.workdays_ago, months_ago(days, 3)
    yield Life("noise", _submitted(desk, ago(2)), until=P.SUBMITTED)
    yield Life("partywait", _submitted(desk, ago(3)), until=P.SUBMITTED)
    yield Life("nursery", moved(_submitted(desk, ago(9)), first=ago(5)), until=P.FIRST)
    yield Life("playground", moved(_submitted(desk, ago(8)), first=ago(6), second=ago(4)), until=P.SECOND)
    yield Life("market", assigned_on(days, after(days, days.today, 6), 1), until=P.DECIDED)
    for key, place in (("greenway", 2), ("water", 3)):
        yield Life(key, moved(assigned_on(days, ago(1), place), pre=ago(2)), until=P.PRE)
    yield Life("property", assigned_on(days, ago(3), 4), until=P.ASSIGNED)
    yield Life("gasline", moved(assigned_on(days, ago(15), 5), signed=ago(14)), until=P.SIGNED, agreeing=2)
    yield Life("drain", moved(assigned_on(days, due_today, 6), drafted=ago(2)), until=P.DRAFTED)
    yield Life("crossing", assigned_on(days, ago(4), 7), until=P.ASSIGNED)
    yield Life("pipeline", assigned_on(days, days.workday(due_today - timedelta(days=12)), 8), until=P.TALKED)
    yield Life("charging", assigned_on(days, days.workday(due_today - timedelta(days=6)), 9), until=P.TALKED)
    yield Life("summercamp", assigned_on(days, ago(45), 10, issue=36), until=P.ISSUED)
    yield Life("homecare", moved(assigned_on(days, ago(52), 11, issue=42), rated=ago(3)), mark="B", ratings=NO_ANSWER)
    yield Life("bench", moved(assigned_on(days, ago(58), 12, issue=40), rated=ago(12)), mark="B", ratings=TOO_SLOW)


def _submitted(desk: Desk, day: date) -> Course:
    """Return a course that has only come in."""
    days = desk.house.days
    return moved(assigned_on(days, days.today + timedelta(days=60), 1), begun=days.workday(day - timedelta(days=4)),
                 submitted=day)  # fmt: skip


def _of_the_member(desk: Desk) -> Iterator[Life]:
    """The member on the phone: one to rate, one tracked, one sent back, one in draft, one to sign along."""
    days, ago = desk.house.days, desk.house.days.workdays_ago
    issued = moved(assigned_on(days, ago(40), 13), drafted=ago(6), issued=ago(4))
    yield Life("aftercare", issued, until=P.ISSUED, agreeing=2, silent=1)
    yield Life("psychology", from_plenary(days, season(days), 26, issue=39), mark="B", agreeing=2)
    yield Life("labschool", _submitted(desk, ago(6)), until=P.SUBMITTED)
    yield Life("cosignme", _submitted(desk, ago(2)), until=P.DRAFT)
