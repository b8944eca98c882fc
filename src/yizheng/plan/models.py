"""A plan, its sections and items, its tasks, their parties, evidence and changes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yizheng.attachment.models import StoredFile
from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import Body, OrgUnit, Person

from .enums import EvidenceKind, PartyRole, PlanState, SectionKind, TaskState


class WorkPlan(PublicModel):
    """
    The plan of one year (工作要点) as adopted; its text never changes afterwards.

    `annexes` are [{title, text}] of annexes that are neither tasks nor topics, `parts` [{kind, year, title,
    text}] where a page holds a review and a plan; `reissue` is the cover notice, `imprint` signature and foot.
    """

    year = models.IntegerField()
    title = models.CharField(max_length=300)
    issuing_body = models.CharField(max_length=100, blank=True)
    adopted_on = models.DateField(null=True)
    adopted_meeting = models.CharField(max_length=120, blank=True)
    doc_number = models.CharField(max_length=60, blank=True)
    preamble = models.TextField(blank=True)
    note = models.TextField(blank=True)
    attachments = models.JSONField(default=list)
    annexes = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    reissue = models.JSONField(null=True)
    imprint = models.JSONField(null=True)
    removed_lines = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=PlanState, default=PlanState.DRAFT)
    is_public = models.BooleanField(default=False)
    source_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["committee", "-year"], name="plan_by_year")]

    def __str__(self) -> str:
        return self.title


class PlanSection(PublicModel):
    """A first-level heading (一、 …) in document order; `kind` separates a review from the plan."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="sections")
    order = models.IntegerField()
    number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=SectionKind, default=SectionKind.PLAN)
    year = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "plan", "order"], name="one_section_per_place")]

    def __str__(self) -> str:
        return f"{self.number}、{self.title}" if self.number else self.title


class PlanItem(PublicModel):
    """
    An item of the plan (要点): its number as printed, heading and text.

    `group` is the smaller heading above it, （一）…, where a section has such; several are parted by ｜.
    """

    plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="items")
    section = models.ForeignKey(PlanSection, models.CASCADE, related_name="items")
    order = models.IntegerField()
    number = models.IntegerField(null=True)
    number_raw = models.CharField(max_length=20, blank=True)
    heading = models.CharField(max_length=300)
    group = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "plan", "order"], name="one_item_per_place")]

    def __str__(self) -> str:
        return self.heading

    @property
    def label(self) -> str:
        """Return 第9项, or the place in the document where the plan prints no numbers."""
        return f"第{self.number or self.order}项"


class PlanTask(PublicModel):
    """
    A task (任务): what, in which months, led by whom, carried by which departments.

    `leaders_text` and `departments_text` stay exactly as in the document; `TaskParty` holds who that is.
    `base` tasks came with the adopted plan; added ones do not alter the annual base count.
    """

    plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="tasks")
    item = models.ForeignKey(PlanItem, models.PROTECT, null=True, related_name="tasks")
    item_reason = models.CharField(max_length=200, blank=True)
    month = models.IntegerField(null=True)
    seq_in_month = models.IntegerField(default=1)
    month_start = models.IntegerField(null=True)
    month_end = models.IntegerField(null=True)
    all_year = models.BooleanField(default=False)
    content = models.CharField(max_length=500)
    leaders_text = models.JSONField(default=list)
    departments_text = models.JSONField(default=list)
    state = models.CharField(max_length=20, choices=TaskState, default=TaskState.PLANNED)
    due_on = models.DateField(null=True)
    is_added = models.BooleanField(default=False)
    delayed_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    source_sentence = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "plan", "month_start"], name="task_by_month"),
            models.Index(fields=["committee", "state", "due_on"], name="task_by_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="task_months_in_order",
                condition=Q(month_start__isnull=True)
                | (Q(month_start__gte=1) & Q(month_end__lte=12) & Q(month_start__lte=F("month_end"))),
            ),
        ]

    def __str__(self) -> str:
        return self.content


class TaskParty(CommitteeModel):
    """Who a name in the task table stands for; exactly one of person, body, unit."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=20, choices=PartyRole)
    display_text = models.CharField(max_length=80)
    order = models.IntegerField(default=0)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["committee", "body", "task"], name="party_by_body"),
            models.Index(fields=["committee", "person", "task"], name="party_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                name="party_is_one_thing",
                condition=(
                    Q(person__isnull=False, body__isnull=True, unit__isnull=True)
                    | Q(person__isnull=True, body__isnull=False, unit__isnull=True)
                    | Q(person__isnull=True, body__isnull=True, unit__isnull=False)
                ),
            ),
        ]


class TaskEvidence(PublicModel):
    """What shows that a task was done (完成依据): a file, a record of the house, or one line."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=20, choices=EvidenceKind)
    note = models.CharField(max_length=300, blank=True)
    happened_on = models.DateField()
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", db_index=False)
    given_by_name = models.CharField(max_length=60)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.note or self.get_kind_display()


class TaskChange(CommitteeModel):
    """A change to a task after adoption: field, old and new value, reason (F033)."""

    task = models.ForeignKey(PlanTask, models.CASCADE, related_name="changes")
    field = models.CharField(max_length=40)
    old = models.CharField(max_length=500, blank=True)
    new = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500)
    changed_by_name = models.CharField(max_length=60)
    changed_at = models.DateTimeField()


class PlanTopic(PublicModel):
    """A research topic of the annex (调研课题安排), as printed (F035)."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="topics")
    order = models.IntegerField()
    number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=300)
    lead_text = models.CharField(max_length=80, blank=True)
    department_text = models.CharField(max_length=80, blank=True)
    members_text = models.JSONField(default=list)
    plus_other_members = models.BooleanField(default=False)
    due_month = models.IntegerField(null=True)
    item = models.ForeignKey(PlanItem, models.PROTECT, null=True, related_name="topics")

    def __str__(self) -> str:
        return self.title
