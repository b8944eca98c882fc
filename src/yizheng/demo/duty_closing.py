"""The demo's last duty year: its facts from the old registers, its sheets, how it was assessed and closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.db.models import Max

from yizheng.duty import queries
from yizheng.duty import workflow as table
from yizheng.duty.deeds import Deed
from yizheng.duty.enums import DutyKind, DutyRole, GateState, SheetState
from yizheng.duty.models import DutyRecord, SchemeVersion, ScoreSheet
from yizheng.duty.scoring.facts import Gate
from yizheng.duty.scoring.reckoning import Tally, reckon_year
from yizheng.duty.services import recording, years
from yizheng.duty.services.sheets import lines_of, sums_of
from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import LedgerEntry
from yizheng.org.models import Membership

from .house import House
from .people import SEED
from .today import moment

HALF_DAYS = 12
CLOSED = (2, 12)
"""The day of February on which the year before was closed at the earliest (month, day)."""
OPEN_RECORDS = ("claimed", "disputed")


def old_registers(house: House, year: int, diligence: dict[int, float]) -> None:
    """Take over from paper what the house did not see of the year before: its plenary, proposals, information."""
    office = house.actor(house.office_login)
    end = house.days.workday(date(year, 12, 10))
    if not house.days.is_past(end):
        return
    seats = [seat for seat in queries.members_in(year).order_by("id") if seat.left_on is None]
    found = [deed for place, seat in enumerate(seats) for deed in _old_deeds(house, year, seat, place, diligence)]
    recording.take_over(deeds=found, by=office, at=moment(end, 15))


def _old_deeds(house: House, year: int, seat: Membership, place: int, diligence: dict[int, float]) -> Iterator[Deed]:
    keen, draw = diligence.get(seat.pk, 0.5), Random(f"{SEED}-{year}-{place}")  # noqa: S311
    if house.days.is_past(house.days.plenary(house.days.year)[1] + timedelta(days=1)):
        yield from _plenary(house, year, seat, place)
    if draw.random() < keen + 0.3:
        on, title = date(year, 2, 24), f"{year}年提案登记簿第{place + 1}号"
        yield Deed(seat.pk, on, DutyKind.PROPOSAL_FILED, DutyRole.LEAD, f"register:proposal:{place}", title)
    elif draw.random() < 0.8:
        title = f"{year}年提案登记簿第{place}号（联名）"
        yield Deed(
            seat.pk, date(year, 2, 24), DutyKind.PROPOSAL_FILED, DutyRole.CO, f"register:proposal:{place - 1}", title
        )
    for number in range(int(draw.random() * keen * 5)):
        on, title = date(year, 3 + number * 2, 12), f"{year}年社情民意信息登记簿第{place * 3 + number + 1}条"
        deed = f"register:opinion:{place}-{number}"
        yield Deed(seat.pk, on, DutyKind.OPINION_SUBMITTED, DutyRole.LEAD, deed, title)
        if draw.random() < 0.35:
            yield Deed(seat.pk, on, DutyKind.OPINION_ADOPTED_OWN, DutyRole.LEAD, deed, title)


def _plenary(house: House, year: int, seat: Membership, place: int) -> Iterator[Deed]:
    """One row for the half-days a member sat and one for those they missed: the paper sheet has no more."""
    on, title = house.days.plenary(year)[0], f"{year}年全体会议签到簿"
    missed = {37: 2, 88: 12, 140: 1, 171: 4}.get(place, 0)
    role = DutyRole.ABSENT if place in (37, 140) else DutyRole.LEAVE_PRIVATE
    if missed < HALF_DAYS:
        deed, half_days = f"register:plenary-{year}/1", (HALF_DAYS - missed) * 100
        yield Deed(seat.pk, on, DutyKind.PLENARY, DutyRole.PRESENT, deed, title, quantity=half_days)
    if missed:
        yield Deed(
            seat.pk, on, DutyKind.PLENARY, role, f"register:plenary-{year}/2", title, quantity=missed * 100
        )  # fmt: skip


def close(house: House, year: int) -> None:
    """Assess the year before and close it, once its facts were all told and nothing of it waits."""
    day = _day_of_closing(house, year)
    waits = DutyRecord.objects.filter(year=year, state__in=OPEN_RECORDS).exists()
    scheme = queries.scheme_row(year)
    if waits or scheme is None or not house.days.is_past(day):
        return
    sheets = _published_sheets(year, scheme, day)
    ledger.record_all(_courses(house, sheets, day))
    years.close(year=year, by=house.actor("demo-secretary"), at=moment(day, 16))


def _day_of_closing(house: House, year: int) -> date:
    ids = DutyRecord.objects.filter(year=year).values("id")
    last = LedgerEntry.objects.filter(kind="duty_record", object_id__in=ids).aggregate(last=Max("at"))["last"]
    day = date(house.days.year, *CLOSED)
    return max(day, last.date() + timedelta(days=1)) if last else day


def _published_sheets(year: int, scheme: SchemeVersion, day: date) -> list[ScoreSheet]:
    """Write the sheets of a year as they stood when published: what the office and the meetings did to each."""
    rules = queries.scheme_of(year)
    seats = {seat.pk: seat for seat in queries.members_in(year)}
    members = [each._replace(gate=Gate.PASSED) for each in queries.scored_members(year, seats.values())]
    tallies = reckon_year(rules, members, queries.facts_of(year))
    return ScoreSheet.objects.bulk_create(_sheet(seats[pk], year, scheme, tallies[pk], day) for pk in seats)


def _sheet(seat: Membership, year: int, scheme: SchemeVersion, tally: Tally, day: date) -> ScoreSheet:
    return ScoreSheet(
        membership=seat, year=year, state=SheetState.PUBLISHED, scheme=scheme, gate=GateState.PASSED,
        total=tally.total, band=tally.band, lines=lines_of(tally), sums=sums_of(tally), months=tally.member.months,
        standing=tally.member.standing, sector_name=tally.member.sector, generated_on=day - timedelta(days=24),
    )  # fmt: skip


def _courses(house: House, sheets: list[ScoreSheet], day: date) -> Iterator[LedgerEntry]:
    office, chief = house.actor(house.office_login), house.actor("demo-secretary")
    course: tuple[tuple[str, Actor, str, str, datetime], ...] = (
        ("open_sheet", office, "", SheetState.OPEN, moment(day - timedelta(days=24), 9)),
        (table.GENERATE.name, office, SheetState.OPEN, SheetState.GENERATED, moment(day - timedelta(days=24), 9, 1)),
        (table.REVIEW.name, office, SheetState.GENERATED, SheetState.REVIEWED, moment(day - timedelta(days=5), 9)),
        (table.DECIDE_GATE.name, chief, SheetState.REVIEWED, SheetState.REVIEWED, moment(day - timedelta(days=3), 15)),
        (table.APPROVE.name, chief, SheetState.REVIEWED, SheetState.APPROVED, moment(day - timedelta(days=3), 16)),
        (table.PUBLISH.name, office, SheetState.APPROVED, SheetState.PUBLISHED, moment(day - timedelta(days=1), 9)),
    )
    for sheet in sheets:
        for act, by, before, after, at in course:
            yield ledger.draft(act, sheet, by=by, at=at, from_state=before, to_state=after)
