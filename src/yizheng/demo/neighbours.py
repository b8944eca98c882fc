"""The upper committee and a neighbouring district: other houses behind the wall."""

from __future__ import annotations

from datetime import date

from yizheng.accounts import services as accounts
from yizheng.accounts.enums import Role
from yizheng.kernel.acting import SYSTEM
from yizheng.org import services as org
from yizheng.org.enums import BodyKind, PostKind
from yizheng.org.models import Person
from yizheng.org.names import sort_key

from . import proposals_neighbour
from .house import House, login
from .plans import import_plan
from .story import confirmed, play, reported, started, tell
from .task_rows import NEIGHBOUR
from .today import moment

NEIGHBOUR_LEADERS = (("万松年", PostKind.CHAIRPERSON), ("褚兰君", PostKind.VICE_CHAIRPERSON))
NEIGHBOUR_BODIES = (
    (BodyKind.OFFICE, "办公室", "办公室"),
    (BodyKind.SPECIAL_COMMITTEE, "提案委员会", "提案委"),
    (BodyKind.SPECIAL_COMMITTEE, "城乡建设委员会", "城建委"),
)


def build_upper(house: House) -> None:
    """Make the office of the upper committee with a clerk, and one for opinions; it has no plan yet."""
    _open(house, ordinal=6)
    _office(house, "夏知秋", (NEIGHBOUR_BODIES[0],))
    _opinion_clerk(house, "demo-qinglan-opinion", "骆晓雯")


def build_neighbour(house: House) -> None:
    """Make the second district: a small office and a small plan that nobody else may see."""
    _open(house, ordinal=8)
    for rank, (name, post) in enumerate(NEIGHBOUR_LEADERS, start=1):
        person = Person.objects.create(name=name, sort_key=sort_key(name))
        org.appoint(
            person=person, post=post, rank=rank, valid_from=house.days.term_start,
            by=SYSTEM, at=moment(house.days.term_start),
        )  # fmt: skip
    _office(house, "莫晓寒", NEIGHBOUR_BODIES)
    plan = import_plan(house, "plan_neighbour", house.days.year, NEIGHBOUR, {"meeting_before": "十二"})
    steps = [
        step for one in tell(house, plan, NEIGHBOUR) for step in (started(one), reported(one), confirmed(house, one))
    ]
    play(house, steps)
    proposals_neighbour.tell(house)


def _opinion_clerk(house: House, username: str, name: str) -> None:
    """Let somebody read what districts report up."""
    since = house.days.term_start
    grant = accounts.grant_role(
        user=login(username, name), role=Role.OPINION_CLERK, label="信息处", scope_kind="", scope_id=None,
        valid_from=since, by=SYSTEM, at=moment(since),
    )  # fmt: skip
    house.grants.append(grant)


def _open(house: House, *, ordinal: int) -> None:
    start: date = house.days.term_start
    org.open_term(ordinal=ordinal, start_date=start, by=SYSTEM, at=moment(start))


def _office(house: House, clerk: str, bodies: tuple[tuple[BodyKind, str, str], ...]) -> None:
    since = house.days.term_start
    for order, (kind, full_name, short_name) in enumerate(bodies, start=1):
        house.bodies[short_name] = org.make_body(
            kind=kind, full_name=full_name, short_name=short_name, order=order, valid_from=since,
            by=SYSTEM, at=moment(since),
        )  # fmt: skip
    grant = accounts.grant_role(
        user=login(house.office_login, clerk), role=Role.OFFICE_CLERK, label="办公室", scope_kind="body",
        scope_id=house.bodies["办公室"].pk, valid_from=since, by=SYSTEM, at=moment(since),
    )  # fmt: skip
    house.grants.append(grant)
