"""Key and important proposals, their leaders and activities; consultations, inspections, interviews (handbook 5.9)."""

from __future__ import annotations

from django.db import models

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import Body, Person

from ..enums import ConsultationLevel, KeyStage, LeaderSide, LeadingRole, SupervisionMode, Tier
from .handlings import ContactRecord
from .proposals import Proposal


class KeyAssignment(PublicModel):
    """A proposal is chosen as key or important (重点、重要提案): by which meeting, under which leaders."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="key_assignment")
    tier = models.CharField(max_length=12, choices=Tier)
    year = models.IntegerField()
    order = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=KeyStage, default=KeyStage.CANDIDATE)
    recommended_by = models.CharField(max_length=80, blank=True)
    criteria = models.JSONField(default=list)
    supervising_body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField(null=True)
    plan_text = models.TextField(blank=True)
    plan_mode = models.CharField(max_length=15, choices=SupervisionMode, blank=True)
    planned_for = models.DateField(null=True)
    invitees = models.CharField(max_length=300, blank=True)
    result_text = models.TextField(blank=True)
    reported_to = models.CharField(max_length=80, blank=True)
    reported_on = models.DateField(null=True)
    lookback_text = models.TextField(blank=True)
    looked_back_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "year", "tier", "order"], name="key_by_year")]

    def __str__(self) -> str:
        return self.proposal.title


class KeyLeader(CommitteeModel):
    """
    A leader of Party, government or CPPCC behind a key proposal; `person` where the leader is one of ours.

    `signed_on` and `signed_words` are what stands on the signed sheet, entered by a clerk (office-practice 8).
    """

    assignment = models.ForeignKey(KeyAssignment, models.CASCADE, related_name="leaders")
    role = models.CharField(max_length=15, choices=LeadingRole)
    side = models.CharField(max_length=12, choices=LeaderSide)
    name = models.CharField(max_length=40)
    post = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    order = models.SmallIntegerField(default=0)
    signed_on = models.DateField(null=True)
    signed_words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.post}{self.name}"


class KeyActivity(PublicModel):
    """One supervision activity of a key proposal; `led_in_person`: the leader was there."""

    assignment = models.ForeignKey(KeyAssignment, models.CASCADE, related_name="activities")
    mode = models.CharField(max_length=15, choices=SupervisionMode)
    happened_on = models.DateField()
    place = models.CharField(max_length=120)
    led_by = models.CharField(max_length=60)
    led_in_person = models.BooleanField(default=True)
    participants = models.CharField(max_length=300, blank=True)
    notes = models.TextField(blank=True)


class HandlingConsultation(PublicModel):
    """
    A consultation about the handling of proposals (提案办理协商、集中协商办理).

    One meeting closes the contact records of every handling it covered (F052). `level` is F064.
    """

    title = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=ConsultationLevel)
    category = models.CharField(max_length=20, blank=True)
    happened_on = models.DateField()
    place = models.CharField(max_length=120)
    host_body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    participants = models.CharField(max_length=300, blank=True)
    notes = models.TextField()
    contacts: models.ManyToManyField[ContactRecord, ConsultedContact] = models.ManyToManyField(
        ContactRecord, through="ConsultedContact", related_name="consultations"
    )

    class Meta:
        indexes = [models.Index(fields=["committee", "level", "-happened_on"], name="consultation_by_level")]

    def __str__(self) -> str:
        return self.title


class ConsultedContact(CommitteeModel):
    """The contact record that a consultation closed."""

    consultation = models.ForeignKey(HandlingConsultation, models.CASCADE, related_name="covered")
    contact = models.ForeignKey(ContactRecord, models.PROTECT, related_name="covered_by")


class MediaVisit(PublicModel):
    """The media looked into a proposal (两台一报); shown on its timeline."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="media_visits")
    medium = models.CharField(max_length=60)
    programme = models.CharField(max_length=80, blank=True)
    happened_on = models.DateField()
    interviewed = models.CharField(max_length=200)
    gist = models.CharField(max_length=500)
    link = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "proposal", "happened_on"], name="media_by_proposal")]


class HandlingInspection(PublicModel):
    """An inspection of how units handle proposals (提案办理视察), with what was found at each unit (F059)."""

    title = models.CharField(max_length=80)
    year = models.IntegerField()
    happened_on = models.DateField()
    led_by = models.CharField(max_length=60)
    participants = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class InspectedUnit(CommitteeModel):
    """What an inspection found at one unit."""

    inspection = models.ForeignKey(HandlingInspection, models.CASCADE, related_name="units")
    unit = models.ForeignKey("org.OrgUnit", models.PROTECT, related_name="+", db_index=False)
    proposals: models.ManyToManyField[Proposal, InspectedProposal] = models.ManyToManyField(
        Proposal, through="InspectedProposal", related_name="+"
    )
    finding = models.TextField()
    advice = models.CharField(max_length=500, blank=True)


class InspectedProposal(CommitteeModel):
    """A proposal that was looked at during an inspection."""

    at_unit = models.ForeignKey(InspectedUnit, models.CASCADE, related_name="looked_at")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="inspected")


class SubordinateCoverage(CommitteeModel):
    """
    Whether a subordinate committee's Party secretary supervises a key proposal this year (F050).

    Entered by a clerk or reported up; a missing row is a gap.
    """

    year = models.IntegerField()
    place = models.CharField(max_length=40)
    order = models.SmallIntegerField(default=0)
    secretary = models.CharField(max_length=40, blank=True)
    proposal_title = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "year", "place"], name="one_coverage_row")]
