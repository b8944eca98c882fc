"""Figures of a year, each counted anew from the records: by sector, by kind of activity and service, by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, Count, F, Value, When

from yizheng.meeting.enums import ActivityState, Came
from yizheng.meeting.models import Activity, ActivityHost, ActivitySignup
from yizheng.org.models import Membership, Sector
from yizheng.org.queries import current_term

from . import noticing, queries
from .enums import ACTIVITIES, COUNTED, DutyKind, ServiceKind
from .models import ContactPair, ContactVisit, DutyRecord
from .noticing import Deeds

WEEK = timedelta(days=7)
SUMMED = tuple(each.name for each in fields(Deeds) if each.type == "int")


@dataclass
class SectorYear:
    """What the members of one sector did in a year together; the same sums as their own rows give."""

    name: str
    public_id: UUID | None = None
    members: int = 0
    deeds: Deeds = field(default_factory=Deeds)

    @property
    def rate(self) -> str:
        """Return present ÷ due half-days as people read it (handbook 9.7)."""
        return rate_words(self.deeds.came, self.deeds.due)


def rate_words(came: int, due: int) -> str:
    """Write came ÷ due half-days with one decimal; a dash where none was due."""
    return f"{came * 100 / due:.1f}%" if due else "—"


def by_sector(year: int) -> list[SectorYear]:
    """Return the sums of each sector in the order of rolls, in three statements however many members there are."""
    done, found = noticing.deeds_in(year), dict[str, SectorYear]()
    for seat in queries.members_in(year):
        name = seat.sector.name if seat.sector else "未分界别"
        row = found.setdefault(name, SectorYear(name, seat.sector.public_id if seat.sector else None))
        row.members += 1
        add(row.deeds, done.get(seat.pk, Deeds()))
    return list(found.values())


def add(to: Deeds, other: Deeds) -> None:
    """Add what one member did to a sum."""
    for name in SUMMED:
        setattr(to, name, getattr(to, name) + getattr(other, name))


@dataclass(frozen=True)
class KindYear:
    """Deeds of one kind in a year: how many deeds, how many times members took part, how many members."""

    label: str
    deeds: int
    times: int
    members: int
    kind: str = ""


def activities_of(year: int) -> list[KindYear]:
    """Return the activities of a year by kind; a deed of several hosts is one (features F025)."""
    rows = DutyRecord.objects.filter(year=year, state__in=COUNTED, kind__in=ACTIVITIES).order_by()
    found = rows.values_list("kind").annotate(
        Count("deed", distinct=True), Count("id"), Count("membership", distinct=True)
    )
    labels = dict(DutyKind.choices)
    order = [kind.value for kind in ACTIVITIES]
    return [
        KindYear(labels[kind], deeds, times, members, kind)
        for kind, deeds, times, members in sorted(found, key=lambda row: order.index(row[0]))
    ]


def services_of(year: int) -> list[KindYear]:
    """Return the social service of a year by kind (志愿服务、调解、结对; features F130); unnamed is 其他."""
    rows = DutyRecord.objects.filter(year=year, state__in=COUNTED, kind=DutyKind.SOCIAL_SERVICE).order_by()
    named = Case(When(service="", then=Value(str(ServiceKind.OTHER))), default=F("service"))
    found = rows.values_list(named).annotate(
        Count("deed", distinct=True), Count("id"), Count("membership", distinct=True)
    )
    order = ServiceKind.values
    return [
        KindYear(ServiceKind(kind).label, deeds, times, members, kind)
        for kind, deeds, times, members in sorted(found, key=lambda row: order.index(row[0]))
    ]


@dataclass(frozen=True)
class SectorWeek:
    """One sector in a week: its members, and each activity it hosted with how many came."""

    sector: Sector
    events: tuple[tuple[Activity, int], ...]


def week_of(monday: date) -> list[SectorWeek]:
    """Return all sectors of the term, each with the activities it hosted in a week (界别活动周; features F116)."""
    term = current_term(monday)
    if term is None:
        return []
    hosts = ActivityHost.objects.filter(
        sector__term=term, activity__starts_at__date__gte=monday, activity__starts_at__date__lt=monday + WEEK
    ).exclude(activity__state__in=[ActivityState.DRAFT, ActivityState.CANCELLED])
    rows = list(hosts.select_related("activity").order_by("activity__starts_at", "activity_id"))
    signups = ActivitySignup.objects.filter(activity__in=[row.activity_id for row in rows], came=Came.CAME)
    came = Counter(signups.values_list("activity_id", flat=True))
    held: dict[int, list[tuple[Activity, int]]] = {}
    for row in rows:
        held.setdefault(row.sector_id or 0, []).append((row.activity, came[row.activity_id]))
    sectors = Sector.objects.filter(term=term).order_by("order", "id")
    return [SectorWeek(each, tuple(held.get(each.pk, ()))) for each in sectors]


def fullest_week(year: int) -> date | None:
    """Return the Monday of the week of a year in which the most sectors held something; nothing without any."""
    days = queries.years().days(year)
    hosts = ActivityHost.objects.filter(sector__isnull=False, activity__starts_at__date__range=days)
    hosts = hosts.exclude(activity__state__in=[ActivityState.DRAFT, ActivityState.CANCELLED]).order_by()
    weeks = Counter(
        (day - timedelta(days=day.weekday()))
        for day in hosts.values_list("activity__starts_at__date", flat=True)
    )  # fmt: skip
    return max(weeks, key=lambda monday: (weeks[monday], monday)) if weeks else None


@dataclass(frozen=True)
class Kept:
    """A contact pair of a year: how often its keeper came, how often anybody did, and when the keeper came last."""

    pair: ContactPair
    by_keeper: int
    by_anybody: int
    last: date | None


def pairs_of(year: int) -> list[Kept]:
    """Return the pairs of a year by keeper in stroke order, in two statements (features F024)."""
    pairs = ContactPair.objects.filter(year=year).select_related("keeper", "membership__person", "membership__sector")
    visits: dict[int, list[tuple[int, date]]] = {}
    for member, visitor, on in ContactVisit.objects.filter(year=year).values_list("membership_id", "visitor_id", "on"):
        visits.setdefault(member, []).append((visitor, on))
    return [
        _kept(pair, visits.get(pair.membership_id, ()))
        for pair in pairs.order_by("keeper__stroke_key", "keeper_id", "membership__person__stroke_key", "id")
    ]


def _kept(pair: ContactPair, visits: Sequence[tuple[int, date]]) -> Kept:
    seen = [on for visitor, on in visits if visitor == pair.keeper_id]
    return Kept(pair, len(seen), len(visits), max(seen, default=None))


def keepers_of(year: int, seats: Iterable[Membership]) -> dict[int, str]:
    """Return who keeps in contact with each of these members this year, in words."""
    rows = ContactPair.objects.filter(year=year, membership__in=[seat.pk for seat in seats])
    found: dict[int, list[str]] = {}
    for member, name in rows.order_by("id").values_list("membership_id", "keeper__name"):
        found.setdefault(member, []).append(name)
    return {member: "、".join(names) for member, names in found.items()}
