"""Reads of the room: what a person may see, who sits where, what is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant
from yizheng.kernel.acting import Actor
from yizheng.org.models import Session
from yizheng.org.rolls.order import by_strokes

from .enums import SHOWN, Attends, BriefState, FacilityKind, GroupKind, GuestKind, Part, PresidiumRole
from .models import Attendee, Brief, Facility, Group, Pack, ScheduleItem
from .permissions import MEMBERS, STAFF

LAST = 10_000
MEMBER = Q(membership__isnull=False)
"""Who is due at a plenary; guests and staff are not."""
PEOPLE = ("membership__person", "membership__sector", "guest", "group", "lodging", "bus")
_RANK = {PresidiumRole.EXECUTIVE: 0, PresidiumRole.SECRETARY_GENERAL: 1, PresidiumRole.MEMBER: 2}


def packs_visible_to(actor: Actor) -> QuerySet[Pack]:
    """Return the packs a person may read: the offices all, members what is published."""
    rows = Pack.objects.select_related("session__term")
    if actor.wears(*STAFF) or actor.wears("system"):
        return rows
    return rows.filter(state__in=SHOWN) if actor.wears(*MEMBERS) else rows.none()


def attendees_visible_to(actor: Actor) -> QuerySet[Attendee]:
    """Return the people at plenaries, members and guests, that a person may read."""
    return Attendee.objects.select_related("pack__session__term", *PEOPLE).filter(pack__in=packs_visible_to(actor))


def groups_visible_to(actor: Actor) -> QuerySet[Group]:
    """Return the groups a person may read."""
    rows = Group.objects.select_related("pack__session__term", "convener__person", "recorder", "room", "joint__room")
    return rows.filter(pack__in=packs_visible_to(actor))


def items_visible_to(actor: Actor) -> QuerySet[ScheduleItem]:
    """Return the lines of schedules a person may read."""
    return ScheduleItem.objects.select_related("pack__session__term").filter(pack__in=packs_visible_to(actor))


def facilities_visible_to(actor: Actor) -> QuerySet[Facility]:
    """Return the rooms and buses a person may read."""
    return Facility.objects.select_related("pack__session__term").filter(pack__in=packs_visible_to(actor))


def briefs_visible_to(actor: Actor) -> QuerySet[Brief]:
    """Return the briefs a person may read: issued ones all, others the office and the recorder of the group."""
    rows = Brief.objects.select_related("pack__session__term", "group__recorder")
    if actor.wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, "system"):
        return rows
    rows = rows.filter(pack__in=packs_visible_to(actor))
    recorded = Q(group__recorder=actor.user_id) if actor.user_id is not None else Q(pk__in=[])
    return rows.filter(Q(state=BriefState.ISSUED) | recorded)


def own_attendance(actor: Actor, pack: Pack | None = None) -> Attendee | None:
    """Return the person's own place at a plenary that is published; at the latest one where none is named."""
    if actor.user_id is None:
        return None
    rows = Attendee.objects.select_related(
        "pack__session__term", *PEOPLE, "group__room", "group__convener__person", "group__recorder",
        "group__joint__room",
    )  # fmt: skip
    own = Q(membership__person__user=actor.user_id) | Q(guest__user=actor.user_id)
    mine = rows.filter(own, is_out=False, pack__state__in=SHOWN)
    mine = mine.filter(pack=pack) if pack is not None else mine
    return mine.order_by("-pack__session__opens").first()


def here(pack: Pack) -> list[Attendee]:
    """Return the members at a plenary, by sector in official order, then by strokes (office-practice 14)."""
    return sorted(pack.attendees.filter(MEMBER, is_out=False).select_related(*PEOPLE), key=_by_sector)


def everybody(pack: Pack) -> list[Attendee]:
    """Return the members at a plenary and after them its guests and staff, by kind, then by strokes."""
    return sorted(pack.attendees.filter(is_out=False).select_related(*PEOPLE), key=_by_sector)


def guests_of(pack: Pack) -> list[Attendee]:
    """Return the guests and the staff of a plenary, by kind, then by strokes."""
    return sorted(pack.attendees.filter(~MEMBER, is_out=False).select_related(*PEOPLE), key=_by_sector)


def by_groups(attendees: Iterable[Attendee]) -> list[Attendee]:
    """Order members by group, then by strokes: as they sit."""
    return sorted(attendees, key=lambda row: (row.group.order if row.group else LAST, by_strokes(row.person)))


def in_presidium(attendees: Iterable[Attendee]) -> list[Attendee]:
    """Return who sits in the presidium: executive chairs, the secretary-general, the others, each as elected."""
    chosen = [row for row in attendees if row.presidium]
    return sorted(chosen, key=lambda row: (_RANK[PresidiumRole(row.presidium)], row.presidium_order, row.pk))


def _by_sector(row: Attendee) -> tuple[int, tuple[str, str, int]]:
    if row.membership is None:
        return (LAST + 1 + list(GuestKind).index(GuestKind(row.kind)), by_strokes(row.person))
    sector = row.membership.sector
    return (sector.order if sector else LAST, by_strokes(row.person))


def members_of(group: Group) -> list[Attendee]:
    """Return who belongs to a group, by sector and strokes; of a joint group, all members of its parts."""
    return _inside(group, MEMBER)


def guests_in(group: Group) -> list[Attendee]:
    """Return the guests and the staff who sit with a group; of a joint group, with its parts."""
    return _inside(group, ~MEMBER)


def _inside(group: Group, who: Q) -> list[Attendee]:
    inside = Q(group__joint=group) if group.kind == GroupKind.JOINT else Q(group=group)
    rows = Attendee.objects.filter(inside, who, is_out=False).select_related(*PEOPLE)
    return sorted(rows, key=_by_sector)


def groups_of(pack: Pack, kind: GroupKind) -> list[Group]:
    """Return the groups of a kind in their order, with how many members belong to each."""
    rows = pack.groups.filter(kind=kind).select_related("convener__person", "recorder", "room", "joint__room")
    own = Q(attendees__is_out=False, attendees__membership__isnull=False)
    below = Q(parts__attendees__is_out=False, parts__attendees__membership__isnull=False)
    size = Count("parts__attendees", filter=below) if kind == GroupKind.JOINT else Count("attendees", filter=own)
    return list(rows.annotate(size=size).order_by("order"))


def without_brief(group: Group) -> list[tuple[date, Part]]:
    """Return the half-days on which a group discusses by the schedule and of which nobody has begun a brief."""
    attends = Attends.JOINT if group.kind == GroupKind.JOINT else Attends.GROUP
    asked = group.pack.items.filter(attends=attends).order_by("day", "starts").values_list("day", "part")
    begun = set(group.briefs.values_list("day", "part"))
    return [(day, Part(part)) for day, part in dict.fromkeys(asked) if (day, part) not in begun]


def facilities_of(pack: Pack) -> list[Facility]:
    """Return rooms and buses by kind; `taken` says how many people each has (of a meeting room, its groups)."""
    rows = list(pack.facilities.all())
    people = list(pack.attendees.filter(is_out=False).values_list("lodging", "bus"))
    rooms = list(pack.groups.values_list("room", flat=True))
    for row in rows:
        counted = rooms if row.kind == FacilityKind.MEETING_ROOM else [
            bus if row.kind == FacilityKind.BUS else lodging for lodging, bus in people
        ]  # fmt: skip
        row.taken = counted.count(row.pk)  # type: ignore[attr-defined]
    order = list(FacilityKind)
    return sorted(rows, key=lambda row: (order.index(FacilityKind(row.kind)), row.pk))


@dataclass(frozen=True)
class Readiness:
    """
    How far the preparation is; `people` are all members expected, the others how many of them or of what.

    `guests` and `staff` are counted apart and nowhere else: they are never due.
    """

    people: int
    grouped: int
    seated: int
    lodged: int
    on_buses: int
    presidium: int
    groups: int
    without_convener: int
    without_recorder: int
    items: int
    facilities: int
    briefs: int
    issued: int
    guests: int
    staff: int


def readiness(pack: Pack) -> Readiness:
    """Count what is ready, in three queries."""
    works = Q(kind=GuestKind.STAFF)
    people = pack.attendees.filter(is_out=False).aggregate(
        people=Count("membership"), grouped=Count("group", filter=MEMBER), seated=Count("seat_row", filter=MEMBER),
        lodged=Count("lodging", filter=MEMBER), on_buses=Count("bus", filter=MEMBER),
        presidium=Count("id", filter=~Q(presidium="")), guests=Count("guest", filter=~works),
        staff=Count("guest", filter=works),
    )  # fmt: skip
    groups = pack.groups.filter(kind=GroupKind.SMALL).aggregate(
        groups=Count("id"), without_convener=Count("id", filter=Q(convener__isnull=True)),
        without_recorder=Count("id", filter=Q(recorder__isnull=True)),
    )  # fmt: skip
    rest = Pack.objects.filter(pk=pack.pk).aggregate(
        items=Count("items", distinct=True), facilities=Count("facilities", distinct=True),
        issued=Count("briefs", distinct=True, filter=Q(briefs__state=BriefState.ISSUED)),
        briefs=Count("briefs", distinct=True),
    )  # fmt: skip
    return Readiness(**people, **groups, **rest)


def sessions_without_pack() -> QuerySet[Session]:
    """Return the plenaries for which nothing is prepared yet, the latest first."""
    return Session.objects.exclude(pk__in=Pack.objects.values("session")).select_related("term").order_by("-opens")


def possible_recorders(pack: Pack, on: date) -> dict[int, str]:
    """Return who can record: the staff of the committee's offices, by login, with the name they go by."""
    held = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    grants = RoleGrant.objects.filter(held, role__in=_RECORDING, valid_from__lte=on).select_related("user")
    return {row.user_id: f"{row.user.name}（{row.label}）" for row in grants.order_by("user__username", "-rank")}


_RECORDING = (
    Role.OFFICE_CLERK, Role.COMMITTEE_CLERK, Role.PROPOSAL_CLERK, Role.OPINION_CLERK, Role.GRASSROOTS_CLERK,
)  # fmt: skip
