"""A meeting that sits, its door and its leaves under any order of acts, people and hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yizheng.accounts.enums import Role
from yizheng.kernel import events, tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import queries, services
from yizheng.meeting.enums import CAME, HELD, AttendanceStatus, CheckInMethod, LeaveState, MeetingState, ReplyWay
from yizheng.meeting.events import AttendanceCorrected, AttendanceRecorded
from yizheng.meeting.models import Attendance, HalfDay, Invitation, LeaveHalfDay, LeaveRequest, Meeting
from yizheng.meeting.services import Asked
from yizheng.plan.tests.factories import CommitteeFactory, seat
from yizheng.todo.models import Todo

from .factories import moment, planned

S = AttendanceStatus
WATCHED = (Meeting, HalfDay, Invitation, Attendance, LeaveRequest, LedgerEntry, Todo)
people = st.integers(0, 4)
whose = st.integers(0, 1)
halves = st.integers(0, 1)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row an act could touch."""
    return {model.__name__: list(model._default_manager.order_by("id").values()) for model in WATCHED}


class MeetingDay(RuleBasedStateMachine):
    """Rules are the services; what duty hears is kept beside and must always agree with the rows."""

    @initialize()
    def open_house(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.scope = tenancy.scope(CommitteeFactory())
        self.scope.__enter__()
        self.heard: dict[tuple[int, int], str] = {}
        self.times: dict[tuple[int, int], int] = {}
        self.corrected: set[int] = set()
        for kind in (AttendanceRecorded, AttendanceCorrected):
            events._handlers[kind].append(self.hear)
        self.meeting, clerk = planned(at=moment(12, month=11), ends_at=moment(10, 17))
        services.send_notice(meeting=self.meeting, by=clerk, at=moment(13, month=11))
        self.at = moment(10, 8)
        self.people = [clerk, seat(Role.SECRETARY_GENERAL), seat(Role.LEADER), *map(self.member, self.invitations())]

    def hear(self, told: Any) -> None:
        key = (told.attendance.invitation_id, told.attendance.half_day_id)
        if isinstance(told, AttendanceRecorded):
            self.times[key] = self.times.get(key, 0) + 1
        else:
            assert self.heard[key] == told.before
        self.heard[key] = told.attendance.status

    @staticmethod
    def member(invitation: Invitation) -> Actor:
        return replace(seat(Role.MEMBER), user_id=invitation.person.user_id)

    def invitations(self) -> list[Invitation]:
        return list(self.meeting.invitations.select_related("person", "meeting").order_by("order", "id"))

    def teardown(self) -> None:
        if hasattr(self, "scope"):
            for kind in (AttendanceRecorded, AttendanceCorrected):
                events._handlers[kind].remove(self.hear)
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def attempt(self, who: int, act: Any, **given: Any) -> None:
        before, heard, times = everything(), dict(self.heard), dict(self.times)
        try:
            with transaction.atomic():
                act(by=self.people[who], at=self.at, **given)
        except (Refused, PermissionDenied):
            assert (everything(), self.heard, self.times) == (before, heard, times)

    @rule(minutes=st.integers(0, 120))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(who=people, act=st.sampled_from([services.open_meeting, services.adjourn_meeting]))
    def move(self, who: int, act: Any) -> None:
        self.attempt(who, act, meeting=self.meeting)

    @rule(who=people, briefing=st.booleans())
    def start(self, who: int, briefing: bool) -> None:
        self.attempt(who, services.start_meeting, meeting=self.meeting, only_briefing=briefing)

    @rule(who=people, whose=whose, half=halves, method=st.sampled_from(CheckInMethod), ago=st.integers(0, 60))
    def check_in(self, who: int, whose: int, half: int, method: CheckInMethod, ago: int) -> None:
        given = {"invitation": self.invitations()[whose], "half_day": self.meeting.half_days.all()[half]}
        self.attempt(who, services.check_in, **given, method=method, seen_at=self.at - timedelta(minutes=ago))

    @rule(who=people, whose=whose, half=halves, status=st.sampled_from(S), reason=st.sampled_from(["", "核对"]))
    def correct(self, who: int, whose: int, half: int, status: S, reason: str) -> None:
        row = Attendance.objects.filter(
            invitation=self.invitations()[whose], half_day=self.meeting.half_days.all()[half]
        )
        if row.exists():
            self.corrected.add(row.get().pk)  # a clerk's word with its reason goes over leave
            self.attempt(who, services.correct_one, attendance=row.get(), status=status, reason=reason)

    @rule(half=halves, kind=st.sampled_from(["official", "illness"]))
    def ask_and_grant(self, half: int, kind: str) -> None:
        """The common case, so that a walk has granted leave in it: one asks for oneself, who decides grants it."""
        asked = Asked([self.meeting.half_days.all()[half]], kind, "外出招商", "出差通知")
        self.attempt(3, services.ask_leave, invitation=self.invitations()[0], asked=asked, way=ReplyWay.WEB)
        self.settle(1, services.approve_leave)

    @rule(who=people, whose=whose, count=st.integers(0, 2), kind=st.sampled_from(["official", "holiday"]))
    def ask(self, who: int, whose: int, count: int, kind: str) -> None:
        asked = Asked(list(self.meeting.half_days.all())[:count], kind, "外出招商", "出差通知")
        self.attempt(who, services.ask_leave, invitation=self.invitations()[whose], asked=asked, way=ReplyWay.WEB)

    @rule(who=people, act=st.sampled_from([services.approve_leave, services.withdraw_leave]))
    def settle(self, who: int, act: Any) -> None:
        leave = LeaveRequest.objects.order_by("-id").first()
        if leave is not None:
            self.attempt(who, act, leave=leave)

    @rule(who=people, reason=st.sampled_from(["", "应当到会"]))
    def refuse(self, who: int, reason: str) -> None:
        leave = LeaveRequest.objects.order_by("-id").first()
        if leave is not None:
            self.attempt(who, services.refuse_leave, leave=leave, reason=reason)

    @invariant()
    def everybody_due_has_one_row_a_half_day_once_the_door_opened(self) -> None:
        if hasattr(self, "people"):
            opened = Meeting.objects.get().state != MeetingState.NOTIFIED
            assert Attendance.objects.count() == (4 if opened else 0)

    @invariant()
    def what_was_told_is_what_stands_and_was_told_once(self) -> None:
        if not hasattr(self, "people"):
            return
        held = Meeting.objects.get().state in HELD
        rows = {(row.invitation_id, row.half_day_id): row.status for row in Attendance.objects.all()}
        assert self.heard == (rows if held else {})
        assert set(self.times.values()) <= {1}

    @invariant()
    def whoever_came_is_not_on_leave_and_leave_is_absence_nowhere(self) -> None:
        if not hasattr(self, "people"):
            return
        counted = queries.presence(Meeting.objects.get())
        expected = Attendance.objects.filter(status__in=(S.EXPECTED, S.OBSERVING)).count()
        assert counted.due == counted.present + counted.on_leave + counted.absent + expected
        for row in Attendance.objects.all():
            assert not row.late_minutes or row.status in CAME
        granted = LeaveHalfDay.objects.filter(request__state=LeaveState.APPROVED).values_list(
            "request__invitation", "half_day"
        )
        for invitation, half_day in granted:
            row = Attendance.objects.filter(invitation=invitation, half_day=half_day).first()
            assert row is None or (row.pk in self.corrected) or row.status not in (S.EXPECTED, S.ABSENT)
        assert LeaveRequest.objects.filter(state=LeaveState.REQUESTED).count() <= 2


@pytest.mark.django_db
def test_whatever_happens_on_the_day_nothing_false_is_left() -> None:
    run_state_machine_as_test(
        MeetingDay,
        settings=settings(
            max_examples=8, stateful_step_count=16, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
