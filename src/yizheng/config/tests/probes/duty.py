"""Probes of the duty room's keys: whether a late claim and a late dispute are taken, totals, the best band."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.config.tests.probing import AT, TODAY, Probe, sentence_of
from yizheng.duty import queries
from yizheng.duty.enums import DutyKind, DutySource, SheetState
from yizheng.duty.models import DutyRecord, ScoreSheet
from yizheng.duty.services import claiming, recording, sheets
from yizheng.duty.views.office import has_totals
from yizheng.meeting.tests.factories import TermFactory
from yizheng.org.models import Session
from yizheng.proposal.tests import factories as make


def _claim() -> str:
    by = make.as_member(make.member())
    given = claiming.Claim(DutyKind.SOCIAL_SERVICE, TODAY - timedelta(days=20), "义诊", "李主任")
    return sentence_of(lambda: claiming.claim(given=given, by=by, at=AT))


def _dispute() -> str:
    seat = make.member()
    row = DutyRecord.objects.create(
        membership=seat, year=2026, on=date(2026, 11, 2), kind=DutyKind.RESEARCH, deed="x", title="调研",
        source=DutySource.AUTO, recorded_at=AT - timedelta(days=10),
    )  # fmt: skip
    return sentence_of(lambda: claiming.dispute(record=row, reason="不对", by=make.as_member(seat), at=AT))


def _confirmed() -> int:
    DutyRecord.objects.create(
        membership=make.member(), year=2026, on=date(2026, 11, 2), kind=DutyKind.RESEARCH, deed="x", title="调研",
        source=DutySource.AUTO, recorded_at=AT - timedelta(days=10),
    )  # fmt: skip
    return recording.confirm_old(on=TODAY, at=AT)


def _totals() -> bool:
    return has_totals(timezone.localdate(AT))


def _best_band() -> str:
    """Ask to give the best band to a third of nine members when two have it."""
    seats = [make.member() for _ in range(9)]
    given = {"year": 2026, "gate": "passed", "band": "excellent"}
    for seat in seats[:2]:
        ScoreSheet.objects.create(membership=seat, state=SheetState.APPROVED, **given)
    third = ScoreSheet.objects.create(membership=seats[2], state=SheetState.REVIEWED, **given)
    chief = make.as_role(Role.SECRETARY_GENERAL, name="任守仁")
    return sentence_of(lambda: sheets.approve(sheet=third, by=chief, at=AT))


def _year() -> int:
    """Ask for the year of a day in January before the plenary of that year."""
    term = TermFactory(start_date=date(2026, 1, 10), end_date=None)
    for ordinal, opens in enumerate((date(2026, 1, 12), date(2027, 1, 18)), start=1):
        Session.objects.create(term=term, ordinal=ordinal, opens=opens, closes=opens + timedelta(days=3))
    return queries.year_of(date(2027, 1, 5))


PROBES = [
    Probe("duty.year", "calendar", "plenary", _year),
    Probe("duty.claim_days", 30, 10, _claim),
    Probe("duty.dispute_workdays", 10, 3, _dispute),
    Probe("duty.confirm_days", 7, 14, _confirmed),
    Probe("duty.excellent_quota", 20, 50, _best_band),
    Probe("duty.rankings", False, True, _totals),
]
