"""A secret ballot under any order of acts and people: as many papers as slips cast, and nothing that joins the two."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from yizheng.accounts.enums import Role
from yizheng.ballot import queries, services, slips
from yizheng.ballot.enums import BallotState
from yizheng.ballot.models import Ballot, BallotBox, Voter
from yizheng.ballot.tests import factories as make
from yizheng.ballot.workflow import FEWEST_VOTERS
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.tests.walking import RoomWalk, walk
from yizheng.plan.tests.factories import CommitteeFactory, seat

VOTERS = 4
PAPERS = ({"1": "satisfied", "2": "basic"}, {"1": "not_satisfied"}, {}, {"9": "satisfied"}, {"1": "excellent"})
people = st.integers(0, VOTERS + 2)


class Booth(RoomWalk):
    """Beside the rows the walk keeps, as no house may, who holds which slip and what was cast with it."""

    WATCHED = (Ballot, BallotBox, Voter, LedgerEntry)

    @initialize()
    def begin(self) -> None:
        self.enter(CommitteeFactory)
        self.at = make.AT
        voters = make.voters(VOTERS)
        self.ballot, clerk = make.opened(voters)
        self.people = [*voters, seat(Role.MEMBER, name="列席人员"), clerk, seat(Role.UNIT_CLERK)]
        # Two slips are out already, so that a walk comes to casting and to casting twice.
        self.holds = {who: services.take_slip(ballot=self.ballot, by=voters[who]) for who in (0, 1)}
        self.cast: dict[str, tuple[str, Any]] = {}

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in self.WATCHED}

    @property
    def stands(self) -> Ballot:
        return Ballot.objects.get(pk=self.ballot.pk)

    @rule(who=people)
    def take(self, who: int) -> None:
        before = self.everything()
        try:
            with transaction.atomic():
                slip = services.take_slip(ballot=self.ballot, by=self.people[who])
        except (Refused, PermissionDenied):
            assert self.everything() == before
            assert who >= VOTERS or who in self.holds or self.stands.state != BallotState.OPEN
            return
        assert who < VOTERS
        assert who not in self.holds
        self.holds[who] = slip

    @rule(paper=st.sampled_from(PAPERS))
    def forge(self, paper: dict[str, str]) -> None:
        before = self.everything()
        with pytest.raises(Refused), transaction.atomic():
            services.cast(slip=slips.new_slip("a word of nobody"), paper=paper)
        assert self.everything() == before

    @rule(who=st.sampled_from((0, 1, 2, 3, 0, 1)), paper=st.sampled_from(PAPERS))
    def cast_paper(self, who: int, paper: dict[str, str]) -> None:
        slip = self.holds.get(who, "")
        before = self.everything()
        try:
            with transaction.atomic():
                receipt = services.cast(slip=slip, paper=paper)
        except Refused:
            assert self.everything() == before
            return
        assert slip not in self.cast, "a slip is good once"
        self.cast[slip] = (receipt, paper)

    @rule(who=people)
    def close(self, who: int) -> None:
        self.attempt(who, services.close_ballot, ballot=self.ballot)

    @rule(who=people, reason=st.sampled_from(["", "选票印错"]))
    def void(self, who: int, reason: str) -> None:
        if len(self.cast) < FEWEST_VOTERS:  # else every walk would soon end here
            return
        self.attempt(who, services.void_ballot, ballot=self.ballot, reason=reason)

    @invariant()
    def the_box_holds_what_was_cast_and_no_more(self) -> None:
        if not hasattr(self, "cast"):
            return
        box, taken = BallotBox.objects.get(), Voter.objects.filter(has_taken=True).count()
        assert taken == len(self.holds)
        if self.stands.state == BallotState.VOID and not self.stands.counts:
            assert (box.spent, box.receipts, box.papers) == ([], [], [])
            return
        assert len(box.spent) == len(box.receipts) == len(box.papers) == len(self.cast) <= taken
        assert Counter(box.papers) == Counter(json.dumps(paper) for _, paper in self.cast.values())
        assert sorted(box.receipts) == sorted(slips.receipt_mark(receipt) for receipt, _ in self.cast.values())

    @invariant()
    def a_closed_ballot_counts_as_many_as_were_cast_and_a_recount_says_the_same(self) -> None:
        if not hasattr(self, "cast") or self.stands.state != BallotState.CLOSED:
            return
        counts = self.stands.counts
        assert (counts["taken"], counts["cast"]) == (len(self.holds), len(self.cast))
        assert counts["valid"] + counts["abstained"] == counts["cast"] >= FEWEST_VOTERS
        assert queries.recount(self.stands) == counts
        assert all(queries.is_counted(receipt) for receipt, _ in self.cast.values())

    @invariant()
    def nothing_joins_a_voter_to_a_paper(self) -> None:
        if not hasattr(self, "cast"):
            return
        told = repr([list(model._default_manager.values()) for model in (Ballot, Voter, BallotBox, LedgerEntry)])
        for slip, (receipt, _) in self.cast.items():
            assert slip not in told
            assert receipt not in told
        acts = set(LedgerEntry.objects.filter(kind="ballot").values_list("act", flat=True))
        assert acts <= {"prepare_ballot", "open_ballot", "close_ballot", "void_ballot"}
        box = BallotBox.objects.get()
        assert all(each == sorted(each) for each in (box.spent, box.receipts, box.papers)), "no order is kept"


@pytest.mark.django_db
def test_whatever_happens_in_the_booth_the_box_agrees_with_the_slips_and_names_nobody() -> None:
    walk(Booth, examples=10, steps=24)
