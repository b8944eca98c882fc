"""The records behind a number: what pages count of a year is listed by the same rule (each number opens its list)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, Sum

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.org.models import Membership, Sector

from . import queries
from .enums import COUNTED, ON_LEAVE, DutyKind, DutyRole, ServiceKind
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
    "all_proposals": ("立案和联名提案", _FILED),
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
HALF_DAYS = ("meetings", "leave", "absent")
"""What is counted in half-days, not in records."""


@dataclass(frozen=True)
class Asked:
    """Which records: of a year, of a sector or a member, of what is counted, or of one kind and kind of service."""

    year: int
    what: str = ""
    kind: str = ""
    service: str = ""
    sector: Sector | None = None
    member: Membership | None = None

    @property
    def words(self) -> str:
        """Return what was asked for, as a heading says it."""
        who = f"{self.sector.name}界别" if self.sector else self.member.person.name if self.member else ""
        what = WHAT[self.what][0] if self.what else dict(DutyKind.choices).get(self.kind, "履职")
        more = dict(ServiceKind.choices).get(self.service, "")
        return f"{who}{self.year}年的{what}{f'（{more}）' if more else ''}"


def asked_of(given: Mapping[str, str], year: int, sector: Sector | None, member: Membership | None) -> Asked:
    """Read what an address asks for; what it does not know narrows nothing."""
    what, kind, service = given.get("what", ""), given.get("kind", ""), given.get("service", "")
    return Asked(
        year, what if what in WHAT else "", kind if kind in DutyKind.values else "",
        service if service in ServiceKind.values else "", sector, member,
    )  # fmt: skip


def rows_of(actor: Actor, asked: Asked) -> QuerySet[DutyRecord]:
    """Return the records that count and that the person may see, the newest first."""
    rows = queries.records_visible_to(actor).filter(year=asked.year, state__in=COUNTED)
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


def url_of(year: int, **asked: object) -> str:
    """Return the page that lists the records of a year behind a number."""
    given = {name: str(value) for name, value in asked.items() if value}
    return f"{address('duty:records')}?{urlencode({'year': year, **given})}"
