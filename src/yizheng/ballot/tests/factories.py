"""A small ballot among members of an invented committee."""

from __future__ import annotations

from yizheng.accounts.enums import Role
from yizheng.ballot import services
from yizheng.ballot.models import Ballot
from yizheng.ballot.services import Question
from yizheng.kernel.acting import Actor
from yizheng.plan.tests.factories import moment, seat

AT = moment(20)
OPTIONS = {"satisfied": "满意", "basic": "基本满意", "not_satisfied": "不满意"}
UNITS = {"1": "区住建局", "2": "区教育局"}
RATE = Question(UNITS, OPTIONS)
PICK = Question({"1": "关于改造小区的提案", "2": "关于夜间公交的提案", "3": "关于托育的提案"}, choose_most=2)


def voters(count: int = 4) -> list[Actor]:
    """Return members with a login."""
    return [seat(Role.MEMBER, name=f"委员{number}") for number in range(1, count + 1)]


def prepared(people: list[Actor], question: Question = RATE) -> tuple[Ballot, Actor]:
    """Return a prepared ballot among these people, and its clerk."""
    clerk = seat(Role.PROPOSAL_CLERK)
    roll = {each.user_id: each.name for each in people if each.user_id is not None}
    return services.prepare(title="承办单位评议", question=question, voters=roll, by=clerk, at=AT), clerk


def opened(people: list[Actor], question: Question = RATE) -> tuple[Ballot, Actor]:
    """Return an open ballot among these people, and its clerk."""
    ballot, clerk = prepared(people, question)
    return services.open_ballot(ballot=ballot, by=clerk, at=AT), clerk


def abstained(ballot: Ballot, people: list[Actor]) -> None:
    """Let people cast empty papers: fewer than three papers are not counted."""
    for each in people:
        services.cast(slip=services.take_slip(ballot=ballot, by=each), paper={})
