"""The life of one proposal in the demo as steps of the story, and the meetings that decide about many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yizheng.kernel.acting import SYSTEM
from yizheng.proposal.enums import Outcome, ProposalState, Side
from yizheng.proposal.models import Proposal
from yizheng.proposal.services import assigning, contacting, deciding, numbering, reminding
from yizheng.proposal.services.feedback import Ratings
from yizheng.proposal.services.reviewing import Opinion
from yizheng.proposal.services.shares import planned_shares
from yizheng.proposal.sides import side_of_shares

from . import proposals_acts as acts
from .proposals_acts import FILE_IT, Desk
from .proposals_course import Course, Phase, after
from .story import Step
from .today import SHANGHAI, Days

GOOD = Ratings("satisfied", "satisfied", "")
PERSONS = "提案委主任、副主任和委员共9人，区委办公室、区政府办公室有关同志列席"


@dataclass(frozen=True)
class Life:
    """What becomes of a proposal: how far it comes, who signs along, what the reply says, how it is rated."""

    key: str
    course: Course
    until: Phase = Phase.RATED
    agreeing: int = 0
    declining: int = 0
    silent: int = 0
    opinion: Opinion = FILE_IT
    mark: str = "A"
    promises: Sequence[tuple[str, date]] = ()
    ratings: Ratings | None = GOOD
    confirms: bool = True
    begins: bool = True

    @property
    def cosigning(self) -> int:
        """Return how many are asked to sign along."""
        return self.agreeing + self.declining + self.silent


def steps_of(desk: Desk, life: Life) -> list[Step]:
    """Return the steps of one life, as far as it goes; the meetings about many are told apart."""
    steps = [*_written(desk, life), *_reviewed(desk, life), *_handled(desk, life), *_answered(desk, life)]
    return [step for phase, step in steps if phase <= life.until]


def _written(desk: Desk, life: Life) -> Iterator[tuple[Phase, Step]]:
    key, days = life.key, life.course
    if life.begins:
        yield Phase.DRAFT, Step(days.begun, 0, lambda at: acts.begin(desk, key, at))
    if life.cosigning:
        yield Phase.INVITED, Step(days.begun, 1, lambda at: acts.invite(desk, key, life.cosigning, at))
        answered = after(desk.house.days, days.begun, 1)
        yield (
            Phase.INVITED,
            Step(answered, 1, lambda at: acts.answer_invitations(desk, key, life.agreeing, life.declining, at)),
        )
    yield Phase.SUBMITTED, Step(days.submitted, 2, lambda at: acts.submit(desk, key, at))


def _reviewed(desk: Desk, life: Life) -> Iterator[tuple[Phase, Step]]:
    key, days = life.key, life.course
    yield Phase.FIRST, Step(days.first, 3, lambda at: acts.first_review(desk, key, life.opinion, at))
    yield Phase.SECOND, Step(days.second, 4, lambda at: acts.second_review(desk, key, life.opinion, at))


def _handled(desk: Desk, life: Life) -> Iterator[tuple[Phase, Step]]:
    key, days = life.key, life.course
    yield Phase.SIGNED, Step(days.signed, 1, lambda at: acts.sign(desk, key, at))
    yield Phase.TALKED, Step(days.talked, 2, lambda at: acts.talk(desk, key, at))
    if life.confirms:
        confirmed = after(desk.house.days, days.talked, 2)
        yield Phase.TALKED, Step(confirmed, 3, lambda at: acts.confirm_talks(desk, key, at))
    yield Phase.TALKED, Step(days.opined, 4, lambda at: acts.send_opinions(desk, key, at))


def _answered(desk: Desk, life: Life) -> Iterator[tuple[Phase, Step]]:
    key, days, mark = life.key, life.course, life.mark
    yield Phase.DRAFTED, Step(days.drafted, 5, lambda at: acts.draft_reply(desk, key, mark, life.promises, at))
    yield Phase.ISSUED, Step(days.issued, 6, lambda at: acts.issue(desk, key, at))
    if (ratings := life.ratings) is not None:
        yield Phase.RATED, Step(days.rated, 7, lambda at: acts.rate(desk, key, ratings, at))


def meetings_of(desk: Desk, lives: Iterable[Life]) -> list[Step]:
    """Return the steps that are one act for many proposals: decision, numbers, pre-assignment, assignment."""
    by_day: dict[tuple[Phase, date], list[str]] = defaultdict(list)
    for life in lives:
        days = life.course
        for phase, day in (
            (Phase.DECIDED, days.decided), (Phase.NUMBERED, days.decided), (Phase.PRE, days.pre),
            (Phase.ASSIGNED, days.assigned),
        ):  # fmt: skip
            if phase <= life.until and _goes_on(life, phase):
                by_day[phase, day].append(life.key)
    lives_by_key = {life.key: life for life in lives}
    return [_meeting(desk, phase, day, keys, lives_by_key) for (phase, day), keys in by_day.items()]


def _goes_on(life: Life, phase: Phase) -> bool:
    return phase == Phase.DECIDED or life.opinion.outcome == Outcome.FILE


def _meeting(desk: Desk, phase: Phase, day: date, keys: list[str], lives: dict[str, Life]) -> Step:
    if phase == Phase.DECIDED:
        return Step(day, 5, lambda at: _decide(desk, [lives[key] for key in keys], at))
    if phase == Phase.NUMBERED:
        return Step(day, 6, lambda at: _number(desk, keys, at))
    if phase == Phase.PRE:
        return Step(day, 7, lambda at: _pre_assign(desk, keys, at))
    return Step(day, 0, lambda at: _assign(desk, keys, at))


def _by_session(desk: Desk, keys: Iterable[str]) -> dict[int, list[Proposal]]:
    found: dict[int, list[Proposal]] = defaultdict(list)
    for key in keys:
        proposal = desk.get(key)
        found[proposal.session_id].append(proposal)
    return found


def _decide(desk: Desk, lives: list[Life], at: datetime) -> None:
    by_key = {desk.made[life.key]: life.opinion for life in lives}
    day = at.astimezone(SHANGHAI).date()
    for rows in _by_session(desk, [life.key for life in lives]).values():
        session = rows[0].session
        lines = [deciding.Decided(row, by_key[row.pk].outcome, by_key[row.pk].reason_code) for row in rows]
        deciding.decide_batch(
            session=session, body=deciding.right_body(session, day), decided_on=day, persons=PERSONS, lines=lines,
            by=desk.cast.clerk(at), at=at,
        )  # fmt: skip


def _number(desk: Desk, keys: list[str], at: datetime) -> None:
    clerk = desk.cast.clerk(at)
    for rows in _by_session(desk, keys).values():
        order = [each.pk for each in numbering.preview(rows[0].session, at)]
        numbering.give_numbers(session=rows[0].session, order=order, by=clerk, at=at)
    deciding.share_with_members(proposals=[desk.get(key) for key in keys], by=clerk, at=at)


def _pre_assign(desk: Desk, keys: list[str], at: datetime) -> None:
    standing = [desk.get(key) for key in keys]
    ready = [each for each in standing if each.state == ProposalState.FILED]
    assigning.pre_assign(proposals=ready, by=desk.cast.clerk(at), at=at)


def _assign(desk: Desk, keys: list[str], at: datetime) -> None:
    """Each office assigns what its own units answer."""
    day, sides = at.astimezone(SHANGHAI).date(), defaultdict[Side, list[Proposal]](list)
    for each in (desk.get(key) for key in keys):
        sides[side_of_shares(planned_shares(each), day)].append(each)
    for side, rows in sorted(sides.items()):
        assigning.assign_all(proposals=rows, by=desk.cast.assigner(party=side == Side.PARTY), at=at)


def nights(days: Days, since: date) -> Iterator[Step]:
    """Every Friday the house counts silent talks and reminds of feedback, as it does each night."""
    day = since
    while day < days.today:
        yield Step(day, 8, lambda at, day=day: _one_night(day, at))  # type: ignore[misc]
        day = after(days, day, 5)


def _one_night(day: date, at: datetime) -> None:
    contacting.settle_silent(on=day, by=SYSTEM, at=at)
    reminding.follow_up(on=day, at=at)
