"""Reads: activities a person may see, who may sign up, how many places are taken, what each host did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yizheng.kernel.acting import Actor
from yizheng.org.enums import MembershipRole
from yizheng.org.models import GrassrootsMembership, Membership, Seat, in_force
from yizheng.org.queries import in_office

from .enums import STANDING_SIGNUPS, ActivityKind, ActivityState, Audience, Came, SignupState
from .models import Activity, ActivityHost, ActivitySignup
from .permissions import HOSTS, READERS, SCOPES

_EARLIER = Membership.objects.filter(person=OuterRef("person"), term__ordinal__lt=OuterRef("term__ordinal"))
GROUPS = {Audience.STANDING: Q(role=MembershipRole.STANDING_MEMBER), Audience.NEW: ~Q(Exists(_EARLIER))}
"""Which members an activity for a group is for; new are those who sat in no earlier term."""


def activities_visible_to(actor: Actor) -> QuerySet[Activity]:
    """Return the activities a person may read: the offices all, hosts and members what is published or their own."""
    rows = with_hosts(Activity.objects.all())
    if actor.wears(*READERS) or actor.wears("system"):
        return rows
    if not actor.wears(*HOSTS, "member"):
        return rows.none()
    return rows.filter(~Q(state=ActivityState.DRAFT) | Q(pk__in=hosted_by(actor)))


def hosted_by(actor: Actor) -> QuerySet[ActivityHost, Any]:
    """Return the ids of the activities that the worn hat's own unit hosts."""
    scope = SCOPES.get(actor.hat.scope_kind)
    found = ActivityHost.objects.filter(**{scope: actor.hat.scope_id}) if scope else ActivityHost.objects.none()
    return found.values("activity")


def with_hosts(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Read the hosts along."""
    hosts = ActivityHost.objects.select_related("body", "sector").order_by("order")
    return rows.prefetch_related(Prefetch("hosts", hosts))


def signups_visible_to(actor: Actor) -> QuerySet[ActivitySignup]:
    """Return the sign-ups a person may read: the offices all, a host those to its activities, members their own."""
    rows = ActivitySignup.objects.select_related("activity", "membership__person", "membership__sector")
    if actor.wears(*READERS) or actor.wears("system"):
        return rows
    own = Q(membership__person__user=actor.user_id) if actor.user_id is not None else Q(pk__in=[])
    return rows.filter(own | Q(activity__in=hosted_by(actor)))


def eligible_members(activity: Activity, on: date) -> QuerySet[Membership]:
    """Return the members in office who may sign up: all of them, or those of the units that host it."""
    rows = in_office(on).select_related("person", "sector").order_by("person__sort_key", "id")
    if activity.audience == Audience.ALL:
        return rows
    if activity.audience in GROUPS:
        return rows.filter(GROUPS[Audience(activity.audience)])
    hosts = list(activity.hosts.all())
    bodies, sectors = [host.body_id for host in hosts], [host.sector_id for host in hosts]
    seated = Seat.objects.held(on).filter(body__in=bodies).values("membership")
    local = GrassrootsMembership.objects.filter(in_force(on), body__in=bodies).values("membership")
    return rows.filter(Q(sector__in=sectors) | Q(pk__in=seated) | Q(pk__in=local))


def own_membership(actor: Actor, on: date) -> Membership | None:
    """Return the membership in office of the person who acts."""
    if actor.user_id is None:
        return None
    return in_office(on).filter(person__user=actor.user_id).select_related("person").order_by("-id").first()


def own_signup(activity: Activity, membership: Membership) -> ActivitySignup | None:
    """Return the member's place or turn at an activity."""
    return activity.signups.filter(membership=membership, state__in=STANDING_SIGNUPS).first()


def turn_of(signup: ActivitySignup) -> int:
    """Return how many stand before them on the waiting list, themselves included."""
    return signup.activity.signups.filter(state=SignupState.WAITING, id__lte=signup.pk).count()


def joinable_by(actor: Actor, on: date) -> QuerySet[Activity]:
    """Return the activities a member may sign up to by who they are: open to all, or hosted by a unit of theirs."""
    return joinable_for(actor.user_id, on)


def joinable_for(user: int | None, on: date) -> QuerySet[Activity]:
    """Return the same for the person behind a login."""
    own = in_office(on).filter(person__user=user).order_by()
    seated = Seat.objects.held(on).filter(membership__in=own.values("pk")).values("body")
    local = GrassrootsMembership.objects.filter(in_force(on), membership__in=own.values("pk")).values("body")
    theirs = ActivityHost.objects.filter(
        Q(sector__in=own.values("sector")) | Q(body__in=seated) | Q(body__in=local)
    ).order_by()
    hosted = Q(audience=Audience.HOSTS) & Q(pk__in=theirs.values("activity"))
    of_groups = [Q(audience=group) & Q(Exists(own.filter(who))) for group, who in GROUPS.items()]
    return Activity.objects.filter(reduce(or_, of_groups, Q(audience=Audience.ALL) | hosted))


def counted(rows: QuerySet[Activity], actor: Actor) -> QuerySet[Any]:
    """Count the places taken and the turns waiting, and note what the person's own sign-up says."""
    return counted_for(rows, actor.user_id)


def counted_for(rows: QuerySet[Activity], user: int | None) -> QuerySet[Any]:
    """Do the same for the person behind a login."""

    def number(state: SignupState) -> Coalesce:
        found = ActivitySignup.objects.filter(activity=OuterRef("pk"), state=state).order_by()
        return Coalesce(Subquery(found.values("activity").annotate(n=Count("id")).values("n")), 0)

    own = ActivitySignup.objects.filter(
        activity=OuterRef("pk"), membership__person__user=user, state__in=STANDING_SIGNUPS
    )
    return rows.annotate(
        placed=number(SignupState.PLACED), waiting=number(SignupState.WAITING), own=Subquery(own.values("state")[:1])
    )


def open_for_signup(rows: QuerySet[Activity], at: datetime) -> QuerySet[Activity]:
    """Keep the activities to which one can sign up now."""
    return rows.filter(state=ActivityState.PUBLISHED, signup_until__gt=at)


YEAR_DIGITS, MOST_DIGITS = 4, 19
NARROWING = ("year", "kind", "campaign", "community", "host")
"""By what the list of activities is narrowed; what it shows then is what a number of the year counted."""


def narrowed(rows: QuerySet[Any], given: Mapping[str, str]) -> QuerySet[Any]:
    """Keep the confirmed activities a number of the year counted; nothing given narrows nothing."""
    if not any(given.values()):
        return rows
    rows = rows.filter(state=ActivityState.CONFIRMED)
    if given["year"].isdecimal() and len(given["year"]) == YEAR_DIGITS and int(given["year"]):
        rows = rows.filter(starts_at__year=int(given["year"]))
    for name in ("kind", "campaign", "community"):
        if given[name]:
            rows = rows.filter(**{name: given[name]})
    kind, _, pk = given["host"].partition(":")
    if kind in SCOPES and pk.isdecimal() and len(pk) < MOST_DIGITS:
        rows = rows.filter(pk__in=ActivityHost.objects.filter(**{SCOPES[kind]: int(pk)}).values("activity"))
    return rows


@dataclass(frozen=True)
class YearLine:
    """One line of the year: its name, how many activities were confirmed, who came (人次), and what narrows to it."""

    name: str
    number: int
    people: int
    narrowing: tuple[str, str]


@dataclass(frozen=True)
class ActivityYear:
    """The confirmed activities of a year: each once in all and once for each host; by kind, work and community."""

    overall: int
    people: int
    by_host: list[YearLine]
    by_kind: list[YearLine]
    by_campaign: list[YearLine]
    by_community: list[YearLine]


def year_of_activities(year: int) -> ActivityYear:
    """
    Count the confirmed activities of a year and who came (人次), in six statements.

    Rule: features F025 (五联手): an activity of several hosts counts once overall and once for each host; F117, F123.
    """
    rows = Activity.objects.filter(state=ActivityState.CONFIRMED, starts_at__year=year)
    people = ActivitySignup.objects.filter(activity__in=rows, came=Came.CAME).count()
    kinds = [replace(line, name=str(ActivityKind(line.name).label)) for line in _by_field(rows, "kind")]
    return ActivityYear(
        rows.count(), people, _by_host(rows), kinds, _by_field(rows, "campaign"), _by_field(rows, "community")
    )


def _by_field(rows: QuerySet[Activity], name: str) -> list[YearLine]:
    came = Count("signups", filter=Q(signups__came=Came.CAME))
    found = (
        rows.exclude(**{name: ""}).order_by().values_list(name).annotate(number=Count("id", distinct=True), people=came)
    )
    lines = [YearLine(value, number, people, (name, value)) for value, number, people in found]
    return sorted(lines, key=lambda line: (-line.number, line.name))


def _by_host(rows: QuerySet[Activity]) -> list[YearLine]:
    came = Count("activity__signups", filter=Q(activity__signups__came=Came.CAME))
    hosts = ActivityHost.objects.filter(activity__in=rows).order_by()
    named = hosts.annotate(name=Coalesce(F("body__short_name"), F("sector__name"))).values_list(
        "name", "body", "sector"
    )
    lines = [
        YearLine(name, number, people, ("host", f"body:{body}" if body else f"sector:{sector}"))
        for name, body, sector, number, people in named.values_list("name", "body", "sector").annotate(
            number=Count("activity", distinct=True), people=came
        )
    ]
    return sorted(lines, key=lambda line: (-line.number, line.name))
