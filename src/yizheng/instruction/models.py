"""Instructions, and what units owe on them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import OrgUnit

from .enums import InstructionKind, InstructionLevel, InstructionState, TrackingState

MOST_GIST = 200


class Instruction(PublicModel):
    """
    One instruction of a leader on an object of the house (批示), without its wording (office-practice 2).

    `leader_name` is empty where only the level is known: an instruction above that a higher committee told of.
    `register_reference` says where wording and scan lie: the OA, or the paper register. `keeper_role` is the office
    that follows it up. Of a central-level instruction nothing but its object and reference is kept.
    """

    target_kind = models.CharField(max_length=40)
    target_id = models.BigIntegerField()
    level = models.CharField(max_length=20, choices=InstructionLevel)
    kind = models.CharField(max_length=12, choices=InstructionKind)
    leader_name = models.CharField(max_length=60, blank=True)
    leader_post = models.CharField(max_length=80, blank=True)
    leader_user_id = models.BigIntegerField(null=True)
    instructed_on = models.DateField()
    gist = models.CharField(max_length=MOST_GIST, blank=True)
    register_reference = models.CharField(max_length=120, blank=True)
    keeper_role = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=InstructionState, default=InstructionState.RECORDED)
    recorded_by_name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="central_is_not_itemised",
                condition=~Q(level=InstructionLevel.CENTRE)
                | Q(leader_name="", leader_post="", gist="", leader_user_id__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-instructed_on"], name="instruction_by_day"),
            models.Index(fields=["committee", "target_kind", "target_id"], name="instruction_by_target"),
            models.Index(fields=["committee", "leader_user_id", "-instructed_on"], name="instruction_by_leader"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}{self.get_kind_display()}"


class InstructionTask(PublicModel):
    """
    What one unit owes on an instruction (批示办理): by when, what it reported back (handbook 2.6).

    `is_paper`: the unit has no login, the keeper enters its report.
    """

    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", db_index=False)
    first_due_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=TrackingState, default=TrackingState.RUNNING)
    is_paper = models.BooleanField(default=False)
    feedback = models.TextField(blank=True)
    fed_back_on = models.DateField(null=True)
    fed_back_by_name = models.CharField(max_length=60, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "instruction", "unit"], name="once_a_unit_and_instruction"),
        ]
        indexes = [
            models.Index(fields=["committee", "state", "due_on"], name="instruction_task_by_state"),
            models.Index(fields=["committee", "unit", "state", "due_on"], name="instruction_task_by_unit"),
        ]
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"{self.unit}办理{self.instruction}"


class InstructionTaskMove(CommitteeModel):
    """The date of a unit was put off: from, to, why and by whom."""

    task = models.ForeignKey(InstructionTask, models.CASCADE, related_name="moves")
    moved_on = models.DateField()
    old_due_on = models.DateField()
    new_due_on = models.DateField()
    reason = models.CharField(max_length=500)
    by_name = models.CharField(max_length=60)

    class Meta:
        ordering = ["moved_on", "id"]
