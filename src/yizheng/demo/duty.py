"""Two duty years of the demo: one assessed and closed, one running; every list has who did something and who not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from yizheng.duty import queries
from yizheng.duty.deeds import Deed
from yizheng.duty.enums import DutyKind, DutyRole, VisitForm
from yizheng.duty.models import ContactPair, DutyRecord
from yizheng.duty.scoring.shipped import text_of
from yizheng.duty.services import claiming, recording, schemes, visiting
from yizheng.duty.services.claiming import Answer, Claim
from yizheng.duty.services.recording import sheet_deed
from yizheng.duty.services.visiting import Visit
from yizheng.kernel import ledger
from yizheng.org.enums import MembershipRole
from yizheng.org.models import Membership
from yizheng.org.queries import in_office

from . import duty_activities as activities
from . import duty_closing as closing
from . import duty_rows as rows
from .duty_rows import SheetRow
from .house import House
from .people import LEADERS, SEED
from .today import moment

MEMBER = "demo-member"
RELIED_UPON = ("林佳音", "唐一舟")
ADOPTED = (1, 20)
"""The day of January on which the chairpersons' meeting adopted the scheme of the year (month, day)."""
FORMS = (VisitForm.CALL, VisitForm.TALK, VisitForm.TELEPHONE)
MATTERS = ("履职打算和困难", "界别群众的意见", "提案办理情况", "企业经营和用工", "身体和家庭情况")


def keep_the_years(house: House) -> None:
    """Tell both years up to yesterday."""
    year = house.days.year
    diligence = _diligence(house)
    for each in (year - 1, year):
        _scheme(house, each)
    closing.old_registers(house, year - 1, diligence)
    _sheets(house, year - 1, rows.LAST_YEAR, diligence)
    _sheets(house, year, rows.THIS_YEAR, diligence)
    activities.tell(house, diligence)
    _pairs_and_visits(house)
    _claims(house)
    closing.close(house, year - 1)
    _confirmed(house)
    _draft_of_a_change(house)


def _diligence(house: House) -> dict[int, float]:
    """Say how often each member comes, between nearly never and always; the same on every machine."""
    draw = Random(SEED)  # noqa: S311
    drawn = {seat.pk: draw.triangular(0.05, 1.0, 0.8) for _, seat in sorted(house.seats.items())}
    leaders = [leader.name for leader in LEADERS]
    return drawn | {house.seats[name].pk: 0.97 for name in (*leaders, *RELIED_UPON)}


def attending(on: date, share: int, title: str, diligence: dict[int, float]) -> list[int]:
    """Return who of those in office on a day came: `share` in a hundred of the most diligent, fewer of the others."""
    draw = Random(f"{SEED}-{title}-{on.year}")  # noqa: S311
    seats = in_office(on).order_by("id").values_list("id", flat=True)
    return [pk for pk in seats if draw.random() * 100 < share * diligence.get(pk, 0.5) ** 0.45]


def _scheme(house: House, year: int) -> None:
    """The office drafts the scheme in January, the secretary-general enters that a meeting adopted it."""
    day = house.days.workday(date(year, *ADOPTED))
    if not house.days.is_past(day):
        return
    office = house.actor(house.office_login)
    made = schemes.draft(year=year, data=text_of("default"), by=office, at=moment(house.days.workday(day), 9))
    basis = f"五届{'三十' if year < house.days.year else '三十九'}次主席会议，{day.year}年{day.month}月{day.day}日"
    schemes.adopt(scheme=made, basis=basis, by=house.actor("demo-secretary"), at=moment(day, 16))


def _draft_of_a_change(house: House) -> None:
    """The office tries a change for this year: proposals bring more, activities less; nobody has decided on it."""
    if queries.scheme_row(house.days.year) is None:
        return
    data = text_of("default")
    data["name"] = "委员履职考核办法（修订稿）"
    for item in data["items"]:
        if item["code"] == "C":
            item["cap"] = 25
        if item["code"] == "D":
            item.update(cap=16, cap_others=24)
    at = moment(house.days.workdays_ago(3), 15)
    schemes.draft(year=house.days.year, data=data, by=house.actor(house.office_login), at=at)


def _sheets(house: House, year: int, sheets: Sequence[SheetRow], diligence: dict[int, float]) -> None:
    """The office keys in signed sheets two working days after the deed."""
    for row in sheets:
        on = house.days.workday(date(year, row.month, row.day))
        if house.days.is_past(on + timedelta(days=3)):
            _sheet(house, on, row, diligence)
    if year == house.days.year:
        _sheet(house, house.days.workdays_ago(6), rows.RECENT, diligence)


def _sheet(house: House, on: date, row: SheetRow, diligence: dict[int, float]) -> None:
    deed = sheet_deed(row.kind, on.isoformat(), row.title)
    came = attending(on, row.share, row.title, diligence)
    if row in (rows.RECENT, rows.CASE):
        came = list(dict.fromkeys([house.seats[rows.DISPUTANT].pk, *(came if row is rows.RECENT else [])]))
    deeds = [
        Deed(pk, on, row.kind, DutyRole.NONE, deed, row.title, quantity=row.half_days * 100, service=row.service)
        for pk in came
    ]
    at = moment(house.days.workday(on + timedelta(days=2)), 15)
    recording.register_sheet(deeds=deeds, by=house.actor(house.office_login), at=max(at, moment(on, 17)))


def _pairs_and_visits(house: House) -> None:
    """Leaders keep in contact with standing members, those with members; most were visited, some were not."""
    days = house.days
    decided = days.workday(date(days.year, 2, 6))
    if not days.is_past(decided):
        return
    office, pairs = house.actor(house.office_login), _planned_pairs(house)
    made = ContactPair.objects.bulk_create(pairs)
    ledger.record_all(
        ledger.draft("pair_contact", each, by=office, at=moment(decided, 11), fields={"year": days.year})
        for each in made
    )
    for place, pair in enumerate(made):
        on = days.workday(date(days.year, 2 + place % 9, 3 + place * 7 % 25))
        if place % 4 == 0 and decided < on and days.is_past(on + timedelta(days=1)):
            given = Visit(
                pair.keeper, pair.membership, on, FORMS[place % len(FORMS)], MATTERS[place % len(MATTERS)],
                "意见已转信息科" if place % 5 == 0 else "",
            )  # fmt: skip
            visiting.visit(given=given, by=office, at=moment(on, 17))


def _planned_pairs(house: House) -> list[ContactPair]:
    names = {leader.name for leader in LEADERS}
    seats = [seat for seat in queries.members_in(house.days.year) if seat.left_on is None]
    leaders = [seat for seat in seats if seat.person.name in names]
    standing = [s for s in seats if s.role == MembershipRole.STANDING_MEMBER and s.person.name not in names]
    others = [s for s in seats if s.role != MembershipRole.STANDING_MEMBER and s.person.name not in names]
    keeping = [*_spread(leaders, standing), *_spread(standing, others)]
    return [ContactPair(year=house.days.year, keeper=keeper.person, membership=seat) for keeper, seat in keeping]


def _spread(keepers: list[Membership], kept: list[Membership]) -> list[tuple[Membership, Membership]]:
    return [(keepers[place % len(keepers)], seat) for place, seat in enumerate(kept)]


def _claims(house: House) -> None:
    """The member reports three deeds; one was accepted, one waits, one was not accepted."""
    days, member, office = house.days, house.actor(MEMBER), house.actor(house.office_login)
    for kind, ago, title, evidence, service, fate in rows.CLAIMS:
        on = days.workdays_ago(ago)
        given = Claim(kind, on, title, evidence, service=service)
        made = claiming.claim(given=given, by=member, at=moment(days.workdays_ago(ago - 2), 20))
        at = moment(days.workdays_ago(ago - 4), 10)
        if fate == "accepted":
            claiming.accept(record=made, by=office, at=at)
        elif fate == "rejected":
            claiming.reject(record=made, reason=rows.REJECTED, by=office, at=at)
    _dispute(house)


def _dispute(house: House) -> None:
    """The member disputes last week's sheet; a clerk has proposed, a second person is to decide."""
    days, seat = house.days, house.seats[rows.DISPUTANT]
    row = DutyRecord.objects.filter(membership=seat, kind=DutyKind.TRAINING, title=rows.RECENT.title).first()
    assert row is not None, "the member signed the sheet"
    disputed = claiming.dispute(
        record=row, reason=rows.DISPUTED, by=house.actor(MEMBER), at=moment(days.workdays_ago(2), 19)
    )
    claiming.propose(
        record=disputed, answer=Answer(quantity=200), reason=rows.PROPOSED, by=house.actor("demo-clerk-members"),
        at=moment(days.workdays_ago(1), 10),
    )  # fmt: skip


def _confirmed(house: House) -> None:
    """The night's round confirmed what nobody disputed in time."""
    recording.confirm_old(on=house.days.today, at=moment(house.days.today - timedelta(days=1), 23))
