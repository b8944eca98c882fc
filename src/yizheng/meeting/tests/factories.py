"""A small invented committee with members for the tests of meetings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor, Hat
from yizheng.meeting import services
from yizheng.meeting.enums import ActivityKind, MeetingKind
from yizheng.meeting.services import Outline, Particulars
from yizheng.org.enums import MembershipRole
from yizheng.org.models import Membership, Person, Sector, Term
from yizheng.plan.tests.factories import UserFactory, seat

SHANGHAI = ZoneInfo("Asia/Shanghai")
AGENDA = "审议常委会工作报告\n协商养老服务"


class TermFactory(DjangoModelFactory[Term]):
    class Meta:
        model = Term

    ordinal = 3
    start_date = date(2022, 1, 10)
    end_date = date(2027, 1, 9)


class SectorFactory(DjangoModelFactory[Sector]):
    class Meta:
        model = Sector

    term = factory.SubFactory(TermFactory)
    name = factory.Sequence(lambda n: f"第{n}界别")
    order = factory.Sequence(lambda n: n + 1)


class MemberFactory(DjangoModelFactory[Membership]):
    """A member in office; `person__name` gives the name."""

    class Meta:
        model = Membership

    class Params:
        with_login = False

    sector = factory.SubFactory(SectorFactory)
    term = factory.SelfAttribute("sector.term")
    person = factory.LazyFunction(lambda: person())
    role = MembershipRole.MEMBER
    joined_on = date(2022, 1, 10)


_names = iter(f"苏明{number}" for number in range(100_000))


def person(name: str = "", *, with_login: bool = False) -> Person:
    """Make a human being, with a login where asked."""
    name = name or next(_names)
    user = UserFactory(name=name) if with_login else None
    return Person.objects.create(name=name, sort_key=name, stroke_key=name, user=user)


def moment(day: int, hour: int = 9, month: int = 12, minute: int = 0) -> datetime:
    """Return a moment of 2026 in Asia/Shanghai."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def particulars(**changed: Any) -> Particulars:
    """Return a morning's meeting on 10 December 2026."""
    given = {"starts_at": moment(10), "ends_at": moment(10, 12), "place": "机关三楼会议室", "agenda": AGENDA}
    return Particulars(**{**given, **changed})


def planned(*, members: int = 2, at: datetime | None = None, **changed: Any) -> Any:
    """Plan a plenary of several members by an office clerk; returns the meeting and the clerk."""
    clerk, sector = seat(), SectorFactory()
    for _ in range(members):
        MemberFactory(sector=sector, person=person(with_login=True))
    meeting = services.plan_meeting(
        kind=MeetingKind.PLENARY, term=sector.term, ordinal=2, particulars=particulars(**changed),
        by=clerk, at=at or moment(12, month=11),
    )  # fmt: skip
    return meeting, clerk


def outline(**changed: Any) -> Outline:
    """Return a morning's inspection on 10 December 2026 for two members; sign-up ends on the 7th at six."""
    given = {
        "theme": "视察老旧小区改造", "kind": ActivityKind.INSPECTION, "place": "云溪街道", "quota": 2,
        "signup_until": moment(7, 18), "starts_at": moment(10), "ends_at": moment(10, 12),
    }  # fmt: skip
    return Outline(**{**given, **changed})


def drafted(
    *, members: int = 3, sector: Any = None, hosts: Any = None, by: Any = None, **changed: Any
) -> tuple[Any, Any, list[Any]]:
    """Draft an activity by a clerk; returns the activity, the clerk and members with a login."""
    sector = sector or SectorFactory()
    people = [MemberFactory(sector=sector, person=person(with_login=True)) for _ in range(members)]
    clerk = by or seat()
    activity = services.draft_activity(
        outline=outline(**changed), hosts=hosts or [sector], by=clerk, at=moment(20, month=11)
    )
    return activity, clerk, people


def published(**given: Any) -> tuple[Any, Any, list[Any]]:
    """Publish an activity of 10 December on 30 November."""
    activity, clerk, people = drafted(**given)
    at = moment(30, month=11)
    return services.publish_activity(activity=activity, agreed_by="沈若松", by=clerk, at=at), clerk, people


def worn(membership: Any, role: Role = Role.MEMBER) -> Actor:
    """Return a member in the hat of a member."""
    hat = Hat(role=role, label=role.label)
    return Actor(membership.person.user_id, membership.person.name, hat, (hat,))
