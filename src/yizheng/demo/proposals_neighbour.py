"""Three proposals of the neighbouring district, so that there is something behind the wall."""

from __future__ import annotations

from yizheng.accounts import services as accounts
from yizheng.accounts.enums import Role
from yizheng.kernel.acting import SYSTEM
from yizheng.org import services as org
from yizheng.org.enums import MembershipRole, UnitCategory
from yizheng.org.models import Membership, Person, Sector
from yizheng.org.names import sort_key
from yizheng.org.queries import current_term

from . import proposals_acts as acts
from .house import House, login
from .proposals_acts import FILE_IT, Desk
from .proposals_cast import Cast
from .proposals_course import season
from .proposals_rows import read
from .story import Step, play
from .today import moment

CLERK = "demo-tongwan-proposal"
UNIT = "桐湾区住房和城乡建设局"
MEMBERS = ("欧阳海", "池砚秋")


def tell(house: House) -> None:
    """Let two members write; one proposal is under review, one has come in, one is a draft."""
    _people(house)
    desk, ago = Desk(house, Cast(house, CLERK, CLERK), read("proposals_neighbour")), house.days.workdays_ago
    steps = [Step(ago(9 - place), 0, _begin(desk, key)) for place, key in enumerate(desk.rows)]
    steps += [Step(ago(5), 2, _submit(desk, key)) for key in ("n1", "n2")]
    steps.append(Step(ago(3), 3, lambda at: acts.first_review(desk, "n1", FILE_IT, at)))
    play(house, steps)


def _begin(desk: Desk, key: str) -> acts.Act:
    return lambda at: acts.begin(desk, key, at)


def _submit(desk: Desk, key: str) -> acts.Act:
    return lambda at: acts.submit(desk, key, at)


def _people(house: House) -> None:
    since, term = house.days.term_start, current_term(house.days.today)
    assert term is not None, "the neighbour has a running term"
    opens, closes = house.days.plenary(season(house.days))
    ordinal = season(house.days) - since.year + 1
    org.open_session(term=term, ordinal=ordinal, opens=opens, closes=closes, by=SYSTEM, at=moment(since))
    sector = Sector.objects.create(term=term, name="经济", order=1, quota=len(MEMBERS))
    for name in MEMBERS:
        person = Person.objects.create(name=name, sort_key=sort_key(name))
        house.people[name] = person
        house.seats[name] = Membership.objects.create(
            person=person, term=term, sector=sector, role=MembershipRole.MEMBER, joined_on=since
        )
    house.units[UNIT] = org.found_unit(
        name=UNIT, category=UnitCategory.GOVERNMENT, valid_from=since, by=SYSTEM, at=moment(since)
    )
    body = house.bodies["提案委"]
    grant = accounts.grant_role(
        user=login(CLERK, "柏青岚"), role=Role.PROPOSAL_CLERK, label="提案委", scope_kind="body", scope_id=body.pk,
        valid_from=since, by=SYSTEM, at=moment(since),
    )  # fmt: skip
    house.grants.append(grant)
