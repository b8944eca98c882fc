"""Reads: which instructions and tasks a person may see; the figures of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine, subjects
from yizheng.kernel.acting import Actor

from .enums import InstructionKind, InstructionLevel, InstructionState, TrackingState
from .models import Instruction, InstructionTask
from .permissions import READERS, unit_id

RUNNING = (TrackingState.RUNNING, TrackingState.FED_BACK)


def instructions_visible_to(actor: Actor) -> QuerySet[Instruction]:
    """
    Return the instructions a person may see: the offices all, a leader the own ones.

    Rule: office-practice 2, 5. Central-level ones are counted, never itemised: see `itemised`.
    """
    rows = Instruction.objects.all()
    if actor.wears("system"):
        return rows
    rows = rows.exclude(quarantine.is_closed("instruction"))
    if actor.wears(*READERS):
        return rows
    if actor.wears(Role.LEADER) and actor.user_id is not None:
        return rows.filter(leader_user_id=actor.user_id)
    return rows.none()


def itemised(rows: QuerySet[Instruction]) -> QuerySet[Instruction]:
    """Leave out what is counted but not listed: the central level (office-practice 2)."""
    return rows.exclude(level=InstructionLevel.CENTRE)


def tasks_visible_to(actor: Actor) -> QuerySet[InstructionTask]:
    """Return what units owe: of instructions a person may see, and a unit's own."""
    rows = InstructionTask.objects.select_related("instruction", "unit")
    unit = unit_id(actor)
    if unit is None:
        return rows.filter(instruction__in=instructions_visible_to(actor).values("pk"))
    closed = Instruction.objects.filter(quarantine.is_closed("instruction"), pk=OuterRef("instruction"))
    return rows.filter(unit=unit).exclude(state=TrackingState.VOID).exclude(Exists(closed))


def of_target(target: Model) -> QuerySet[Instruction]:
    """Return the instructions on an object that stand, the newest first."""
    rows = Instruction.objects.filter(target_kind=subjects.kind_of(target), target_id=target.pk)
    return rows.filter(state=InstructionState.RECORDED).order_by("-instructed_on", "-id")


@dataclass(frozen=True)
class YearCount:
    """How many instructions and circlings of one level stand in a year."""

    level: InstructionLevel
    instructions: int
    circled: int


def counts_of(rows: QuerySet[Instruction]) -> list[YearCount]:
    """Count rows by level: circling is counted as seen, never as an instruction (handbook 2.6)."""
    substantive, circled = (Q(kind=each) for each in (InstructionKind.SUBSTANTIVE, InstructionKind.CIRCLED))
    standing = rows.filter(state=InstructionState.RECORDED).order_by()
    found = {
        row["level"]: row
        for row in standing.values("level").annotate(
            instructions=Count("id", filter=substantive), circled=Count("id", filter=circled)
        )
    }
    return [
        YearCount(level, found[level]["instructions"], found[level]["circled"])
        for level in InstructionLevel
        if level in found
    ]


def of_year(year: int) -> Q:
    """Keep what leaders signed in a year."""
    return Q(instructed_on__year=year)


def overdue(on: date) -> Q:
    """Keep tasks that were to be reported back before a day and are not."""
    return Q(state=TrackingState.RUNNING, due_on__lt=on)
