"""Two persons, or two rooms, do one thing at the same moment: it is done once, and the second is told in words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import transaction

from yizheng.duty import queries
from yizheng.duty.deeds import Deed, of_proposal
from yizheng.duty.enums import DutyKind as K
from yizheng.duty.enums import RecordState as R
from yizheng.duty.enums import SchemeState, SheetState, YearState
from yizheng.duty.models import DutyRecord, SchemeVersion, ScoreSheet
from yizheng.duty.scoring.shipped import text_of
from yizheng.duty.services import claiming, recording, schemes, sheets, years
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.tests.test_actkeys import wait_until_somebody_waits
from yizheng.kernel.tests.threads import run_at_once
from yizheng.launch.databases import SUPERUSER
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.proposal.enums import ProposalState
from yizheng.proposal.tests import factories as make

from .test_sheets import AT, NEXT, generated, office, published, record, secretary
from .test_sources import honoured

Act = Callable[[], Any]


@pytest.fixture
def committee(own_database):
    return CommitteeFactory(slug="yunxi")


@pytest.fixture
def superuser(databases, own_database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(databases.url(SUPERUSER, own_database), autocommit=True) as session:
        yield session


def code_of(act: Act) -> Any:
    """Return what came of an act, the code where it was refused."""
    try:
        return act()
    except Refused as refused:
        return refused.code


def crossing(committee, superuser, first: Act, second: Act) -> tuple[Any, Any]:
    """Do the second act while the first is done and not yet committed; the second is known to wait for it."""
    is_done = threading.Event()

    def hold():
        try:
            with tenancy.scope(committee), transaction.atomic():
                came = code_of(first)
                is_done.set()
                wait_until_somebody_waits(superuser)
                return came
        finally:
            is_done.set()

    def follow():
        is_done.wait(20)
        with tenancy.scope(committee):
            return code_of(second)

    came = run_at_once([hold, follow])
    for each in came:
        if isinstance(each, Exception):
            raise each
    return came[0], came[1]


def test_one_fact_told_twice_at_once_is_one_record(committee):
    with tenancy.scope(committee):
        proposal = make.proposal(ProposalState.FILED)

    def tell():
        with tenancy.scope(committee):
            return len(recording.follow(subject=proposal, deeds=of_proposal(proposal), at=AT))

    made = run_at_once([tell, tell])

    with tenancy.scope(committee):
        assert sum(made) == DutyRecord.objects.count() == 2
        assert LedgerEntry.objects.filter(kind="duty_record").count() == 2


def registered(seat, title, kind=K.RESEARCH, by=None):
    deed = Deed(seat.pk, date(2026, 3, 12), kind, "", f"sheet:{title}", title)
    (row,) = recording.take_over(deeds=[deed], by=by or office(), at=AT)
    return row


def untold(seat):
    """Return an honour of which the room has not told yet."""
    honour = honoured(seat)
    DutyRecord.objects.all().delete()
    return honour


def test_two_sheets_joined_to_one_thing_at_once_count_once(committee, superuser):
    with tenancy.scope(committee):
        seat, proposal = make.member(), make.proposal(ProposalState.FILED)
        rows = [registered(seat, title) for title in ("甲表", "乙表")]
        hands = [office("甲"), office("乙")]

    came = crossing(committee, superuser, *(
        lambda row=row, by=by: recording.link(record=row, subject=proposal, by=by, at=AT).state
        for row, by in zip(rows, hands, strict=True)
    ))  # fmt: skip

    with tenancy.scope(committee):
        assert came == (R.CONFIRMED, R.VOID)
        assert queries.facts_of(2026, [seat.pk])[0].subject == f"proposal:{proposal.pk}"
        assert len(queries.facts_of(2026, [seat.pk])) == 1
        assert sorted(LedgerEntry.objects.filter(kind="duty_record").values_list("act", flat=True)) == [
            "link_record", "record_duty", "record_duty", "void_record",
        ]  # fmt: skip


def test_two_claims_of_one_honour_at_other_levels_at_once_count_once(committee, superuser):
    with tenancy.scope(committee):
        seat = make.member()
        honour = untold(seat)
        rows = [registered(seat, "甲", K.HONOUR_CITY), registered(seat, "乙", K.HONOUR_DISTRICT)]
        by = office()

    came = crossing(committee, superuser, *(
        lambda row=row: recording.link(record=row, subject=honour, by=by, at=AT).state for row in rows
    ))  # fmt: skip

    with tenancy.scope(committee):
        assert came == (R.CONFIRMED, R.VOID)
        assert len(queries.facts_of(2026, [seat.pk])) == 1


def test_one_record_joined_to_two_things_at_once_is_joined_to_one(committee, superuser):
    with tenancy.scope(committee):
        row, by = registered(make.member(), "甲表"), office()
        things = [make.proposal(ProposalState.FILED) for _ in range(2)]

    came = crossing(committee, superuser, *(
        lambda thing=thing: recording.link(record=row, subject=thing, by=by, at=AT).subject_id for thing in things
    ))  # fmt: skip

    with tenancy.scope(committee):
        assert came == (things[0].pk, "linked")
        assert DutyRecord.objects.get().subject_id == things[0].pk
        assert LedgerEntry.objects.filter(act="link_record").count() == 1


def test_a_sheet_joined_while_the_room_tells_of_it_counts_once(committee, superuser):
    """The room holds its own thing while it tells, as every act on it does."""
    with tenancy.scope(committee):
        seat = make.member()
        honour = untold(seat)
        row, by = registered(seat, "甲", K.HONOUR_CITY), office()

    def tell():
        type(honour).objects.select_for_update(of=("self",)).get(pk=honour.pk)
        deed = Deed(seat.pk, date(2026, 3, 12), K.HONOUR_DISTRICT, "", f"honour:{honour.pk}", "优秀政协委员")
        return len(recording.follow(subject=honour, deeds=[deed], at=AT))

    came = crossing(committee, superuser, tell, lambda: recording.link(record=row, subject=honour, by=by, at=AT).state)

    with tenancy.scope(committee):
        assert came == (1, R.VOID)
        assert [fact.kind for fact in queries.facts_of(2026, [seat.pk])] == [K.HONOUR_DISTRICT]


def test_two_clerks_who_draft_at_once_have_two_versions(committee, superuser):
    with tenancy.scope(committee):
        hands = [office("甲"), office("乙")]

    came = crossing(committee, superuser, *(
        lambda by=by: schemes.draft(year=2026, data=text_of("default"), by=by, at=AT).version for by in hands
    ))  # fmt: skip

    assert came == (1, 2)


def test_of_two_first_drafts_adopted_at_once_the_later_is_in_force(committee, superuser):
    with tenancy.scope(committee):
        drafts = [schemes.draft(year=2026, data=text_of("default"), by=office(), at=AT) for _ in range(2)]
        chief = secretary()

    came = crossing(committee, superuser, *(
        lambda row=row: schemes.adopt(scheme=row, basis="主席会议", by=chief, at=AT).version for row in drafts
    ))  # fmt: skip

    with tenancy.scope(committee):
        assert came == (1, 2)
        assert list(SchemeVersion.objects.order_by("version").values_list("state", flat=True)) == [
            SchemeState.REPLACED, SchemeState.IN_FORCE,
        ]  # fmt: skip


def test_sheets_generated_twice_at_once_are_one_a_member(committee, superuser):
    with tenancy.scope(committee):
        for _ in range(2):
            record(make.member(), K.RESEARCH)
        hands = [office("甲"), office("乙")]

    came = crossing(committee, superuser, *(
        lambda by=by: len(sheets.generate_all(year=2026, by=by, at=AT)) for by in hands
    ))  # fmt: skip

    with tenancy.scope(committee):
        assert came == (2, 2)
        assert ScoreSheet.objects.count() == 2
        assert LedgerEntry.objects.filter(act="open_sheet").count() == 2


def test_a_frozen_sheet_corrected_twice_at_once_has_one_new_version(committee, superuser):
    with tenancy.scope(committee):
        sheet = generated()
        ScoreSheet.objects.filter(pk=sheet.pk).update(state=SheetState.FROZEN, gate="passed")
        sheet.refresh_from_db()
        chief = secretary()

    came = crossing(committee, superuser, *(
        lambda: sheets.correct_frozen(sheet=sheet, band="good", reason="计错了", by=chief, at=AT).version
        for _ in range(2)
    ))  # fmt: skip

    with tenancy.scope(committee):
        assert came == (2, "newer")
        assert ScoreSheet.objects.count() == 2
        assert LedgerEntry.objects.filter(act="make_corrected_version").count() == 1


def test_the_last_place_of_the_best_band_is_given_once(committee, superuser):
    """Nine members have room for one of the best band."""
    with tenancy.scope(committee):
        seats = [make.member() for _ in range(9)]
        given = {"year": 2026, "gate": "passed", "band": "excellent", "state": SheetState.REVIEWED}
        rows = [ScoreSheet.objects.create(membership=seat, **given) for seat in seats[:2]]
        chief = secretary()

    came = crossing(committee, superuser, *(
        lambda row=row: sheets.approve(sheet=row, by=chief, at=AT).state for row in rows
    ))  # fmt: skip

    with tenancy.scope(committee):
        assert came == (SheetState.APPROVED, "quota")
        assert list(ScoreSheet.objects.order_by("pk").values_list("state", flat=True)) == [
            SheetState.APPROVED, SheetState.REVIEWED,
        ]  # fmt: skip


def told_of(proposal):
    return len(recording.follow(subject=proposal, deeds=of_proposal(proposal), at=AT))


def states_of(proposal) -> list[str]:
    rows = DutyRecord.objects.filter(subject_kind="proposal", subject_id=proposal.pk)
    return list(rows.values_list("state", flat=True))


def test_a_fact_that_arises_before_its_year_is_closed_is_frozen_with_it(committee, superuser):
    with tenancy.scope(committee):
        published()
        proposal, chief = make.proposal(ProposalState.FILED), secretary()

    came = crossing(
        committee, superuser, lambda: told_of(proposal), lambda: years.close(year=2026, by=chief, at=NEXT).state
    )

    with tenancy.scope(committee):
        assert came == (2, YearState.FROZEN)
        assert states_of(proposal) == [R.FROZEN, R.FROZEN]


def test_a_fact_that_arises_while_its_year_is_closed_is_not_recorded(committee, superuser):
    with tenancy.scope(committee):
        published()
        proposal, chief = make.proposal(ProposalState.FILED), secretary()

    came = crossing(
        committee, superuser, lambda: years.close(year=2026, by=chief, at=NEXT).state, lambda: told_of(proposal)
    )

    with tenancy.scope(committee):
        assert came == (YearState.FROZEN, 0)
        assert states_of(proposal) == []


def test_a_record_disputed_in_the_moment_its_year_is_closed_keeps_it_open(committee, superuser):
    with tenancy.scope(committee):
        seat = published().membership
        row, chief, member = DutyRecord.objects.filter(kind=K.RESEARCH)[0], secretary(), make.as_member(seat)

    came = crossing(
        committee, superuser,
        lambda: claiming.dispute(record=row, reason="不是我", by=member, at=AT).state,
        lambda: years.close(year=2026, by=chief, at=NEXT).state,
    )  # fmt: skip

    with tenancy.scope(committee):
        assert came == (R.DISPUTED, "open_records")
        assert not DutyRecord.objects.filter(state=R.FROZEN).exists()


def test_facts_wait_neither_for_each_other_nor_for_the_sheets(committee):
    with tenancy.scope(committee):
        published()
        proposals, by = [make.proposal(ProposalState.FILED) for _ in range(2)], office("乙")
    is_held, is_told = threading.Event(), threading.Event()

    def hold():
        with tenancy.scope(committee):
            sheets.generate_all(year=2026, by=by, at=AT)
            told_of(proposals[0])
            is_held.set()
            return is_told.wait(20)

    def tell():
        is_held.wait(20)
        with tenancy.scope(committee):
            told_of(proposals[1])
        is_told.set()

    assert run_at_once([hold, tell]) == [True, None]
