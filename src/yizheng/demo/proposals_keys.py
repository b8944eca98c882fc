"""The demo's key and important proposals: recommended, decided, planned, visited, reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from yizheng.proposal.enums import (
    LeaderSide,
    LeadingRole,
    SupervisionMode,
    Tier,
)
from yizheng.proposal.models import (
    KeyAssignment,
)
from yizheng.proposal.services import (
    key_proposals,
)
from yizheng.proposal.services.key_proposals import Activity, Choice, Leader, Plan

from . import bodies
from .proposals_acts import Desk
from .proposals_course import after, season
from .story import Step
from .today import SHANGHAI

KEY = ("elevator", "canteen")
IMPORTANT = {"clinic": bodies.EDUCATION, "factory": bodies.URBAN}
NOT_CHOSEN = "library"


def keys_of(desk: Desk) -> Iterator[Step]:
    """Return how key and important proposals are chosen and supervised."""
    days = desk.house.days
    closes = days.plenary(season(days))[1]
    yield Step(after(days, closes, 18), 1, lambda at: _nominate(desk, at))
    yield Step(after(days, closes, 32), 2, lambda at: _choose(desk, at))
    yield Step(after(days, closes, 38), 3, lambda at: _plan(desk, at))
    yield Step(after(days, closes, 52), 4, lambda at: _act(desk, "elevator", "松泉街道云溪新村", at))
    yield Step(after(days, closes, 56), 4, lambda at: _act(desk, "canteen", "北塘社区老年食堂", at))
    yield Step(after(days, closes, 90), 5, lambda at: _report(desk, at))


def _nominate(desk: Desk, at: datetime) -> None:
    for key in (*KEY, NOT_CHOSEN, *IMPORTANT):
        tier = Tier.IMPORTANT if key in IMPORTANT else Tier.KEY
        key_proposals.nominate(
            proposal=desk.get(key), tier=tier, recommended_by="提案委员会", criteria=["群众关注", "年内可办"],
            by=desk.cast.clerk(at), at=at,
        )  # fmt: skip


def _assignment(desk: Desk, key: str) -> KeyAssignment:
    return KeyAssignment.objects.select_related("proposal").get(proposal=desk.made[key])


def _choose(desk: Desk, at: datetime) -> None:
    people = desk.house.people
    own = {"elevator": "梁景川", "canteen": "沈若松"}
    posts = {"梁景川": "区政协主席", "沈若松": "区政协副主席"}
    outside = {
        "elevator": ("俞长庚", "区委书记", LeaderSide.PARTY),
        "canteen": ("苗知远", "区长", LeaderSide.GOVERNMENT),
    }
    chosen = []
    for key in KEY:
        name, post, side = outside[key]
        leaders = (
            Leader(LeadingRole.LEAD, side, name, post),
            Leader(LeadingRole.HEAD_SUPERVISE, LeaderSide.CPPCC, own[key], posts[own[key]], people[own[key]]),
        )
        chosen.append(Choice(_assignment(desk, key), leaders))
    chosen += [Choice(_assignment(desk, key), body=desk.house.bodies[body]) for key, body in IMPORTANT.items()]
    key_proposals.decide(
        chosen=chosen, dropped=[_assignment(desk, NOT_CHOSEN)], meeting="五届四十二次主席会议",
        decided_on=at.astimezone(SHANGHAI).date(), by=desk.cast.clerk(at), at=at,
    )  # fmt: skip


def _plan(desk: Desk, at: datetime) -> None:
    day = after(desk.house.days, at.astimezone(SHANGHAI).date(), 14)
    for key in KEY:
        text = "先到现场看进度，再召开督办会，承办单位逐条说明，提案人评议，会后形成督办纪要。"
        plan = Plan(text, SupervisionMode.ON_SITE, day, "提案人、承办单位负责人、居民代表")
        key_proposals.make_plan(assignment=_assignment(desk, key), plan=plan, by=desk.cast.clerk(at), at=at)


def _act(desk: Desk, key: str, place: str, at: datetime) -> None:
    leader = "梁景川" if key == "elevator" else "沈若松"
    activity = Activity(
        SupervisionMode.ON_SITE, at.astimezone(SHANGHAI).date(), place, leader, True,
        "提案人、承办单位、街道和居民代表",
        "实地察看后座谈，要求把进度表张贴到楼道，按月通报。",
    )  # fmt: skip
    key_proposals.record_activity(assignment=_assignment(desk, key), activity=activity, by=desk.cast.clerk(at), at=at)


def _report(desk: Desk, at: datetime) -> None:
    key_proposals.report_result(
        assignment=_assignment(desk, "canteen"),
        text="运营补贴按人次发放，首批18家食堂统一采购，12家开放早晚餐，停办的5家恢复3家。",
        reported_to="五届四十五次主席会议", reported_on=at.astimezone(SHANGHAI).date(), by=desk.cast.clerk(at), at=at,
    )  # fmt: skip
