"""Figures of sectors, kinds, weeks and the term are what the records say, and each page shows them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.duty import figures, noticing, papers, term
from yizheng.duty.enums import DutyKind as K
from yizheng.duty.enums import SheetState
from yizheng.duty.models import ScoreSheet
from yizheng.duty.noticing import Deeds
from yizheng.duty.services import visiting
from yizheng.duty.services.visiting import Visit, VisitForm
from yizheng.duty.term import YearOfTerm
from yizheng.kernel.addresses import address
from yizheng.meeting.enums import ActivityState
from yizheng.meeting.tests import factories as meeting_make
from yizheng.org.enums import MembershipRole
from yizheng.proposal.tests import factories as make

from .test_sheets import AT, full_year, office, record


def page_of(client, path):
    answer = client.get(f"/yunxi/duty/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_sums_of_the_sectors_are_the_sums_of_the_members_and_of_the_records(house):
    first, second = make.member(), make.member()
    third = make.MemberFactory(sector=meeting_make.SectorFactory(term=first.term), person=make.person())
    for seat in (first, second, third):
        full_year(seat)
    record(third, K.PLENARY, "absent", deed="meeting:1/2", quantity=300)

    rows = figures.by_sector(2026)

    done = noticing.deeds_in(2026)
    assert [row.members for row in rows] == [2, 1]
    for name in figures.SUMMED:
        assert sum(getattr(row.deeds, name) for row in rows) == sum(getattr(d, name) for d in done.values()), name
    assert (rows[1].deeds.absent, rows[1].deeds.due, rows[1].rate) == (3, 4, "25.0%")
    assert {"came", "due", "visits", "services", "cases"} <= set(figures.SUMMED)


def test_service_is_told_by_kind_and_an_activity_of_two_hosts_once(house):
    first, second = make.member(), make.member()
    for seat in (first, second):
        row = record(seat, K.SOCIAL_SERVICE, deed="sheet:a")
        type(row).objects.filter(pk=row.pk).update(service="mediation")
        record(seat, K.RESEARCH, deed="activity:7")
    record(first, K.SOCIAL_SERVICE, deed="sheet:b")

    assert [(r.label, r.deeds, r.times, r.members) for r in figures.services_of(2026)] == [
        ("矛盾调解", 1, 2, 2), ("其他", 1, 1, 1),
    ]  # fmt: skip
    assert [(r.label, r.deeds, r.times, r.members) for r in figures.activities_of(2026)] == [("调研", 1, 2, 2)]


def test_a_week_lists_every_sector_with_what_it_held(browser):
    activity, _, people = meeting_make.published(members=1)
    sector = people[0].sector
    silent = meeting_make.SectorFactory(term=sector.term, order=sector.order + 1)
    type(activity).objects.filter(pk=activity.pk).update(state=ActivityState.CONFIRMED)

    rows = figures.week_of(date(2026, 12, 7))

    assert [(row.sector, [event.pk for event, _ in row.events]) for row in rows] == [
        (sector, [activity.pk]), (silent, []),
    ]  # fmt: skip
    assert figures.fullest_week(2026) == date(2026, 12, 7)
    page = page_of(browser(office()), "statistics/week/?from=2026-12-09")
    assert "视察老旧小区改造" in page
    assert "没有活动" in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "nonsense"])
def test_a_week_at_the_end_of_all_dates_is_as_if_none_was_asked(browser, day):
    assert browser(office()).get(f"/yunxi/duty/statistics/week/?from={day}").status_code == 200


def test_who_was_not_visited_is_listed_with_who_keeps_in_contact(browser):
    by, keeper = office(), make.member("沈怀远")
    seen, unseen = make.member("毛进"), make.member("齐明月")
    for seat in (seen, unseen):
        visiting.pair(year=2026, keeper=keeper.person, membership=seat, by=by, at=AT)
    visiting.visit(given=Visit(keeper.person, seen, date(2026, 3, 2), VisitForm.CALL), by=by, at=AT)

    table = papers.coverage(by, {"year": "2026"})
    page = page_of(browser(by), "pairs/")

    assert [(row[1], row[4]) for row in table.rows] == [("沈怀远", "没有结对"), ("齐明月", "沈怀远")]
    assert table.notes == ("委员3名，已走访1名，覆盖面33.3%；结对2对。",)
    assert "走访1次" in page
    assert "还没有走访" in page


def of(year, *, proposals=0, co=0, standing=0, plenary=0, leaves=0, band="", lowest=False):
    deeds = Deeds(proposals=proposals, co_signed=co)
    deeds.absent_standing = {f"meeting:{year}{n}" for n in range(standing)}
    deeds.absent_plenaries = {f"meeting:{year}{n}" for n in range(plenary)}
    deeds.plenaries = {f"meeting:{year}{n}": {"leave_private"} for n in range(leaves)}
    return YearOfTerm(year, deeds, band, lowest)


@pytest.mark.parametrize(
    ("years", "standing", "late", "said"),
    [
        ([of(2025), of(2026)], False, False, [term.NO_PROPOSAL_TWICE]),
        ([of(2025, proposals=1), of(2026)], False, False, []),
        ([of(2025), of(2026, co=1)], False, False, []),
        ([of(2026)], False, False, []),
        ([of(2025, proposals=1), of(2026, proposals=1)], False, True, [term.FEW_PROPOSALS]),
        ([of(2025, proposals=2), of(2026, proposals=1)], False, True, []),
        ([of(2025, proposals=3, plenary=1), of(2026, plenary=1)], False, False, [term.PLENARY_TWICE]),
        ([of(2025, proposals=3, leaves=2), of(2026, leaves=1)], False, False, [term.PLENARY_LEAVES]),
        ([of(2025, proposals=3, standing=4), of(2026, standing=3)], True, False, [term.STANDING_TERM]),
        ([of(2025, proposals=3, standing=4), of(2026, standing=3)], False, False, []),
        ([of(2025, proposals=3, band="不称职", lowest=True), of(2026)], False, False, [term.BELOW_ONCE]),
        (
            [of(2025, proposals=3, band="不称职", lowest=True), of(2026, band="不称职", lowest=True)], False, False,
            [term.BELOW_TWICE],
        ),
    ],
)  # fmt: skip
def test_the_rules_over_years_speak_and_nothing_follows(years, standing, late, said):
    assert term.rules_for(years, is_standing=standing, tells_proposals=late) == said


def test_the_term_is_told_year_by_year_on_page_and_paper(browser):
    seat, by = make.member("毛进"), office()
    full_year(seat)
    record(seat, K.PROPOSAL_FILED, "lead", on=date(2025, 3, 2))
    ScoreSheet.objects.create(
        membership=seat, year=2025, state=SheetState.FROZEN, band="incompetent", generated_on=date(2026, 1, 5)
    )
    other = make.member("齐明月")
    client = browser(by)

    page = page_of(client, f"members/{seat.public_id}/")
    listed = page_of(client, "notices/?list=term")
    paper = f"{address('document:paper', code='duty-term', format='docx')}?member={seat.public_id}&year=2026"

    assert ("2025年" in page, "合计" in page, "不称职" in page) == (True, True, True)
    assert (term.BELOW_ONCE in listed, term.NO_PROPOSAL_TWICE in listed) == (True, True)
    assert term.flags(2026) == {seat.pk: [term.BELOW_ONCE], other.pk: [term.NO_PROPOSAL_TWICE]}
    assert client.get(paper).status_code == 200


@pytest.mark.parametrize("path", ["statistics/", "notices/?list=term", "pairs/", "summaries/"])
def test_a_page_of_figures_takes_a_fixed_number_of_statements(browser, path):
    by, counts = office(), []
    client, keeper = browser(by), make.member("沈怀远")
    for _ in range(3):
        seat = make.member()
        full_year(seat)
        visiting.pair(year=2026, keeper=keeper.person, membership=seat, by=by, at=AT)
        with CaptureQueriesContext(connection) as caught:
            page_of(client, path)
        counts.append(sum("SAVEPOINT" not in each["sql"] for each in caught.captured_queries))

    assert counts[1] == counts[2] <= 30


def test_figures_leave_the_house_as_papers(browser):
    seat = make.member()
    full_year(seat)
    make.Membership.objects.filter(pk=seat.pk).update(role=MembershipRole.STANDING_MEMBER)
    client = browser(office())

    for code in ("duty-sectors", "duty-members", "duty-coverage"):
        assert client.get(f"{address('document:paper', code=code, format='xlsx')}?year=2026").status_code == 200
    assert papers.members(office(), {"year": "2026"}).rows[0][:4] == (seat.person.name, seat.sector.name, "常委", "1/1")


@pytest.mark.parametrize("path", ["statistics/", "statistics/week/", "pairs/", "pairs/new/", "summaries/"])
def test_a_member_opens_no_page_of_the_office(browser, path):
    assert browser(make.as_member(make.member())).get(f"/yunxi/duty/{path}").status_code == 403


def test_a_convener_sees_the_own_sector_only_and_the_office_who_is_missing(browser):
    seat = make.member()
    other = meeting_make.SectorFactory(term=seat.term, name="特别邀请")
    convener = make.as_role(Role.SECTOR_CONVENER, scope_kind="sector", scope_id=seat.sector_id)

    client = browser(convener)
    form = {"unit": f"sector:{seat.sector_id}", "words": "全年活动六次", "hat": convener.hat.grant_id}
    done = client.post("/yunxi/duty/summaries/new/", form)
    forged = client.post("/yunxi/duty/summaries/new/", {**form, "unit": f"sector:{other.pk}"})

    assert (done.status_code, forged.status_code) == (302, 200)
    assert "特别邀请" not in page_of(client, "summaries/")
    listed = page_of(browser(office()), "summaries/")
    assert ("特别邀请界别" in listed, "未交" in listed, "看总结" in listed) == (True, True, True)
