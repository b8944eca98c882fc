"""Reads: what of duty a person may see; facts and members of a year as the reckoning takes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from yizheng.kernel.acting import Actor
from yizheng.org import duty_years
from yizheng.org.duty_years import Days, DutyYears
from yizheng.org.enums import MembershipRole
from yizheng.org.knowing import NOT_YET
from yizheng.org.models import Membership
from yizheng.org.queries import share_of_days

from .enums import COUNTED, SchemeState, YearState
from .models import ContactVisit, DutyRecord, DutyYear, SchemeVersion, ScoreSheet
from .permissions import OWN, READERS
from .scoring.facts import MONTHS, Fact, Gate, Member
from .scoring.scheme import Scheme, parse
from .scoring.shipped import shipped

HALF = Decimal("0.5")


def records_visible_to(actor: Actor) -> QuerySet[DutyRecord]:
    """Return the records a person may see: the offices all, a member the own ones (`duty.visibility` = own)."""
    rows = DutyRecord.objects.select_related("membership__person")
    if actor.wears(*READERS, "system"):
        return rows
    if actor.wears(*OWN) and actor.user_id is not None:
        return rows.filter(membership__person__user=actor.user_id)
    return rows.none()


def sheets_visible_to(actor: Actor) -> QuerySet[ScoreSheet]:
    """Return the sheets a person may see: the offices all, a member the own ones."""
    rows = ScoreSheet.objects.select_related("membership__person", "scheme")
    if actor.wears(*READERS, "system"):
        return rows
    if actor.wears(*OWN) and actor.user_id is not None:
        return rows.filter(membership__person__user=actor.user_id)
    return rows.none()


def schemes_visible_to(actor: Actor) -> QuerySet[SchemeVersion]:
    """Return the schemes a person may read: the offices all, members those that were or are in force."""
    rows = SchemeVersion.objects.all()
    if actor.wears(*READERS, "system"):
        return rows
    return rows.exclude(state=SchemeState.DRAFT) if actor.wears(*OWN) else rows.none()


def years_visible_to(actor: Actor) -> QuerySet[DutyYear]:
    """Return the duty years, for those who keep or read them."""
    rows = DutyYear.objects.all()
    return rows if actor.wears(*READERS, *OWN, "system") else rows.none()


def visits_visible_to(actor: Actor) -> QuerySet[ContactVisit]:
    """Return the visits a person may see: the offices all."""
    rows = ContactVisit.objects.select_related("membership__person", "visitor")
    return rows if actor.wears(*READERS, "system") else rows.none()


def own_membership(actor: Actor, on: date) -> Membership | None:
    """Return the person's own seat in office on a day."""
    return own_seats(actor, on).first() if actor.user_id is not None else None


def own_seats(actor: Actor, on: date) -> QuerySet[Membership]:
    """Return the person's own seats in office on a day, the newest first."""
    if not actor.wears(*OWN):
        return Membership.objects.none()
    rows = Membership.objects.filter(person__user=actor.user_id).exclude(state__in=NOT_YET)
    rows = rows.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), joined_on__lte=on)
    rows = rows.exclude(role=MembershipRole.RESIDENT_SUPERIOR_MEMBER)
    return rows.select_related("person", "sector").order_by("-pk")


def members_in(year: int) -> QuerySet[Membership]:
    """
    Return the seats that were held at some time of a year, sector by sector in stroke order (office-practice 14).

    Who joined in June or left in October is among them (handbook 18.3 case 3).
    """
    first, last = years().days(year)
    rows = Membership.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=first))
    rows = rows.filter(joined_on__lte=last).exclude(state__in=NOT_YET)
    rows = rows.exclude(role=MembershipRole.RESIDENT_SUPERIOR_MEMBER).select_related("person", "sector")
    return rows.prefetch_related("suspensions").order_by("sector__order", "person__stroke_key", "id")


def years() -> DutyYears:
    """Return from when to when each duty year runs (key duty.year); a closed one as it ran when it was closed."""
    read = duty_years.read()
    if read.is_calendar:
        return read
    rows = DutyYear.objects.filter(state=YearState.FROZEN).values_list("year", "first_day", "last_day")
    closed = {year: (first or date(year, 1, 1), last or date(year, 12, 31)) for year, first, last in rows}
    return replace(read, closed=closed)


def year_of(on: date) -> int:
    """Return the duty year a day belongs to."""
    return years().of(on)


def year_asked(words: str, today: date) -> int:
    """Return the year an address asks for; the running one when it asks for none that has begun."""
    now = year_of(today)
    return int(words) if words.isdecimal() and len(words) < 5 and duty_years.OLDEST <= int(words) <= now else now


def is_frozen(year: int) -> bool:
    """Tell whether the year is closed."""
    return DutyYear.objects.filter(year=year, state=YearState.FROZEN).exists()


def scheme_row(year: int) -> SchemeVersion | None:
    """Return the scheme in force for a year; nothing while nobody adopted one."""
    return SchemeVersion.objects.filter(year=year, state=SchemeState.IN_FORCE).first()


def scheme_of(year: int) -> Scheme:
    """Return the scheme a year is reckoned by: the adopted one, else the default of the house."""
    row = scheme_row(year)
    return parse(row.data) if row else shipped("default")


def scheme_of_sheet(sheet: ScoreSheet) -> Scheme:
    """Return the scheme a sheet was reckoned by: its own version, whatever is in force now."""
    if sheet.generated_on is None:
        return scheme_of(sheet.year)
    return parse(sheet.scheme.data) if sheet.scheme else shipped("default")


def facts_of(year: int, memberships: Iterable[int] | None = None) -> list[Fact]:
    """Return the facts of a year that count, of all or of some members."""
    rows = DutyRecord.objects.filter(year=year, state__in=COUNTED)
    if memberships is not None:
        rows = rows.filter(membership__in=list(memberships))
    return [
        Fact(pk, member, kind, role, on, deed, quantity, parts, title)
        for pk, member, kind, role, on, deed, quantity, parts, title in rows.order_by("on", "id").values_list(
            "id", "membership_id", "kind", "role", "on", "deed", "quantity", "parts", "title"
        )
    ]


def scored_members(year: int, rows: Iterable[Membership] | None = None) -> list[Member]:
    """Return the members of a year as the reckoning takes them; who has no sheet yet passes the gate for now."""
    seats = list(members_in(year) if rows is None else rows)
    gates = dict(
        ScoreSheet.objects.filter(year=year, membership__in=[each.pk for each in seats])
        .order_by("version")
        .values_list("membership_id", "gate")
    )
    days = years().days(year)
    return [member_of(seat, days, gates.get(seat.pk, "")) for seat in seats]


def member_of(seat: Membership, days: Days, gate: str) -> Member:
    """Return one member of a year as the reckoning takes them; `gate` is the newest sheet's, empty without one."""
    return Member(
        seat.pk, seat.sector.name if seat.sector else "", seat.role == MembershipRole.STANDING_MEMBER,
        months_served(seat, days), Gate.FAILED if gate == Gate.FAILED else Gate.PASSED,
    )  # fmt: skip


def months_served(seat: Membership, days: Days) -> int:
    """Return the months of a year a member was in office, 1 to 12, from the days (half up)."""
    return max(1, int(share_of_days(seat, *days) * MONTHS + HALF))
