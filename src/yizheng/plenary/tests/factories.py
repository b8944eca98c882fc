"""A small invented plenary for tests: 10 to 13 December 2026, three sectors, eight members."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from yizheng.accounts.models import User
from yizheng.kernel.acting import Actor
from yizheng.meeting.tests.factories import MemberFactory, SectorFactory, TermFactory, moment, person, worn
from yizheng.org.models import Membership, Session
from yizheng.plan.tests.factories import seat
from yizheng.plenary import queries, services
from yizheng.plenary.enums import Attends, GroupKind, Part
from yizheng.plenary.models import Group, Pack
from yizheng.plenary.services import Basics, GroupWording, Line, Wording

OPENS, CLOSES = date(2026, 12, 10), date(2026, 12, 13)
AT = moment(1)
SIZES = (3, 3, 2)

__all__ = ["AT", "OPENS", "moment", "worn"]


def members(sizes: tuple[int, ...] = SIZES) -> list[Membership]:
    """Make members with a login, so many in each sector of one term."""
    term = TermFactory()
    sectors = [SectorFactory(term=term) for _ in sizes]
    return [
        MemberFactory(sector=sector, person=person(with_login=True))
        for sector, size in zip(sectors, sizes, strict=True)
        for _ in range(size)
    ]


def begun(sizes: tuple[int, ...] = SIZES) -> tuple[Pack, Actor, list[Membership]]:
    """Begin a pack; returns it, the clerk, and the members."""
    people, clerk = members(sizes), seat()
    session = Session.objects.create(term=people[0].term, ordinal=5, opens=OPENS, closes=CLOSES)
    return services.begin_pack(session=session, by=clerk, at=AT), clerk, people


def hall(**changed: Any) -> Basics:
    """Return a hall of three rows of four, three seats on the stage."""
    given = {
        "place": "会议中心", "contact": "大会秘书处", "leave_rules": "会前书面请假。", "rows": 3, "seats_a_row": 4,
        "stage_seats": 3,
    }  # fmt: skip
    return Basics(**{**given, **changed})


def arranged(
    sizes: tuple[int, ...] = SIZES, *, groups: int = 2, joint: int = 0, **changed: Any
) -> tuple[Pack, Actor, list[Membership]]:
    """Begin a pack and arrange hall, groups, seats and one line of the schedule."""
    pack, clerk, people = begun(sizes)
    services.change_pack(pack=pack, basics=hall(**changed), by=clerk, at=AT)
    services.propose_groups(pack=pack, groups=groups, joint=joint, by=clerk, at=AT)
    services.put_item(pack=pack, line=line(), by=clerk, at=AT)
    services.seat_all(pack=pack, by=clerk, at=AT)
    return Pack.objects.get(), clerk, people


def published(sizes: tuple[int, ...] = SIZES, **given: Any) -> tuple[Pack, Actor, list[Membership]]:
    """Arrange and publish a pack."""
    pack, clerk, people = arranged(sizes, **given)
    return services.publish(pack=pack, by=clerk, at=AT), clerk, people


def line(**changed: Any) -> Line:
    """Return the opening as a line of the schedule."""
    given = {"day": OPENS, "starts": time(9), "title": "开幕会", "place": "会议中心", "attends": Attends.ALL}
    return Line(**{**given, **changed})


def group_of(pack: Pack, order: int = 1) -> Group:
    """Return a small group by its number."""
    return pack.groups.select_related("pack__session__term", "convener").get(kind=GroupKind.SMALL, order=order)


def recorder_of(pack: Pack, clerk: Actor, role: Any, order: int = 1) -> tuple[Group, Actor]:
    """Let a new person of a role record for a group; returns the group and the recorder."""
    recorder, group = seat(role, name="记录人"), group_of(pack, order)
    user = User.objects.get(pk=recorder.user_id)
    return services.change_group(
        group=group, wording=GroupWording(group.name, recorder=user), by=clerk, at=AT
    ), recorder


def wording(group: Group, *gists: str, summary: str = "讨论热烈。") -> Wording:
    """Return what a brief says: the first members of the group said these gists."""
    people = queries.members_of(group)
    return Wording(OPENS, Part.PM, summary, list(zip(people, gists, strict=False)))


def issued(group: Group, by: Actor, *gists: str) -> Any:
    """Write a brief of a group and issue it, all by one clerk."""
    brief = services.begin_brief(group=group, wording=wording(group, *gists), by=by, at=AT)
    brief = services.submit_brief(brief=brief, by=by, at=AT)
    brief = services.check_brief(brief=brief, by=by, at=AT)
    return services.issue_brief(brief=brief, by=by, at=AT)
