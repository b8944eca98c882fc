"""What units do with a proposal: handlings, adjustments, contacts, co-opinions (handbook 5.2, 5.6)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import OrgUnit

from ..enums import (
    AdjustState,
    ConsultationLevel,
    ContactConfirmation,
    ContactMode,
    ContactStage,
    HandlingState,
    ShareRole,
    Side,
)
from .proposals import Proposal

GONE = (HandlingState.REASSIGNED, HandlingState.STOPPED)
"""A handling in these states binds nobody any more."""


class Handling(PublicModel):
    """
    One unit's work on one proposal (办理).

    `due_on` follows the running deadline of the room `deadline` (act `issue_reply`, or `send_co_opinion` for a
    co-handler), `second_due_on` that of the second reply while one is owed. `on_paper`: the unit has no login, the
    assigner enters what it did. `replaces` is the handling this one took over after an adjustment.
    `consultation_level`: on which level it is talked over (F064). `round_began_on`: the day a later round was ordered.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="handlings")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="handlings", db_index=False)
    role = models.CharField(max_length=10, choices=ShareRole)
    side = models.CharField(max_length=12, choices=Side)
    order = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=20, choices=HandlingState, default=HandlingState.ASSIGNED)
    round = models.SmallIntegerField(default=1)
    round_began_on = models.DateField(null=True)
    assigned_on = models.DateField()
    due_on = models.DateField()
    extended_to = models.DateField(null=True)
    extension_asked_to = models.DateField(null=True)
    extension_reason = models.CharField(max_length=500, blank=True)
    signed_on = models.DateField(null=True)
    contacted_on = models.DateField(null=True)
    countersigned_on = models.DateField(null=True)
    issued_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    second_due_on = models.DateField(null=True)
    contact_name = models.CharField(max_length=40, blank=True)
    on_paper = models.BooleanField(default=False)
    consultation_level = models.CharField(
        max_length=10, choices=ConsultationLevel, default=ConsultationLevel.UNIT, blank=True
    )
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "proposal", "unit"], name="one_open_handling", condition=~Q(state__in=GONE)
            ),
            models.UniqueConstraint(
                fields=["committee", "proposal"],
                name="one_host",
                condition=Q(role__in=[ShareRole.HOST, ShareRole.SOLE]) & ~Q(state__in=GONE),
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "unit", "state", "due_on"], name="handling_by_unit"),
            models.Index(fields=["committee", "state", "due_on"], name="handling_by_due"),
            models.Index(fields=["committee", "proposal", "order"], name="handling_by_proposal"),
        ]
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.unit}（{self.get_role_display()}）"

    @property
    def began_on(self) -> date:
        """Return the day from which the work of the running round counts: of the assignment, or the order to redo."""
        return self.round_began_on or self.assigned_on


class AdjustRequest(PublicModel):
    """
    A unit asks that a proposal go elsewhere (申请调整), with reasons and its leader's signature.

    `decide_by` follows the running deadline `decide_adjustment`; `leader_name` who decided a dispute on paper.
    """

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="adjust_requests")
    reason = models.CharField(max_length=500)
    suggested_unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+", db_index=False)
    signed_by_name = models.CharField(max_length=40)
    requested_on = models.DateField()
    decide_by = models.DateField()
    state = models.CharField(max_length=10, choices=AdjustState, default=AdjustState.ASKED)
    decided_on = models.DateField(null=True)
    decided_by_name = models.CharField(max_length=60, blank=True)
    leader_name = models.CharField(max_length=40, blank=True)
    decision_words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "handling"],
                name="one_open_request",
                condition=Q(state__in=[AdjustState.ASKED, AdjustState.DISPUTED]),
            )
        ]
        indexes = [models.Index(fields=["committee", "state", "requested_on"], name="adjust_by_state")]


class ContactRecord(PublicModel):
    """The unit spoke with the proposer (面商). `objection` is what the proposer says against the record."""

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="contacts")
    round = models.SmallIntegerField(default=1)
    stage = models.CharField(max_length=10, choices=ContactStage)
    mode = models.CharField(max_length=15, choices=ContactMode)
    happened_on = models.DateField()
    unit_people = models.CharField(max_length=120)
    proposer_people = models.CharField(max_length=120)
    notes = models.TextField()
    leader_took_part = models.BooleanField(default=False)
    confirmation = models.CharField(max_length=10, choices=ContactConfirmation, default=ContactConfirmation.WAITING)
    confirm_by = models.DateField()
    confirmed_on = models.DateField(null=True)
    confirmed_by_name = models.CharField(max_length=60, blank=True)
    objection = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "handling", "happened_on"], name="contact_by_handling"),
            models.Index(fields=["committee", "confirmation", "confirm_by"], name="contact_by_confirmation"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.get_stage_display()}{self.get_mode_display()}（{self.happened_on.month}月{self.happened_on.day}日）"
        )


class CoOpinion(CommitteeModel):
    """What a co-handler wrote to the host (会办意见), and that it agreed to the host's reply (会签)."""

    handling = models.ForeignKey(Handling, models.PROTECT, related_name="co_opinions")
    round = models.SmallIntegerField(default=1)
    text = models.TextField()
    doc_no = models.CharField(max_length=60, blank=True)
    signed_by_name = models.CharField(max_length=40)
    sent_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "handling", "round"], name="one_co_opinion_a_round")
        ]
