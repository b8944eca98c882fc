"""The records behind a number: what pages count of a year is listed by the same rule (each number opens its list)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, Sum

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.org.models import Membership, Sector

from . import queries, term
from .enums import CAME, COUNTED, ON_LEAVE, DutyKind, DutyRole, ServiceKind
from .models import DutyRecord
from .noticing import ATTENDED, kinds_of
from .scoring.facts import ONE

_FILED = Q(kind=DutyKind.PROPOSAL_FILED)
_MEETINGS = Q(kind__in=ATTENDED)
WHAT: dict[str, tuple[str, Q]] = {
    "meetings": ("会议", _MEETINGS),
    "leave": ("请假", _MEETINGS & Q(role__in=ON_LEAVE)),
    "absent": ("无故缺席", _MEETINGS & Q(role=DutyRole.ABSENT)),
    "proposals": ("立案提案", _FILED & ~Q(role=DutyRole.CO)),
    "co_signed": ("联名提案", _FILED & Q(role=DutyRole.CO)),
    **{
        name: (label, Q(kind__in=kinds_of(name)))
        for name, label in {
            "opinions": "社情民意信息", "adopted": "信息采用", "activities": "活动", "services": "社会服务",
            "honours": "表彰",
        }.items()
    },
}  # fmt: skip
"""What pages count, as the records of it; `noticing` counts the same."""
TERM = "term"
"""A span beside the single year: all years of the term up to the one that is asked for."""
HALF_DAYS = ("meetings", "leave", "absent")
"""What is counted in half-days, not in records."""
_CAME = Q(role__in=CAME)
_DUE = ~Q(role__in=[DutyRole.EXEMPT, DutyRole.LEAVE_EXCUSED])


@dataclass(frozen=True)
class Asked:
    """
    Which records: of a year, of a sector or a member, of what is counted, or of one kind and kind of service.

    `since` is the first year where the years of the term are asked for together, up to `year`.
    """

    year: int
    what: str = ""
    kind: str = ""
    service: str = ""
    sector: Sector | None = None
    member: Membership | None = None
    since: int | None = None

    @property
    def words(self) -> str:
        """Return what was asked for, as a heading says it."""
        who = f"{self.sector.name}界别" if self.sector else self.member.person.name if self.member else ""
        what = WHAT[self.what][0] if self.what else dict(DutyKind.choices).get(self.kind, "履职")
        more = dict(ServiceKind.choices).get(self.service, "")
        when = f"{self.year}年" if self.since is None else f"本届（截至{self.year}年）"
        return f"{who}{when}的{what}{f'（{more}）' if more else ''}"


def asked_of(given: Mapping[str, str], year: int, sector: Sector | None, member: Membership | None) -> Asked:
    """Read what an address asks for; what it does not know narrows nothing."""
    since = term.first_year(year) if given.get("span") == TERM else None
    what, kind, service = given.get("what", ""), given.get("kind", ""), given.get("service", "")
    return Asked(
        year, what if what in WHAT else "", kind if kind in DutyKind.values else "",
        service if service in ServiceKind.values else "", sector, member, since,
    )  # fmt: skip


def rows_of(actor: Actor, asked: Asked) -> QuerySet[DutyRecord]:
    """Return the records that count and that the person may see, the newest first."""
    when = Q(year=asked.year) if asked.since is None else Q(year__range=(asked.since, asked.year))
    rows = queries.records_visible_to(actor).filter(when, state__in=COUNTED)
    if asked.what:
        rows = rows.filter(WHAT[asked.what][1])
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.service:
        other = Q(service="") if asked.service == ServiceKind.OTHER else Q()
        rows = rows.filter(Q(service=asked.service) | other)
    if asked.sector:
        rows = rows.filter(membership__in=queries.members_in(asked.year).filter(sector=asked.sector).values("pk"))
    if asked.member:
        rows = rows.filter(membership=asked.member)
    return rows.order_by("-on", "-id")


def half_days(rows: QuerySet[DutyRecord]) -> int:
    """Return how many half-days these records are of."""
    return int(rows.aggregate(whole=Sum("quantity"))["whole"] or 0) // ONE


def attended(rows: QuerySet[DutyRecord]) -> tuple[int, int]:
    """Return how many half-days of these meetings were attended, and how many were due (handbook 9.7)."""
    found = rows.aggregate(came=Sum("quantity", filter=_CAME), due=Sum("quantity", filter=_DUE))
    return int(found["came"] or 0) // ONE, int(found["due"] or 0) // ONE


def url_of(year: int, **asked: object) -> str:
    """Return the page that lists the records of a year behind a number."""
    given = {name: str(value) for name, value in asked.items() if value}
    return f"{address('duty:records')}?{urlencode({'year': year, **given})}"
