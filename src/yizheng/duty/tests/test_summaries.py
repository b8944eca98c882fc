"""Summaries of a year: missing ones are listed and reminded once a day; the whole leaves as one paper (F128)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.duty import contacts, papers
from yizheng.duty.models import YearSummary
from yizheng.duty.services import summarising
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting.tests.factories import SectorFactory
from yizheng.notify.models import Notice
from yizheng.org.enums import BodyKind
from yizheng.plan.tests.factories import BodyFactory
from yizheng.proposal.tests import factories as make

from .test_sheets import AT, office

LIST = "/yunxi/duty/summaries/"


@pytest.fixture
def units(house):
    """Two sectors and a street; the first sector and the street have somebody who speaks for them."""
    term = make.member().term
    YearSummary.objects.all().delete()
    first, second = SectorFactory(term=term, name="教育"), SectorFactory(term=term, name="科技")
    street = BodyFactory(kind=BodyKind.GRASSROOTS_UNIT, short_name="云溪街道工委")
    convener = make.as_role(Role.SECTOR_CONVENER, name="毛进", scope_kind="sector", scope_id=first.pk)
    clerk = make.as_role(Role.GRASSROOTS_CLERK, name="单雯", scope_kind="body", scope_id=street.pk)
    return first, second, street, convener, clerk


def told(by):
    return list(Notice.objects.filter(recipient=by.user_id).values_list("text", flat=True))


def test_who_speaks_for_a_missing_unit_is_told_and_the_others_are_named(units):
    first, second, street, convener, clerk = units
    summarising.hand_in(unit=first, year=2026, words="全年活动六次", by=convener, at=AT)

    found = summarising.remind(year=2026, by=office(), at=AT)

    assert street in found.told
    assert second in found.silent
    assert first not in (*found.told, *found.silent)
    assert (told(clerk), told(convener)) == (["请交云溪街道工委2026年的总结。"], [])
    row = LedgerEntry.objects.get(act="remind_summaries")
    assert row.fields["missing"] == len(found.told) + len(found.silent)


def test_they_are_reminded_once_a_day(units):
    *_, clerk = units
    summarising.remind(year=2026, by=office(), at=AT)
    before = LedgerEntry.objects.count(), Notice.objects.count()

    with pytest.raises(Refused) as refused:
        summarising.remind(year=2026, by=office("乙"), at=AT + timedelta(hours=2))

    assert (refused.value.code, LedgerEntry.objects.count(), Notice.objects.count()) == ("today", *before)
    summarising.remind(year=2026, by=office(), at=AT + timedelta(days=1))
    assert len(told(clerk)) == 2


def test_when_all_have_handed_in_nobody_is_reminded(units):
    by = office()
    for unit in contacts.units_of(by, 2026):
        summarising.hand_in(unit=unit, year=2026, words="做了六件事", by=by, at=AT)
    before = LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        summarising.remind(year=2026, by=by, at=AT)

    assert (refused.value.code, LedgerEntry.objects.count(), Notice.objects.count()) == ("complete", before, 0)


@pytest.mark.parametrize("role", [Role.COMMITTEE_CLERK, Role.SECRETARY_GENERAL, Role.SECTOR_CONVENER, Role.MEMBER])
def test_only_the_office_reminds(units, role, browser):
    by = make.as_role(role)
    before = LedgerEntry.objects.count()

    with pytest.raises(PermissionDenied):
        summarising.remind(year=2026, by=by, at=AT)

    assert browser(by).post(f"{LIST}remind/", {"hat": by.hat.grant_id}).status_code == 403
    assert (LedgerEntry.objects.count(), Notice.objects.count()) == (before, 0)


def test_a_street_hands_in_for_itself_alone(units, browser):
    first, _, street, _, clerk = units
    client = browser(clerk)
    page = client.get(f"{LIST}new/?year=2026").content.decode()

    with pytest.raises(Refused) as refused:
        summarising.hand_in(unit=first, year=2026, words="代写", by=clerk, at=AT)
    made = summarising.hand_in(unit=street, year=2026, words="接待群众", by=clerk, at=AT)

    assert refused.value.code == "not_own"
    assert ("云溪街道工委" in page, "教育" in page) == (True, False)
    assert list(YearSummary.objects.all()) == [made]
    assert client.get(address("duty:summary", public_id=made.public_id)).status_code == 200


def test_the_list_is_narrowed_by_its_numbers_and_a_missing_unit_is_one_click_from_its_form(units, browser):
    first, second, *_, convener, _ = units
    summarising.hand_in(unit=first, year=2026, words="全年活动六次", by=convener, at=AT)
    client = browser(office())

    handed, missing = (client.get(f"{LIST}?year=2026&show={show}").content.decode() for show in ("done", "missing"))
    form = client.get(f"{LIST}new/?year=2026&unit=sector:{second.pk}").content.decode()

    assert ("教育界别" in handed, "科技界别" in handed) == (True, False)
    assert ("教育界别" in missing, "科技界别" in missing) == (False, True)
    assert f"unit=sector:{second.pk}" in missing
    assert f'value="sector:{second.pk}" selected' in form


def test_the_office_reminds_from_the_page_in_two_clicks(units, browser):
    by = office()
    client = browser(by)

    assert "催交" in client.get(LIST).content.decode()
    asked = client.get(f"{LIST}remind/?year=2026").content.decode()
    done = client.post(f"{LIST}remind/?year=2026", {"hat": by.hat.grant_id})
    again = client.post(f"{LIST}remind/?year=2026", {"hat": by.hat.grant_id})

    assert "个单位没有交2026年总结" in asked
    assert (done.status_code, again.status_code) == (302, 409)
    assert "明天再催" in again.content.decode()


def test_the_whole_leaves_as_one_paper_with_those_missing(units, browser):
    first, _, _, convener, _ = units
    summarising.hand_in(unit=first, year=2026, words="全年活动六次\n\n明年打算", by=convener, at=AT)
    by = office()

    report = papers.summaries(by, {"year": "2026"})
    table = papers.summary_list(by, {"year": "2026"})

    assert (report.parts[0].heading, report.parts[0].lines) == ("教育界别", ("全年活动六次", "明年打算"))
    assert "云溪街道工委" in report.parts[-1].lines[0]
    assert [row[2] for row in table.rows].count("已交") == 1
    for code, form in (("duty-summaries", "docx"), ("duty-summary-list", "xlsx")):
        paper = f"{address('document:paper', code=code, format=form)}?year=2026"
        assert browser(by).get(paper).status_code == 200
        assert browser(convener).get(paper).status_code in (403, 404)
