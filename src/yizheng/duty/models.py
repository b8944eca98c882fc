"""Records of deeds, schemes and years, sheets of points, disputes, contact pairs and visits."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import Body, Membership, Person, Sector

from .enums import (
    ENDED,
    DutyKind,
    DutyRole,
    DutySource,
    GateState,
    RecordState,
    SchemeState,
    ServiceKind,
    SheetState,
    VisitForm,
    YearState,
)


class DutyYear(PublicModel):
    """
    A duty year (履职年度). Once frozen, nothing of it changes any more.

    `first_day` and `last_day` stand once it is frozen; empty means the calendar year.
    """

    year = models.IntegerField()
    state = models.CharField(max_length=10, choices=YearState, default=YearState.OPEN)
    frozen_on = models.DateField(null=True)
    frozen_by_name = models.CharField(max_length=60, blank=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "year"], name="one_duty_year")]

    def __str__(self) -> str:
        return f"{self.year}年度"


class DutyRecord(PublicModel):
    """
    One deed of one member (履职记录), as it happened; points are reckoned from it and stand elsewhere.

    `deed` says which deed it is ("meeting:7/31", "proposal:12"): a member has one record of a kind for a deed.
    `quantity` is in hundredths (of a half-day of training), `parts` among how many it is shared. `evidence` is a
    sentence a person can check. `is_final`: a person ended it, and no event brings it back. The `proposed_*` fields
    hold what the first person proposes on a dispute; the second decides.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="duty_records", db_index=False)
    year = models.IntegerField()
    on = models.DateField()
    kind = models.CharField(max_length=30, choices=DutyKind)
    role = models.CharField(max_length=20, choices=DutyRole, blank=True, default="")
    deed = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    quantity = models.IntegerField(default=100)
    parts = models.SmallIntegerField(default=1)
    service = models.CharField(max_length=12, choices=ServiceKind, blank=True, default="", db_default="")
    title = models.CharField(max_length=200)
    evidence = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10, choices=DutySource)
    state = models.CharField(max_length=20, choices=RecordState, default=RecordState.GENERATED)
    recorded_at = models.DateTimeField()
    is_final = models.BooleanField(default=False)
    dispute_words = models.CharField(max_length=500, blank=True)
    disputed_on = models.DateField(null=True)
    proposed_role = models.CharField(max_length=20, choices=DutyRole, blank=True, default="")
    proposed_quantity = models.IntegerField(null=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    proposed_words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "membership", "kind", "deed"],
                name="one_record_per_deed",
                condition=~Q(state__in=[str(each) for each in ENDED]),
            ),
            models.CheckConstraint(name="duty_quantity_positive", condition=Q(quantity__gt=0, parts__gt=0)),
        ]
        indexes = [
            models.Index(fields=["committee", "year", "membership", "on"], name="duty_by_member"),
            models.Index(fields=["committee", "subject_kind", "subject_id"], name="duty_by_subject"),
            models.Index(fields=["committee", "state", "-recorded_at"], name="duty_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.title}"


class Saying(CommitteeModel):
    """
    The words of an act on a record or a sheet (异议、处理意见、申诉、把关理由): a purge reaches them here.

    The ledger keeps that they were said, by whom and their digest; never the words.
    """

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    act = models.CharField(max_length=60)
    at = models.DateTimeField()
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "kind", "object_id"], name="saying_by_object")]

    def __str__(self) -> str:
        return self.words


class SchemeVersion(PublicModel):
    """A scheme of assessment for one year (考核办法); a changed one is a new version, the old stays readable."""

    year = models.IntegerField()
    version = models.SmallIntegerField()
    name = models.CharField(max_length=80)
    data = models.JSONField()
    state = models.CharField(max_length=10, choices=SchemeState, default=SchemeState.DRAFT)
    basis = models.CharField(max_length=200, blank=True)
    adopted_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "year", "version"], name="one_scheme_per_version"),
            models.UniqueConstraint(
                fields=["committee", "year"], name="one_scheme_in_force", condition=Q(state=SchemeState.IN_FORCE)
            ),
        ]
        ordering = ["-year", "-version"]

    def __str__(self) -> str:
        return f"{self.year}年度{self.name}（第{self.version}版）"


class ScoreSheet(PublicModel):
    """
    The assessment of one member in one year (考核表). `lines` is the snapshot of every point with fact and rule.

    `version` grows with a correction after freezing: the frozen row stays as it was. Points are in hundredths.
    `override_band` is a person's decision with a reason; the points below it are never rewritten.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="score_sheets", db_index=False)
    year = models.IntegerField()
    version = models.SmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=SheetState, default=SheetState.OPEN)
    scheme = models.ForeignKey(SchemeVersion, models.PROTECT, null=True, related_name="+", db_index=False)
    gate = models.CharField(max_length=10, choices=GateState, default=GateState.WAITING)
    total = models.IntegerField(default=0)
    band = models.CharField(max_length=20, blank=True)
    override_band = models.CharField(max_length=20, blank=True)
    override_reason = models.CharField(max_length=500, blank=True)
    lines = models.JSONField(default=list)
    sums = models.JSONField(default=dict)
    standing = models.BooleanField(default=False)
    sector_name = models.CharField(max_length=40, blank=True)
    months = models.SmallIntegerField(default=12)
    narrative = models.TextField(blank=True)
    appeal_words = models.CharField(max_length=500, blank=True)
    answer_words = models.CharField(max_length=500, blank=True)
    generated_on = models.DateField(null=True)
    frozen_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "year", "membership", "version"], name="one_sheet_per_version")
        ]
        indexes = [models.Index(fields=["committee", "membership", "-year"], name="sheet_by_member")]

    def __str__(self) -> str:
        return f"{self.membership}{self.year}年度考核表"


class ContactPair(CommitteeModel):
    """A leader or standing member keeps in contact with a member for a year (联系制度; F024)."""

    year = models.IntegerField()
    keeper = models.ForeignKey(Person, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "year", "keeper", "membership"], name="one_contact_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.keeper.name}联系{self.membership.person.name}"


class ContactVisit(PublicModel):
    """A member was visited or talked with (走访约谈联系): who, when, how, about what, what follows."""

    year = models.IntegerField()
    visitor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="visits", db_index=False)
    on = models.DateField()
    form = models.CharField(max_length=10, choices=VisitForm)
    matters = models.CharField(max_length=500, blank=True)
    follow_up = models.CharField(max_length=500, blank=True)
    recorded_by_name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "visitor", "membership", "on", "form"], name="one_visit_a_day"
            ),
        ]
        indexes = [models.Index(fields=["committee", "year", "membership"], name="visit_by_member")]

    def __str__(self) -> str:
        return f"{self.get_form_display()}{self.membership}"


class YearSummary(PublicModel):
    """The summary of a year that a sector or a body handed in (界别、小组年终总结; F128)."""

    year = models.IntegerField()
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, related_name="+", db_index=False)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    words = models.TextField(blank=True)
    handed_in_on = models.DateField()
    handed_in_by_name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "year", "sector"], name="one_summary_a_sector", condition=Q(sector__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["committee", "year", "body"], name="one_summary_a_body", condition=Q(body__isnull=False)
            ),
            models.CheckConstraint(
                name="summary_of_one_unit",
                condition=Q(sector__isnull=False, body__isnull=True) | Q(sector__isnull=True, body__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sector or self.body}{self.year}年总结"
