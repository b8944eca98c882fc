"""Two at once: one slip a voter, one paper a slip, nothing cast into a closed box."""

from __future__ import annotations

from yizheng.ballot import services
from yizheng.ballot.models import Ballot, BallotBox, Voter
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.tests.threads import run_at_once
from yizheng.plan.tests.factories import CommitteeFactory

from . import factories as make
from .factories import AT


def poll():
    committee = CommitteeFactory(slug="yunxi")
    with tenancy.scope(committee):
        people = make.voters(6)
        ballot, clerk = make.opened(people)
    return committee, ballot, clerk, people


def inside(committee, act, **given):
    """Return a function that acts in a transaction of its own."""

    def run():
        with tenancy.scope(committee):
            return act(**given)

    return run


def codes(answers):
    return sorted(each.code for each in answers if isinstance(each, Refused))


def test_a_voter_who_asks_twice_at_once_gets_one_slip(own_database):
    committee, ballot, _, people = poll()

    answers = run_at_once([inside(committee, services.take_slip, ballot=ballot, by=people[0])] * 3)

    assert codes(answers) == ["has_taken", "has_taken"]
    with tenancy.scope(committee):
        assert Voter.objects.filter(has_taken=True).count() == 1


def test_a_slip_cast_twice_at_once_counts_once(own_database):
    committee, ballot, _, people = poll()
    with tenancy.scope(committee):
        slip = services.take_slip(ballot=ballot, by=people[0])
        services.take_slip(ballot=ballot, by=people[1])

    answers = run_at_once([inside(committee, services.cast, slip=slip, paper={"1": "basic"})] * 2)

    assert codes(answers) == ["spent"]
    with tenancy.scope(committee):
        assert len(BallotBox.objects.get().papers) == 1


def test_no_paper_is_lost_when_many_vote_while_the_ballot_closes(own_database):
    committee, ballot, clerk, people = poll()
    with tenancy.scope(committee):
        slips = [services.take_slip(ballot=ballot, by=each) for each in people]
        for slip in slips[:3]:  # fewer papers would not be counted at all
            services.cast(slip=slip, paper={"1": "basic"})
    casts = [inside(committee, services.cast, slip=slip, paper={"1": "basic"}) for slip in slips[3:]]

    answers = run_at_once([*casts, inside(committee, services.close_ballot, ballot=ballot, by=clerk, at=AT)])

    assert set(codes(answers)) <= {"unknown_slip"}
    receipts = [each for each in answers if isinstance(each, str)]
    with tenancy.scope(committee):
        assert Ballot.objects.get().counts["cast"] == 3 + len(receipts) == len(BallotBox.objects.get().papers)
