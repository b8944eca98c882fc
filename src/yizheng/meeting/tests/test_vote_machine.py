"""A vote in a sitting meeting under any order of acts: nobody twice, nobody who is not there, sums that add up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from yizheng.accounts.enums import Role
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.tests.walking import RoomWalk, walk
from yizheng.meeting import services
from yizheng.meeting.enums import (
    AttendanceStatus,
    CheckInMethod,
    Choice,
    InvitationRole,
    MeetingState,
    VoteMethod,
    VoteState,
)
from yizheng.meeting.models import Attendance, Invitation, Meeting, NamedVote, Vote, VoteLine
from yizheng.meeting.services import Count, Papers
from yizheng.meeting.tests import factories as make
from yizheng.plan.tests.factories import CommitteeFactory, seat

MEMBERS, THERE = 5, 4
GUEST, CLERK = MEMBERS, MEMBERS + 1
people = st.integers(0, MEMBERS + 2)
votes = st.integers(-1, MEMBERS)


class Sitting(RoomWalk):
    """Five are due, four are there, a guest sits in; the clerk and the secretary-general run it."""

    WATCHED = (Meeting, Attendance, Vote, VoteLine, NamedVote, LedgerEntry)

    @initialize()
    def begin(self) -> None:
        self.enter(CommitteeFactory)
        self.at = make.moment(10, 10)
        self.meeting, clerk = make.planned(members=MEMBERS)
        services.send_notice(meeting=self.meeting, by=clerk, at=make.moment(13, month=11))
        services.add_by_hand(
            meeting=self.meeting, name="方志远", where="区发改局", role=InvitationRole.OBSERVE, by=clerk, at=self.at
        )
        services.open_meeting(meeting=self.meeting, by=clerk, at=make.moment(10, 8))
        half = self.meeting.half_days.get()
        for each in [*self.invitations()[:THERE], self.invitations()[GUEST]]:
            services.check_in(
                invitation=each, half_day=half, method=CheckInMethod.CLERK, by=clerk, at=make.moment(10, 8, minute=30)
            )
        services.start_meeting(meeting=self.meeting, by=clerk, at=make.moment(10))
        members = [replace(seat(Role.MEMBER), user_id=each.person.user_id) for each in self.invitations()[:MEMBERS]]
        self.people = [*members, seat(Role.MEMBER), clerk, seat(Role.SECRETARY_GENERAL)]

    def invitations(self) -> list[Invitation]:
        return list(self.meeting.invitations.select_related("person").order_by("role", "order", "id"))

    def last(self) -> Vote | None:
        return Vote.objects.order_by("-id").first()

    @rule(who=people, method=st.sampled_from([VoteMethod.HAND, VoteMethod.NAMED, VoteMethod.PAPER]))
    def begin_vote(self, who: int, method: VoteMethod) -> None:
        self.attempt(who, services.open_vote, meeting=self.meeting, title="关于报告的决议", method=method)

    @rule(who=people, whose=st.integers(0, MEMBERS), choice=st.sampled_from(Choice))
    def by_name(self, who: int, whose: int, choice: Choice) -> None:
        vote = self.last()
        if vote is not None:
            self.attempt(who, services.vote_by_name, vote=vote, invitation=self.invitations()[whose], choice=choice)

    @rule(called=st.lists(st.integers(0, MEMBERS), max_size=MEMBERS + 2), choice=st.sampled_from(Choice))
    def call_the_roll(self, called: list[int], choice: Choice) -> None:
        """The common case, so that a walk has named votes in it: the clerk calls those on the list, some twice."""
        vote = self.last()
        if vote is None or vote.state != VoteState.OPEN:
            self.begin_vote(CLERK, VoteMethod.NAMED)
        for whose in called:
            self.by_name(CLERK, whose, choice)

    @rule(who=people, whose=st.integers(0, THERE - 1))
    def leave_early(self, who: int, whose: int) -> None:
        row = self.invitations()[whose].attendance.get()
        self.attempt(who, services.note_left_early, attendance=row, left_at=self.at)

    @rule(who=people, counted=st.tuples(votes, votes, votes), issued=votes, returned=votes, invalid=votes)
    def announce(self, who: int, counted: tuple[int, int, int], issued: int, returned: int, invalid: int) -> None:
        vote = self.last()
        if vote is not None:
            papers = Papers(issued, returned, invalid, "总监票人何一凡") if vote.method == VoteMethod.PAPER else None
            self.attempt(who, services.close_vote, vote=vote, counts=[Count(*counted)], papers=papers)

    @rule(who=people, yes=st.integers(0, THERE))
    def announce_what_can_be(self, who: int, yes: int) -> None:
        vote = self.last()
        if vote is not None:
            counts = [Count(min(yes, vote.present), 0, vote.present - min(yes, vote.present))]
            papers = Papers(vote.present, vote.present, 0, "何一凡") if vote.method == VoteMethod.PAPER else None
            self.attempt(who, services.close_vote, vote=vote, counts=counts, papers=papers)

    @rule(who=people, reason=st.sampled_from(["", "票数不符"]))
    def void(self, who: int, reason: str) -> None:
        vote = self.last()
        if vote is not None:
            self.attempt(who, services.void_vote, vote=vote, reason=reason)

    @rule(who=people)
    def adjourn(self, who: int) -> None:
        if Vote.objects.count() > 1:  # else most walks would end before they began
            self.attempt(who, services.adjourn_meeting, meeting=self.meeting)

    @invariant()
    def nobody_voted_twice_nor_without_being_there_with_a_vote(self) -> None:
        if not hasattr(self, "people"):
            return
        due = {each.pk for each in self.invitations()[:THERE]}
        for vote in Vote.objects.all():
            named = list(vote.named.values_list("invitation", flat=True))
            assert len(set(named)) == len(named) <= vote.present
            assert set(named) <= due
            assert not named or vote.method == VoteMethod.NAMED

    @invariant()
    def what_was_announced_adds_up_and_passed_by_its_denominator(self) -> None:
        if not hasattr(self, "people"):
            return
        for vote in Vote.objects.all():
            assert vote.total == MEMBERS
            assert vote.needed == MEMBERS // 2 + 1
            for line in vote.lines.all():
                self.adds_up(vote, line)

    def adds_up(self, vote: Vote, line: VoteLine) -> None:
        counted = line.in_favour + line.against + line.abstained
        if vote.state != VoteState.CLOSED:
            assert (counted, line.is_passed) == (0, None)
            return
        assert min(line.in_favour, line.against, line.abstained, line.not_voting) >= 0
        assert counted + line.not_voting == vote.total
        assert counted <= vote.present
        assert line.is_passed == (line.in_favour >= vote.needed)
        if vote.method == VoteMethod.NAMED:
            assert line.in_favour == vote.named.filter(choice=Choice.FOR).count()
            assert counted == vote.named.count()
        if vote.method == VoteMethod.PAPER:
            assert counted == vote.returned - vote.invalid <= vote.issued <= vote.present

    @invariant()
    def one_at_a_time_and_none_is_open_after_the_end(self) -> None:
        if not hasattr(self, "people"):
            return
        is_over = Meeting.objects.get().state == MeetingState.ADJOURNED
        assert Vote.objects.filter(state=VoteState.OPEN).count() <= (0 if is_over else 1)
        assert not Attendance.objects.filter(status=AttendanceStatus.EXPECTED).exists() or not is_over


@pytest.mark.django_db
def test_whatever_is_tried_at_a_vote_nothing_false_is_announced() -> None:
    walk(Sitting, examples=10, steps=24)
