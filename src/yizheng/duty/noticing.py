"""Early notice: who has done nothing of a kind this year, and what absences the rules speak of (F024, F122)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from yizheng.org.enums import MembershipRole
from yizheng.org.models import Membership

from . import queries
from .enums import ACTIVITIES, CAME, COUNTED, ON_LEAVE, DutyKind, DutyRole
from .models import ContactPair, ContactVisit, DutyRecord
from .scoring.facts import ONE

LISTS = {
    "no_proposal": "没有提案", "no_opinion": "没有社情民意信息", "no_activity": "没有参加活动",
    "untrained": "没有参加培训",
    "not_visited": "没有走访联系", "absent": "有未经批准的缺席", "term": "届内需要研究",
}  # fmt: skip
PLENARY_ONCE = "建议书面批评"
PLENARY_TWICE = "建议提请常委会议审议：撤销资格或劝其辞职"
STANDING_YEAR = "建议劝其辞去常委职务"
MOST_STANDING_ABSENCES = 3


@dataclass
class Deeds:
    """What one member did in a year, counted as cards and lists need it."""

    due: int = 0
    came: int = 0
    leave: int = 0
    absent: int = 0
    proposals: int = 0
    co_signed: int = 0
    key: int = 0
    excellent: int = 0
    opinions: int = 0
    adopted: int = 0
    activities: int = 0
    trainings: int = 0
    half_days_trained: int = 0
    speeches: int = 0
    services: int = 0
    honours: int = 0
    visits: int = 0
    absent_plenaries: set[str] = field(default_factory=set)
    absent_standing: set[str] = field(default_factory=set)
    plenaries: dict[str, set[str]] = field(default_factory=dict)
    cases: int = 0

    @property
    def whole_leaves(self) -> int:
        """Return from how many plenary meetings the member was on leave in every half-day."""
        return sum(roles <= set(ON_LEAVE) for roles in self.plenaries.values())

    def names(self, is_standing: bool) -> dict[str, str]:
        """Return the lists the member stands on, each with a remark."""
        found = {
            "no_proposal": not (self.proposals or self.co_signed), "no_opinion": not self.opinions,
            "no_activity": not (self.activities or self.services), "untrained": not self.trainings,
            "not_visited": not self.visits,
        }  # fmt: skip
        words = {name: "" for name, stands in found.items() if stands}
        absence = self.consequence(is_standing=is_standing)
        return {**words, "absent": absence} if absence else words

    def consequence(self, *, is_standing: bool) -> str:
        """
        Return what the rules on absence propose for a person to decide; nothing follows by itself.

        Rule: handbook 9.5 (R56, R58). A member's earlier years of the term are not counted here.
        """
        if len(self.absent_plenaries) > 1:
            return PLENARY_TWICE
        if is_standing and len(self.absent_standing) >= MOST_STANDING_ABSENCES:
            return STANDING_YEAR
        if self.absent_plenaries:
            return PLENARY_ONCE
        return "请了解情况" if self.absent else ""


def deeds_in(year: int, memberships: Iterable[int] | None = None) -> dict[int, Deeds]:
    """Return what members did in a year, in two statements however many there are."""
    rows = DutyRecord.objects.filter(year=year, state__in=COUNTED)
    visits = ContactVisit.objects.filter(year=year)
    if memberships is not None:
        ids = list(memberships)
        rows, visits = rows.filter(membership__in=ids), visits.filter(membership__in=ids)
    found: dict[int, Deeds] = {}
    for member, kind, role, deed, quantity in rows.values_list("membership_id", "kind", "role", "deed", "quantity"):
        _count(found.setdefault(member, Deeds()), kind, role, deed, quantity)
    for member in visits.values_list("membership_id", flat=True):
        found.setdefault(member, Deeds()).visits += 1
    return found


def _count(deeds: Deeds, kind: str, role: str, deed: str, quantity: int) -> None:
    if kind in ATTENDED:
        _count_attendance(deeds, kind, role, deed, quantity // ONE)
    elif kind == DutyKind.PROPOSAL_FILED:
        deeds.proposals += role != DutyRole.CO
        deeds.co_signed += role == DutyRole.CO
    elif kind == DutyKind.TRAINING:
        deeds.trainings += 1
        deeds.activities += 1
        deeds.half_days_trained += quantity
    elif kind in _COUNTERS:
        setattr(deeds, _COUNTERS[kind], getattr(deeds, _COUNTERS[kind]) + 1)


_COUNTERS: dict[str, str] = {
    **dict.fromkeys(ACTIVITIES, "activities"),
    DutyKind.PROPOSAL_KEY: "key", DutyKind.PROPOSAL_EXCELLENT: "excellent", DutyKind.OPINION_SUBMITTED: "opinions",
    DutyKind.OPINION_ADOPTED_OWN: "adopted", DutyKind.OPINION_ADOPTED_CITY: "adopted",
    DutyKind.OPINION_ADOPTED_PROVINCE: "adopted", DutyKind.OPINION_ADOPTED_NATION: "adopted",
    DutyKind.SPEECH_ORAL: "speeches", DutyKind.SPEECH_WRITTEN: "speeches", DutyKind.SOCIAL_SERVICE: "services",
    DutyKind.HONOUR_DISTRICT: "honours", DutyKind.HONOUR_CITY: "honours", DutyKind.HONOUR_PROVINCE: "honours",
    DutyKind.HONOUR_NATION: "honours", DutyKind.TYPICAL_CASE: "cases",
}  # fmt: skip


ATTENDED = (DutyKind.PLENARY, DutyKind.STANDING, DutyKind.COMMITTEE)
"""Meetings whose half-days are counted."""


def kinds_of(counter: str) -> list[str]:
    """Return the kinds of records that one of the counters counts."""
    return [str(kind) for kind, name in _COUNTERS.items() if name == counter]


def _count_attendance(deeds: Deeds, kind: str, role: str, deed: str, half_days: int) -> None:
    meeting = deed.partition("/")[0]
    deeds.came += half_days * (role in CAME)
    deeds.leave += half_days * (role in ON_LEAVE)
    deeds.due += half_days * (role not in (DutyRole.EXEMPT, DutyRole.LEAVE_EXCUSED))
    if kind == DutyKind.PLENARY and role != DutyRole.EXEMPT:
        deeds.plenaries.setdefault(meeting, set()).add(role)
    if role == DutyRole.ABSENT:
        deeds.absent += half_days
        if kind == DutyKind.PLENARY:
            deeds.absent_plenaries.add(meeting)
        elif kind == DutyKind.STANDING:
            deeds.absent_standing.add(meeting)


def on_list(name: str, year: int) -> list[tuple[Membership, str]]:
    """Return the members on one list of a year in the order of rolls, each with what the rules propose."""
    done = deeds_in(year)
    found = []
    for seat in queries.members_in(year):
        names = done.get(seat.pk, Deeds()).names(seat.role == MembershipRole.STANDING_MEMBER)
        if name in names:
            found.append((seat, names[name]))
    return found


def numbers(year: int) -> dict[str, int]:
    """Return how many members stand on each list of a year."""
    done, counted = deeds_in(year), dict.fromkeys(LISTS, 0)
    for seat in queries.members_in(year):
        for name in done.get(seat.pk, Deeds()).names(seat.role == MembershipRole.STANDING_MEMBER):
            counted[name] += 1
    return counted


def coverage(year: int) -> tuple[int, int, int]:
    """Return visited members, members, contact pairs of a year (走访覆盖面)."""
    seats = {seat.pk for seat in queries.members_in(year)}
    visited = set(ContactVisit.objects.filter(year=year, membership__in=seats).values_list("membership_id", flat=True))
    return len(visited), len(seats), ContactPair.objects.filter(year=year).count()
