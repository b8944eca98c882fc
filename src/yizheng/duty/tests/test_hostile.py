"""What somebody would try on records and sheets: points for oneself, a gate gone round, another's total."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from yizheng.accounts.enums import Role
from yizheng.duty import papers
from yizheng.duty.enums import DutyKind as K
from yizheng.duty.enums import DutySource, RecordState, VisitForm
from yizheng.duty.models import DutyRecord, ScoreSheet
from yizheng.duty.services import claiming, sheets, visiting, years
from yizheng.duty.services.claiming import Answer
from yizheng.duty.services.visiting import Visit
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal.tests import factories as make

from .test_records import disputed, own_clerk
from .test_sheets import AT, NEXT, full_year, generated, office, published, secretary

R = RecordState


def test_a_visit_that_a_clerk_records_of_themself_waits_for_somebody_else(house):
    by, seat = own_clerk()
    given = Visit(seat.person, make.member(), date(2026, 3, 12), VisitForm.CALL, "了解履职困难")

    visiting.visit(given=given, by=by, at=AT)

    row = DutyRecord.objects.get()
    assert (row.membership_id, row.kind, row.source, row.state) == (seat.pk, K.VISIT, DutySource.SELF, R.CLAIMED)
    assert claiming.accept(record=row, by=office("乙"), at=AT).state == R.CONFIRMED


def reviewed():
    sheet = generated()
    sheet = sheets.agree(sheet=sheet, by=make.as_member(sheet.membership), at=AT)
    return sheets.review(sheet=sheet, by=office("乙"), at=AT)


def test_a_band_that_was_decided_before_does_not_outlive_the_gate(house):
    sheet = sheets.override(sheet=reviewed(), band="excellent", reason="贡献大", by=secretary(), at=AT)

    failed = sheets.decide_gate(sheet=sheet, gate="failed", reason="纪律处分", by=secretary(), at=AT)

    assert (failed.override_band, failed.band) == ("", "incompetent")


def test_a_corrected_version_does_not_go_round_the_gate(house):
    sheet = published()
    ScoreSheet.objects.filter(pk=sheet.pk).update(gate="failed", band="incompetent")
    years.close(year=2026, by=secretary(), at=NEXT)
    sheet.refresh_from_db()
    before = LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        sheets.correct_frozen(sheet=sheet, band="excellent", reason="贡献大", by=secretary(), at=NEXT)

    assert refused.value.code == "gate"
    assert (ScoreSheet.objects.count(), LedgerEntry.objects.count()) == (1, before)


@pytest.mark.parametrize(("pressed", "role"), [("uphold", "main"), ("correct", "")])
def test_whoever_decides_gets_what_the_page_said_not_what_was_proposed_since(browser, pressed, role):
    row, _ = disputed()
    claiming.propose(record=row, answer=Answer(role=role), reason="另一种意见", by=office("甲"), at=AT)
    before = LedgerEntry.objects.count()
    page: Client = browser(make.as_role(Role.SECRETARY_GENERAL, name="任守仁"))

    answer = page.post(f"/yunxi/duty/records/{row.public_id}/{pressed}/", {"reason": "同意"})

    assert answer.status_code == 409
    assert DutyRecord.objects.get(pk=row.pk).state == R.DISPUTED
    assert LedgerEntry.objects.count() == before


@pytest.mark.parametrize(("members", "shows"), [(2, False), (3, True)])
def test_the_mean_of_a_sector_tells_nobody_elses_points(house, members, shows):
    mine = make.member()
    seats = [mine, *(make.member() for _ in range(members - 1))]
    for seat in seats:
        full_year(seat)

    card = papers.card(make.as_member(mine), {"member": str(mine.public_id), "year": "2026"})

    assert ("本界别平均" in str(card)) is shows


@pytest.mark.parametrize("year", ["²", "99999", "0"])
def test_a_year_that_is_none_is_the_running_one(browser, year):
    mine = make.member()
    page = browser(make.as_member(mine))
    card = f"/yunxi/papers/duty-card.docx?member={mine.public_id}&year={year}"

    assert page.get(f"/yunxi/duty/?year={year}").status_code == 200
    assert page.get(card).status_code == 200
