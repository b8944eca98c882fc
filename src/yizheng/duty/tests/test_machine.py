"""A duty record and a sheet under any order of acts, people and days: what must never be false."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from yizheng.accounts.enums import Role
from yizheng.duty import queries, reckoned
from yizheng.duty.deeds import of_proposal
from yizheng.duty.enums import COUNTED, RecordState, SheetState
from yizheng.duty.models import DutyRecord, DutyYear, Saying, ScoreSheet
from yizheng.duty.scoring.book import Book
from yizheng.duty.services import claiming, recording, sheets, years
from yizheng.duty.services.claiming import Answer
from yizheng.duty.workflow import RECORD_MACHINE, SHEET_MACHINE
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.tests.walking import RoomWalk, assert_whole, chains, walk
from yizheng.kernel.workflow import Machine
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.proposal.enums import Consent, ProposalState
from yizheng.proposal.models import Proposal
from yizheng.proposal.tests import factories as make
from yizheng.todo.models import Todo

R, S = RecordState, SheetState
reasons = st.sampled_from(["", "　", "核对过签名"])
people = st.integers(0, 4)
START = make.moment(16)
LAST = make.moment(20, month=1, year=2027)


class DutyLife(RoomWalk):
    """Rules are the services; every refusal is checked to leave the database as it was."""

    WATCHED = (DutyRecord, ScoreSheet, DutyYear, Saying, LedgerEntry, Todo)

    @initialize()
    def open_house(self) -> None:
        self.enter(CommitteeFactory)
        self.at = START
        self.first, self.second = make.member(), make.member()
        self.proposal = make.proposal(ProposalState.FILED, first=self.first)
        make.signer(self.proposal, self.second, consent=Consent.AGREED)
        self.people: list[Actor] = [
            make.as_role(Role.OFFICE_CLERK, name="甲"), make.as_role(Role.OFFICE_CLERK, name="乙"),
            make.as_role(Role.SECRETARY_GENERAL, name="任守仁"), make.as_member(self.first),
            self.clerk_who_is_a_member(),
        ]  # fmt: skip
        self.told()
        self.frozen: list[Any] = []

    def clerk_who_is_a_member(self) -> Actor:
        by = make.as_role(Role.OFFICE_CLERK, name="苏明")
        self.second.person.user_id = by.user_id
        self.second.person.save(update_fields=["user"])
        return by

    def record(self, which: int) -> DutyRecord:
        rows = DutyRecord.objects.select_related("membership__person").order_by("id")
        return rows[which % len(rows)]

    def sheet(self, which: int) -> ScoreSheet | None:
        rows = list(ScoreSheet.objects.select_related("membership__person").order_by("id"))
        return rows[which % len(rows)] if rows else None

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.at = min(self.at + timedelta(days=days), LAST)

    @rule()
    def the_year_ends(self) -> None:
        self.at = LAST

    @rule()
    def told(self) -> None:
        """The room of proposals may tell the same as often as it likes."""
        proposal = Proposal.objects.get(pk=self.proposal.pk)
        recording.follow(subject=proposal, deeds=of_proposal(proposal), at=self.at)

    @rule(state=st.sampled_from([ProposalState.WITHDRAWN, ProposalState.FILED, ProposalState.CONVERTED]))
    def the_proposal_goes_on(self, state: ProposalState) -> None:
        Proposal.objects.filter(pk=self.proposal.pk).update(state=state, decided_on=date(2026, 3, 6))
        self.told()

    @rule(who=people, which=st.integers(0, 9))
    def confirm(self, who: int, which: int) -> None:
        self.attempt(who, recording.confirm, record=self.record(which))

    @rule(who=people, which=st.integers(0, 9), reason=reasons)
    def void(self, who: int, which: int, reason: str) -> None:
        self.attempt(who, recording.void, record=self.record(which), reason=reason)

    @rule(who=people, which=st.integers(0, 9), reason=reasons)
    def dispute(self, who: int, which: int, reason: str) -> None:
        self.attempt(who, claiming.dispute, record=self.record(which), reason=reason)

    @rule(who=people, which=st.integers(0, 9), reason=reasons, role=st.sampled_from(["", "main"]))
    def propose(self, who: int, which: int, reason: str, role: str) -> None:
        self.attempt(who, claiming.propose, record=self.record(which), answer=Answer(role=role), reason=reason)

    @rule(who=people, which=st.integers(0, 9), reason=reasons)
    def decide(self, who: int, which: int, reason: str) -> None:
        self.attempt(who, claiming.decide, record=self.record(which), reason=reason)

    @rule(who=people)
    def generate(self, who: int) -> None:
        self.attempt(who, sheets.generate_all, year=2026)

    @rule(
        who=people, which=st.integers(0, 3), reason=reasons,
        act=st.sampled_from(["agree", "appeal", "answer", "review", "passed", "failed", "override", "approve",
                             "publish"]),
    )  # fmt: skip
    def sheet_act(self, who: int, which: int, reason: str, act: str) -> None:
        sheet = self.sheet(which)
        if sheet is None:
            return
        given: dict[str, Any] = {
            "appeal": {"reason": reason}, "answer": {"words": reason},
            "override": {"band": "good", "reason": reason}, "passed": {"gate": "passed", "reason": reason},
            "failed": {"gate": "failed", "reason": reason},
        }.get(act, {})  # fmt: skip
        name = "decide_gate" if act in ("passed", "failed") else act
        self.attempt(who, getattr(sheets, name), sheet=sheet, **given)

    @rule(who=people)
    def close(self, who: int) -> None:
        if self.attempt(who, years.close, year=2026):
            self.frozen = [list(m._default_manager.order_by("id").values()) for m in (DutyRecord, ScoreSheet)]

    def chain_is_whole(self, kind: str, machine: Machine, begin: set[str], made: set[str]) -> None:
        for rows in chains(kind):
            assert rows[0].act in made
            assert rows[0].to_state in begin
            assert_whole(machine, rows)

    @invariant()
    def the_ledger_tells_the_whole_walk(self) -> None:
        if not hasattr(self, "frozen"):
            return
        self.chain_is_whole("duty_record", RECORD_MACHINE, {R.GENERATED}, {"record_duty"})
        self.chain_is_whole("score_sheet", SHEET_MACHINE, {S.OPEN}, {"open_sheet"})
        for model, kind in ((DutyRecord, "duty_record"), (ScoreSheet, "score_sheet")):
            for pk, state in model._default_manager.values_list("pk", "state"):
                assert LedgerEntry.objects.filter(kind=kind, object_id=pk).order_by("id").last().to_state == state

    @invariant()
    def what_was_said_stands_where_a_purge_reaches_it(self) -> None:
        if not hasattr(self, "frozen"):
            return
        rows = LedgerEntry.objects.filter(kind__in=["duty_record", "score_sheet"])
        assert not rows.exclude(reason="").exists()
        assert rows.filter(fields__has_key="reason").count() == Saying.objects.count()

    @invariant()
    def a_member_has_one_record_of_a_deed(self) -> None:
        if not hasattr(self, "frozen"):
            return
        rows = list(DutyRecord.objects.exclude(state=R.VOID).values_list("membership", "kind", "deed"))
        assert len(rows) == len(set(rows))

    @invariant()
    def two_persons_stand_behind_every_decision(self) -> None:
        if not hasattr(self, "frozen"):
            return
        for row in LedgerEntry.objects.filter(act__in=["correct_record", "uphold_record"]):
            earlier = LedgerEntry.objects.filter(kind=row.kind, object_id=row.object_id, id__lt=row.pk)
            proposer = earlier.filter(act="propose_answer").order_by("id").last()
            assert proposer is not None
            assert proposer.actor_id != row.actor_id

    @invariant()
    def nobody_decided_about_themselves(self) -> None:
        if not hasattr(self, "frozen"):
            return
        mine = set(DutyRecord.objects.filter(membership=self.second).values_list("id", flat=True))
        acts = LedgerEntry.objects.filter(kind="duty_record", object_id__in=mine, actor_id=self.people[4].user_id)
        assert not acts.exists()
        own_sheets = ScoreSheet.objects.filter(membership=self.second).values("id")
        assert not LedgerEntry.objects.filter(
            kind="score_sheet", object_id__in=own_sheets, actor_id=self.people[4].user_id
        ).exists()

    @invariant()
    def the_points_are_those_of_the_facts(self) -> None:
        if not hasattr(self, "frozen"):
            return
        members = queries.scored_members(2026)
        book = Book(queries.scheme_of(2026), members)
        for fact in queries.facts_of(2026):
            book.add(fact)
        assert {m.id: book.tally(m.id) for m in members} == reckoned.tallies(2026)
        assert DutyRecord.objects.filter(state__in=COUNTED).count() == len(queries.facts_of(2026))

    @invariant()
    def a_frozen_year_stays_as_it_is(self) -> None:
        if not getattr(self, "frozen", None):
            return
        assert [list(m._default_manager.order_by("id").values()) for m in (DutyRecord, ScoreSheet)] == self.frozen


@pytest.mark.django_db
def test_whatever_happens_to_records_and_sheets_nothing_false_is_left() -> None:
    walk(DutyLife, examples=6, steps=16)
