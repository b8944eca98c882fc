"""A meeting's secret ballot: run by the meeting's own permission, its counts unread before they are announced."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.ballot import services as ballots
from yizheng.ballot.models import Ballot, BallotBox
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.permissions import may
from yizheng.meeting import services
from yizheng.meeting.enums import CheckInMethod, VoteMethod, VoteState
from yizheng.meeting.models import Vote
from yizheng.meeting.tests import factories as make
from yizheng.meeting.tests.test_sitting_pages import clock, own, url
from yizheng.plan.tests import factories as plan

__all__ = ["clock"]

NOW = make.moment(10, 10)
RUN = (Role.OFFICE_CLERK, Role.SECRETARY_GENERAL)
OTHERS = [role for role in Role if role not in RUN]


@pytest.fixture
def voting(house, clock):
    """A meeting of four in which a secret vote is open and three have cast their papers."""
    meeting, clerk = make.planned(members=4)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    meeting = services.open_meeting(meeting=meeting, by=clerk, at=make.moment(10, 8))
    half = meeting.half_days.get()
    for each in meeting.invitations.order_by("order"):
        services.check_in(
            invitation=each, half_day=half, method=CheckInMethod.CLERK, by=clerk, at=make.moment(10, 8, minute=30)
        )
    meeting = services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10))
    vote = services.open_vote(meeting=meeting, title="优秀提案推选", method=VoteMethod.SECRET, by=clerk, at=NOW)
    ballot = Ballot.objects.get(public_id=vote.ballot)
    papers = ({"1": "for"}, {"1": "for"}, {"1": "against"})
    for each, paper in zip(meeting.invitations.order_by("order")[:3], papers, strict=True):
        ballots.cast(slip=ballots.take_slip(ballot=ballot, by=voter(each)), paper=paper)
    clock(NOW)
    return meeting, clerk, vote, ballot


def voter(invitation):
    seat = plan.seat(Role.MEMBER)
    return type(seat)(invitation.person.user_id, invitation.person.name, seat.hat)


def rows():
    return (
        list(Vote.objects.values()), list(Ballot.objects.values()), list(BallotBox.objects.values()),
        LedgerEntry.objects.count(),
    )  # fmt: skip


def test_the_secretary_general_opens_one_and_announces_it(voting):
    meeting, _, vote, _ = voting
    chair = plan.seat(Role.SECRETARY_GENERAL)

    closed = services.close_vote(vote=vote, by=chair, at=NOW)
    again = services.open_vote(meeting=meeting, title="再推选一件", method=VoteMethod.SECRET, by=chair, at=NOW)

    line = closed.lines.get()
    assert (line.in_favour, line.against, line.not_voting, line.is_passed) == (2, 1, 1, False)
    assert (again.state, Ballot.objects.get(public_id=again.ballot).state) == (VoteState.OPEN, "open")


def test_every_other_role_is_refused_and_nothing_changes(voting):
    meeting, _, vote, ballot = voting
    seats = [plan.seat(role) for role in OTHERS]
    before = rows()

    for other in seats:
        for act in (
            lambda by: services.close_vote(vote=vote, by=by, at=NOW),
            lambda by: services.void_vote(vote=vote, reason="重来", by=by, at=NOW),
            lambda by: services.open_vote(meeting=meeting, title="再投", method=VoteMethod.SECRET, by=by, at=NOW),
            lambda by: ballots.close_ballot(ballot=ballot, by=by, at=NOW),
            lambda by: ballots.void_ballot(ballot=ballot, reason="重来", by=by, at=NOW),
        ):
            with pytest.raises(PermissionDenied):
                act(other)
        assert not may("ballot.run", other, ballot), other.hat.role

    assert rows() == before


def test_nobody_reads_its_counts_or_closes_it_on_the_ballots_own_page(voting, browser):
    meeting, clerk, vote, ballot = voting
    page = f"/yunxi/ballots/{ballot.public_id}/"
    people = [clerk, plan.seat(Role.SECRETARY_GENERAL), plan.seat(Role.LEADER)]
    before = rows()

    shown = [browser(each.user_id).get(page) for each in people]
    refused = [browser(each.user_id).post(f"{page}close/", {"x": "1"}).status_code for each in people]
    voided = browser(clerk.user_id).post(f"{page}void/", {"reason": "看一看"}).status_code
    foreign = browser(plan.seat(Role.PROPOSAL_CLERK).user_id).get(page).status_code

    for each in shown:
        assert each.context["rows"] == each.context["figures"] == each.context["acts"] == []
    assert (refused, voided, foreign) == ([409, 409, 403], 409, 404)
    assert rows() == before

    browser(clerk.user_id).post(url(meeting, f"votes/{vote.public_id}/close/"), {"x": "1"})

    assert browser(clerk.user_id).get(page).context["rows"]
    assert "赞成 2，反对 1" in browser(clerk.user_id).get(url(meeting, "votes/")).content.decode()


def test_a_voter_finds_the_slip_on_the_votes_page_until_it_is_taken(voting, browser):
    meeting, _, _, ballot = voting
    four = meeting.invitations.order_by("order")[3]
    phone = own(browser, four)

    before = phone.get(url(meeting, "votes/")).content.decode()
    ballots.take_slip(ballot=ballot, by=voter(four))

    assert "领选票" in before
    assert "领选票" not in phone.get(url(meeting, "votes/")).content.decode()
