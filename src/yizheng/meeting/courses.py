"""Reads: who attended the courses for a group over a year, several runs of a course together (features F120)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from yizheng.org.models import Membership
from yizheng.org.queries import in_office

from .activity_queries import GROUPS
from .enums import ActivityKind, ActivityState, Audience, Came
from .models import Activity, ActivitySignup

KINDS = (ActivityKind.TRAINING, ActivityKind.READING)
"""What is a course; our decision: the salon or the inspection of a group is none."""


@dataclass(frozen=True)
class Attendee:
    """One member of the group, or one who has left it since, with the runs they came to, oldest first."""

    membership: Membership
    runs: list[Activity]


@dataclass(frozen=True)
class Course:
    """The confirmed courses for a group in a year: each run with how many came, and everybody with their runs."""

    runs: list[Any]
    people: list[Attendee]

    @property
    def came(self) -> list[Attendee]:
        """Return who came at least once."""
        return [each for each in self.people if each.runs]

    @property
    def missing(self) -> list[Attendee]:
        """Return who belongs to the group today and came to none."""
        return [each for each in self.people if not each.runs]

    def of_run(self, run: Any) -> list[Attendee]:
        """Return who came to one run."""
        return [each for each in self.people if run in each.runs]


def course_of(group: Audience, year: int, *, on: date) -> Course:
    """Return the courses for a group in a year, in three statements."""
    runs = list(_runs(group, year))
    came: dict[int, list[Activity]] = defaultdict(list)
    members = {each.pk: each for each in in_office(on).filter(GROUPS[group]).select_related("person", "sector")}
    rows = ActivitySignup.objects.filter(activity__in=runs, came=Came.CAME).order_by("activity__starts_at", "id")
    for row in rows.select_related("activity", "membership__person", "membership__sector"):
        members.setdefault(row.membership_id, row.membership)
        came[row.membership_id].append(row.activity)
    ordered = sorted(members.values(), key=lambda each: (each.person.sort_key, each.pk))
    return Course(runs, [Attendee(each, came.get(each.pk, [])) for each in ordered])


def _runs(group: Audience, year: int) -> QuerySet[Any]:
    rows = Activity.objects.filter(
        state=ActivityState.CONFIRMED, audience=group, kind__in=KINDS, starts_at__year=year
    ).annotate(people=Count("signups", filter=Q(signups__came=Came.CAME)))
    return rows.order_by("starts_at", "id")
