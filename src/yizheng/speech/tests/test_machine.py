"""The speeches of a plenary under any order of acts and people: what must never be false."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from yizheng.duty.models import DutyRecord
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.speech import queries
from yizheng.speech.enums import GIVEN, CallState, SpeechState
from yizheng.speech.models import Speech, SpeechCall, SpeechVersion
from yizheng.speech.services import calling, following, holding, selecting, writing
from yizheng.speech.services.selecting import Edited, PaperApproval
from yizheng.speech.tests import factories as make
from yizheng.speech.workflow import CALL_MACHINE, SPEECH_MACHINE
from yizheng.todo.models import Todo

WATCHED = (SpeechCall, Speech, SpeechVersion, DutyRecord, LedgerEntry, Todo)
ENDED = (SpeechState.WITHDRAWN, SpeechState.ARCHIVED)
OFFICE, LEADER, FIRST, SECOND = range(4)
people = st.sampled_from([OFFICE] * 4 + [LEADER, FIRST, SECOND])
which = st.integers(0, 1)
reasons = st.sampled_from(["", "数字请核对"])


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row an act of the room could touch."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in WATCHED}


class PlenaryLife(RuleBasedStateMachine):
    """Rules are the services; every refusal is checked to leave the database as it was."""

    @initialize(is_settled=st.booleans())
    def open_house(self, is_settled: bool) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.scope = tenancy.scope(CommitteeFactory())
        self.scope.__enter__()
        self.at = make.AT
        self.people = [make.office(), make.leader(), make.as_member(make.member()), make.as_member(make.member())]
        self.call = make.call(self.people[OFFICE])
        self.speeches = [
            writing.begin(call=self.call, words=make.words(), by=self.people[who], at=self.at)
            for who in (FIRST, SECOND)
        ]
        if is_settled:  # a walk from the drafts alone seldom comes to the plenary
            self.settle()

    def settle(self) -> None:
        office = {"by": self.people[OFFICE], "at": self.at}
        for speech, form in zip(self.speeches, ("oral", "written"), strict=True):
            writing.submit(speech=speech, **office)
            selecting.check(speech=speech, **office)
            selecting.shortlist(speech=speech, form=form, **office)
        calling.close_call(call=self.call, **office)
        selecting.propose_list(call=self.call, **office)
        selecting.approve_list(call=self.call, by=self.people[LEADER], at=self.at)

    def teardown(self) -> None:
        if hasattr(self, "scope"):
            self.scope.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def attempt(self, who: int, act: Any, **given: Any) -> None:
        before = everything()
        try:
            with transaction.atomic():
                act(by=self.people[who], at=self.at, **given)
        except (Refused, PermissionDenied):
            assert everything() == before

    def one(self, number: int) -> Speech:
        return Speech.objects.get(pk=self.speeches[number].pk)

    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(who=st.sampled_from([OFFICE, FIRST, SECOND]), number=which)
    def hand_in(self, who: int, number: int) -> None:
        self.attempt(who, writing.submit, speech=self.one(number))

    @rule(who=people, number=which)
    def withdraw(self, who: int, number: int) -> None:
        if self.at > make.AT + timedelta(hours=12):  # else most walks end at once
            self.attempt(who, writing.withdraw, speech=self.one(number))

    @rule(who=people, number=which, act=st.sampled_from([selecting.check, selecting.drop]))
    def read(self, who: int, number: int, act: Any) -> None:
        self.attempt(who, act, speech=self.one(number))

    @rule(who=people, number=which, reason=reasons)
    def give_back(self, who: int, number: int, reason: str) -> None:
        self.attempt(who, selecting.return_speech, speech=self.one(number), reason=reason)

    @rule(who=people, number=which, form=st.sampled_from(["oral", "oral", "written", "sung"]))
    def choose(self, who: int, number: int, form: str) -> None:
        self.attempt(who, selecting.shortlist, speech=self.one(number), form=form)

    @rule(who=people, act=st.sampled_from([calling.close_call, selecting.propose_list, selecting.approve_list]))
    def move_the_list(self, who: int, act: Any) -> None:
        self.attempt(who, act, call=self.call)

    @rule(who=people)
    def approve_on_paper(self, who: int) -> None:
        paper = PaperApproval("林远", make.AT.date())
        self.attempt(who, selecting.record_approval, call=self.call, paper=paper)

    @rule(who=people, number=which, reason=reasons)
    def change_form(self, who: int, number: int, reason: str) -> None:
        self.attempt(who, selecting.to_written, speech=self.one(number), reason=reason)

    @rule(who=people, number=which)
    def edit(self, who: int, number: int) -> None:
        one = self.one(number)
        self.attempt(who, selecting.edit, speech=one, edited=Edited("新题目", "新正文"), edition=one.edition)

    @rule(who=people, minutes=st.integers(0, 9))
    def order(self, who: int, minutes: int) -> None:
        places = [(pk, minutes) for pk in queries.to_come(self.call).values_list("pk", flat=True)]
        self.attempt(who, holding.set_order, call=self.call, places=places[::-1])

    @rule(who=people, number=which, act=st.sampled_from([holding.begin_speaking, holding.deliver]))
    def speak(self, who: int, number: int, act: Any) -> None:
        self.attempt(who, act, speech=self.one(number))

    @rule(who=people, number=which, reason=reasons)
    def take_back(self, who: int, number: int, reason: str) -> None:
        self.attempt(who, holding.undo_delivery, speech=self.one(number), reason=reason)

    @rule(who=people, act=st.sampled_from([holding.distribute, following.archive_call]))
    def end(self, who: int, act: Any) -> None:
        self.attempt(who, act, call=self.call)

    @rule(who=people, number=which)
    def answer(self, who: int, number: int) -> None:
        self.attempt(who, following.feed_back, speech=self.one(number), result="已采纳。")

    @invariant()
    def the_ledger_is_a_chain_by_the_table(self) -> None:
        if not hasattr(self, "speeches"):
            return
        objects = ((CALL_MACHINE, self.call), *((SPEECH_MACHINE, each) for each in self.speeches))
        for machine, obj in objects:
            rows = LedgerEntry.objects.filter(kind=machine.kind, object_id=obj.pk).order_by("id")
            rows = [row for row in rows if row.act != calling.MADE]
            states = [str(machine.initial), *(row.to_state for row in rows)]
            assert [row.from_state for row in rows] == states[:-1]
            assert states[-1] == type(obj).objects.get(pk=obj.pk).state
            for row in rows:
                transition_ = machine.get(row.act)
                assert row.from_state in transition_.sources
                assert row.to_state == (transition_.target or row.from_state)
                assert row.from_state not in ENDED

    @invariant()
    def a_form_was_approved_and_the_order_has_no_twins(self) -> None:
        if not hasattr(self, "speeches"):
            return
        rows = list(Speech.objects.all())
        call = SpeechCall.objects.get(pk=self.call.pk)
        if call.state not in (CallState.SETTLED, CallState.ARCHIVED):
            assert [row.form for row in rows] == [""] * len(rows)
        orders = [row.order for row in rows if row.order is not None]
        assert len(orders) == len(set(orders))
        assert all((row.order is not None) == (row.form == "oral") for row in rows)
        assert sum(row.begun_at is not None and row.state == SpeechState.ORAL_SELECTED for row in rows) <= 1

    @invariant()
    def who_gave_a_speech_has_one_record_of_it_and_nobody_else(self) -> None:
        if not hasattr(self, "speeches"):
            return
        given = Speech.objects.filter(state__in=GIVEN).exclude(form="")
        records = DutyRecord.objects.exclude(state="void")
        assert sorted(records.values_list("membership", "kind")) == sorted(
            (row.speaker_id, f"speech_{row.form}") for row in given
        )


@pytest.mark.django_db
def test_whatever_happens_to_the_speeches_of_a_plenary_nothing_false_is_left() -> None:
    run_state_machine_as_test(
        PlenaryLife,
        settings=settings(
            max_examples=6, stateful_step_count=14, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
