"""Rules and their versions, honours, staff appraisals."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yizheng.attachment.models import StoredFile
from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.kernel.secrets import EncryptedTextField
from yizheng.org.models import Body, Person

from .enums import Grade, HonourLevel, HonourState, RuleKind, RuleState


class Rule(PublicModel):
    """A rule of the committee (制度); its words stand in its versions, none of which is ever changed."""

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=RuleKind, default=RuleKind.SYSTEM)
    keeper = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=20, choices=RuleState, default=RuleState.IN_FORCE)
    repealed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "title"], name="one_rule_per_title", condition=Q(state=RuleState.IN_FORCE)
            )
        ]
        indexes = [models.Index(fields=["committee", "state", "title"], name="rule_by_title")]

    def __str__(self) -> str:
        return f"《{self.title}》"


class RuleVersion(PublicModel):
    """
    One version of a rule: who adopted it when, from when it holds, until when it was given (empty: no end).

    `valid_until` is the last day; after it the rule is flagged until it is revised, extended or repealed (F039).
    """

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="versions")
    number = models.IntegerField()
    text = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", db_index=False)
    adopted_on = models.DateField()
    adopted_by = models.CharField(max_length=120)
    doc_number = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "rule", "number"], name="one_rule_version_per_number"),
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.rule}（第{self.number}版）"


class Honour(PublicModel):
    """An honour (荣誉) given to the committee, one of its bodies or a person (F040)."""

    title = models.CharField(max_length=200)
    level = models.CharField(max_length=20, choices=HonourLevel)
    awarded_by = models.CharField(max_length=120)
    awarded_on = models.DateField()
    year = models.IntegerField()
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=20, choices=HonourState, default=HonourState.STANDING)

    class Meta:
        indexes = [models.Index(fields=["committee", "-year", "level"], name="honour_by_year")]
        constraints = [
            models.CheckConstraint(name="honour_of_one", condition=Q(body__isnull=True) | Q(person__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def holder(self) -> str:
        """Return who was honoured; the committee itself where nobody is named."""
        return str(self.person or self.body or "本会")


class StaffAppraisal(CommitteeModel):
    """The grade a member of staff was given for a year, and who decided; the remark is sealed (F038)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    year = models.IntegerField()
    grade = models.CharField(max_length=20, choices=Grade)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=120)
    remark = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "year", "person"], name="one_appraisal_a_year")]

    def __str__(self) -> str:
        return f"{self.person} {self.year}年"
