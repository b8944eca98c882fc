"""
The table of units (承办单位办理情况): what each was given, and how it signed, spoke, replied and was rated.

A unit's figures count its handlings, not proposals. Units stand in official order; a ranking is the office's own
decision (office-practice 4, 24).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from ..enums import ANSWERING, ContactStage, FeedbackState, HandlingState, ReplyKind, ReplyState, ShareRole
from ..models import GONE, ContactRecord, Feedback, Handling, Proposal, Reply
from . import CONFIRMED, Rate


@dataclass(frozen=True)
class UnitRow:
    """One unit: `answered` its answering handlings, `co` those it only helps with, and what became of them."""

    unit_id: int
    public_id: Any
    name: str
    answered: int
    co: int
    signed: int
    contacted: int
    replied: int
    on_time: int
    due: int
    late: int
    marks: dict[str, int] = field(default_factory=dict)
    ratings: dict[str, int] = field(default_factory=dict)
    silent: int = 0

    @property
    def reply_rate(self) -> Rate:
        """Return replied ÷ answering."""
        return Rate("reply", "办复率", self.replied, self.answered)

    @property
    def on_time_rate(self) -> Rate:
        """Return replied in time ÷ due."""
        return Rate("on_time", "按期率", self.on_time, self.due)

    @property
    def contact_rate(self) -> Rate:
        """Return handlings with a contact before the reply ÷ answering."""
        return Rate("contact", "面商率", self.contacted, self.answered)

    @property
    def rated(self) -> int:
        """Return how many ratings there are: silence is none."""
        return sum(self.ratings.values())

    @property
    def content_rate(self) -> Rate:
        """Return 满意 and 基本满意 ÷ rated. Rule: handbook 5.11; the unrated are left out and counted beside."""
        content = self.ratings.get("satisfied", 0) + self.ratings.get("basic", 0)
        return Rate("content", "满意和基本满意率", content, self.rated)


def unit_rows(proposals: QuerySet[Proposal], *, on: date) -> list[UnitRow]:
    """Return the units that handle these proposals, in official order, in three statements."""
    rows = Handling.objects.filter(proposal__in=proposals).exclude(state__in=GONE)
    marks, ratings = _marks(rows), _ratings(proposals)
    return [_row(row, marks, ratings) for row in _counted(rows, on)]


def _counted(rows: QuerySet[Handling], on: date) -> QuerySet[Handling, dict[str, Any]]:
    answers = Q(role__in=ANSWERING)
    first = Reply.objects.filter(handling=OuterRef("pk"), state=ReplyState.ISSUED, kind=ReplyKind.FIRST)
    spoken = ContactRecord.objects.filter(
        handling=OuterRef("pk"), confirmation__in=CONFIRMED, stage=ContactStage.BEFORE
    )
    marked = rows.annotate(
        has_reply=Exists(first), in_time=Exists(first.filter(sent_on__lte=F("due_on"))), spoke=Exists(spoken)
    )
    past = Q(has_reply=False, due_on__lt=on)
    return (
        marked.order_by("unit__category", "unit__order", "unit_id")
        .values("unit_id", "unit__public_id", "unit__name", "unit__category", "unit__order")
        .annotate(
            answered=Count("pk", filter=answers), co=Count("pk", filter=Q(role=ShareRole.CO)),
            signed=Count("pk", filter=~Q(state=HandlingState.ASSIGNED)),
            contacted=Count("pk", filter=answers & Q(spoke=True)),
            replied=Count("pk", filter=answers & Q(has_reply=True)),
            on_time=Count("pk", filter=answers & Q(in_time=True)),
            due=Count("pk", filter=answers & (Q(has_reply=True) | past)),
            late=Count("pk", filter=answers & past),
        )
    )  # fmt: skip


def _marks(rows: QuerySet[Handling]) -> dict[int, dict[str, int]]:
    """Count the newest class of each answering handling by unit."""
    issued = Reply.objects.filter(handling=OuterRef("pk"), state=ReplyState.ISSUED).order_by("-round", "-id")
    marked = rows.filter(role__in=ANSWERING).annotate(mark=Subquery(issued.values("class_mark")[:1]))
    found: dict[int, dict[str, int]] = {}
    for unit, mark, n in (
        marked.exclude(mark=None).order_by("mark").values_list("unit_id", "mark").annotate(n=Count("pk"))
    ):
        found.setdefault(unit, {})[str(mark)] = n
    return found


def _ratings(proposals: QuerySet[Proposal]) -> dict[int, dict[str, int]]:
    """Count the result ratings that were given of each unit's replies, and who stayed silent, by unit."""
    asked = Feedback.objects.filter(proposal__in=proposals, is_asked=True).exclude(reply__handling__state__in=GONE)
    found: dict[int, dict[str, int]] = {}
    rows = asked.filter(state__in=[FeedbackState.GIVEN, FeedbackState.NO_FEEDBACK]).order_by()
    for unit, state, rating, n in rows.values_list("reply__handling__unit_id", "state", "result_rating").annotate(
        n=Count("pk")
    ):
        key = rating if state == FeedbackState.GIVEN and rating else "silent"
        found.setdefault(unit, {})[key] = found.get(unit, {}).get(key, 0) + n
    return found


def _row(row: dict[str, Any], marks: dict[int, dict[str, int]], ratings: dict[int, dict[str, int]]) -> UnitRow:
    rated = dict(ratings.get(row["unit_id"], {}))
    silent = rated.pop("silent", 0)
    counts = {
        name: row[name] for name in ("answered", "co", "signed", "contacted", "replied", "on_time", "due", "late")
    }
    return UnitRow(
        row["unit_id"], row["unit__public_id"], row["unit__name"], **counts, marks=marks.get(row["unit_id"], {}),
        ratings=rated, silent=silent,
    )  # fmt: skip
