"""A meeting and its invitations under any order of acts, people and days: what must never be false."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.tests.walking import RoomWalk, walk
from yizheng.meeting import queries, services
from yizheng.meeting.enums import AttendanceStatus, MeetingState, Reply, ReplyWay
from yizheng.meeting.models import Attendance, HalfDay, Invitation, Meeting
from yizheng.meeting.workflow import MEETING_MACHINE
from yizheng.plan.tests.factories import CommitteeFactory, seat
from yizheng.todo.models import Todo

from .factories import moment, particulars, planned

TERMINAL = (MeetingState.CANCELLED,)
reasons = st.sampled_from(["", "　", "与全区会议冲突"])
people = st.integers(0, 4)


class MeetingLife(RoomWalk):
    """Rules are the services; every refusal is checked to leave the database as it was."""

    WATCHED = (Meeting, HalfDay, Invitation, Attendance, LedgerEntry, Todo)

    @initialize()
    def open_house(self) -> None:
        self.enter(CommitteeFactory)
        self.at = moment(12, month=11)
        self.meeting, clerk = planned(at=self.at)
        first, second = self.invitations()
        self.people = [
            clerk,
            seat(Role.SECRETARY_GENERAL),
            self.member(first),
            self.member(second),
            Actor(None, first.person.name, Hat("invited", "凭回执链接", "invitation", first.pk)),
        ]
        self.moves, self.answers = 0, 0

    @staticmethod
    def member(invitation: Invitation) -> Actor:
        return replace(seat(Role.MEMBER), user_id=invitation.person.user_id)

    def invitations(self) -> list[Invitation]:
        return list(self.meeting.invitations.select_related("person", "meeting").order_by("order", "id"))

    def move(self, who: int, act: Any, **given: Any) -> None:
        # The page the actor looks at may be old: the object is the one made at the beginning.
        self.moves += self.attempt(who, act, meeting=self.meeting, **given)

    @rule(days=st.integers(0, 12))
    def time_passes(self, days: int) -> None:
        self.at = min(self.at + timedelta(days=days), moment(28))

    @rule(who=people, days=st.integers(-1, 16))
    def change(self, who: int, days: int) -> None:
        ends = moment(10, 12) + timedelta(days=days)
        self.move(who, services.change_meeting, particulars=particulars(ends_at=ends))

    @rule(who=people)
    def draw_up(self, who: int) -> None:
        self.move(who, services.draw_up_list)

    @rule(who=people)
    def call(self, who: int) -> None:
        self.move(who, services.send_notice)

    @rule(
        who=people, whose=st.integers(0, 1), answer=st.sampled_from(Reply), way=st.sampled_from(ReplyWay),
        kind=st.sampled_from(["", "illness", "holiday"]),
    )  # fmt: skip
    def answer(self, who: int, whose: int, answer: Reply, way: ReplyWay, kind: str) -> None:
        given = {"invitation": self.invitations()[whose], "answer": answer, "way": way, "leave_kind": kind}
        self.answers += self.attempt(who, services.reply, **given)

    @rule(who=people, reason=reasons)
    def postpone(self, who: int, reason: str) -> None:
        self.move(who, services.postpone, reason=reason)

    @rule(who=people)
    def reschedule(self, who: int) -> None:
        self.move(who, services.reschedule, particulars=particulars())

    @rule(who=people, reason=reasons)
    def cancel(self, who: int, reason: str) -> None:
        self.move(who, services.cancel, reason=reason)

    @rule(who=people, status=st.sampled_from(AttendanceStatus))
    def enter_sheet(self, who: int, status: AttendanceStatus) -> None:
        self.move(who, services.enter_attendance, sheet=self.sheet(status))

    @rule(who=people, reason=reasons, status=st.sampled_from(AttendanceStatus))
    def correct_sheet(self, who: int, reason: str, status: AttendanceStatus) -> None:
        self.move(who, services.correct_attendance, sheet=self.sheet(status), reason=reason)

    def sheet(self, status: AttendanceStatus) -> dict[int, dict[int, AttendanceStatus]]:
        return {self.invitations()[0].pk: {half.pk: status for half in self.meeting.half_days.all()}}

    def told(self, kind: str) -> list[LedgerEntry]:
        rows = LedgerEntry.objects.filter(kind=kind).order_by("id")
        return list(rows.exclude(act__in=["plan_meeting", "write_attendance"]))

    def now(self) -> Meeting:
        return Meeting.objects.get(pk=self.meeting.pk)

    @invariant()
    def the_state_is_reached_by_the_table(self) -> None:
        for row in self.told("meeting") if hasattr(self, "moves") else ():
            transition_ = MEETING_MACHINE.get(row.act)
            assert row.from_state in transition_.sources
            assert row.to_state == (transition_.target or row.from_state)
            assert row.from_state not in TERMINAL

    @invariant()
    def each_act_has_one_row_and_the_rows_are_a_chain(self) -> None:
        if not hasattr(self, "moves"):
            return
        rows = self.told("meeting")
        states = [MeetingState.PLANNED, *(row.to_state for row in rows)]
        assert (len(rows), len(self.told("invitation"))) == (self.moves, self.answers)
        assert [row.from_state for row in rows] == states[:-1]
        assert states[-1] == self.now().state

    @invariant()
    def an_answer_stands_only_for_a_meeting_that_was_called(self) -> None:
        if not hasattr(self, "moves"):
            return
        answered = [each for each in self.invitations() if each.reply != Reply.WAITING]
        if self.now().state in (MeetingState.PLANNED, MeetingState.POSTPONED):
            assert answered == []
        for each in self.invitations():
            assert bool(each.leave_kind) == (each.reply == Reply.LEAVE)
            assert (each.replied_at is None) == (each.reply == Reply.WAITING)

    @invariant()
    def everybody_due_has_one_fact_a_half_day_once_the_sheet_is_entered(self) -> None:
        if not hasattr(self, "moves"):
            return
        meeting = self.now()
        halves = meeting.half_days.count()
        due = halves * len(self.invitations()) if meeting.state == MeetingState.ADJOURNED else 0
        counted = queries.presence(meeting)
        assert counted.due == due
        assert counted.due == counted.present + counted.on_leave + counted.absent + self.observed(meeting)

    @staticmethod
    def observed(meeting: Meeting) -> int:
        return Attendance.objects.filter(invitation__meeting=meeting, status=AttendanceStatus.OBSERVING).count()


@pytest.mark.django_db
def test_whatever_happens_to_a_meeting_nothing_false_is_left() -> None:
    walk(MeetingLife, examples=15, steps=14)
