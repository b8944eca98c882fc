"""Writes: who sits in the presidium, and how many came to its meetings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from .. import workflow as table
from ..enums import Part, PresidiumRole
from ..models import Attendee, Pack, PresidiumSitting


@dataclass(frozen=True)
class Sitting:
    """One meeting of the presidium: when, and how many came."""

    day: date
    part: Part
    present: int
    note: str = ""


@transaction.atomic
def set_presidium(
    *, pack: Pack, executive: Sequence[Attendee], secretary_general: Attendee | None, members: Sequence[Attendee],
    by: Actor, at: datetime,
) -> int:  # fmt: skip
    """
    Enter the presidium as it was elected (主席团名单), each list in its order; return how many sit in it.

    Rule: handbook 9.4 (R69): the preparatory meeting elects it; the house only records. Raises: Refused `twice`.
    """
    moved = workflow.apply(table.SET_PRESIDIUM, pack, by=by, at=at)
    chosen: list[tuple[Attendee, PresidiumRole]] = [(row, PresidiumRole.EXECUTIVE) for row in executive]
    if secretary_general is not None:
        chosen.append((secretary_general, PresidiumRole.SECRETARY_GENERAL))
    chosen += [(row, PresidiumRole.MEMBER) for row in members]
    ids = [row.pk for row, _ in chosen]
    if twice := next((row for row, _ in chosen if ids.count(row.pk) > 1), None):
        raise Refused("twice", f"{twice}写了两处，请只留一处。")
    moved.attendees.exclude(presidium="").update(presidium="", presidium_order=0)
    for order, (row, role) in enumerate(chosen, start=1):
        row.presidium, row.presidium_order = role, order
    Attendee.objects.bulk_update([row for row, _ in chosen], ["presidium", "presidium_order"])
    return len(chosen)


@transaction.atomic
def note_sitting(*, pack: Pack, sitting: Sitting, by: Actor, at: datetime) -> PresidiumSitting:
    """
    Note how many of the presidium came to a meeting of it (应到、实到); who is due is counted now.

    Rule: handbook 9.4 (R75): keep due and present. Raises: Refused `no_presidium`, `present`.
    """
    moved = workflow.apply(table.NOTE_SITTING, pack, by=by, at=at)
    due = moved.attendees.filter(is_out=False).exclude(presidium="").count()
    if not due:
        raise Refused("no_presidium", "还没有主席团名单，请先录入名单。")
    if not 0 <= sitting.present <= due:
        raise Refused("present", f"主席团应到{due}人，实到不能是{sitting.present}人。")
    last = moved.sittings.order_by("-ordinal").first()
    return PresidiumSitting.objects.create(
        pack=moved, ordinal=(last.ordinal if last else 0) + 1, due=due, **vars(sitting)
    )
