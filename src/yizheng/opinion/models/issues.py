"""Issues of periodicals, transfer slips, reports to higher committees, adoptions (handbook 6.2)."""

from __future__ import annotations

from django.db import models

from yizheng.kernel.models import Committee, CommitteeModel, PublicModel
from yizheng.org.models import OrgUnit

from ..enums import AdoptionKind, AdoptionState, IssueKind, IssueState, ReportState, TransferState, UpLevel
from .opinions import MOST_TITLE_CHARS, Opinion


class OpinionIssue(PublicModel):
    """
    One issue of a periodical (一期): 《社情民意》2026年第3期（总第158期）.

    `year_no` counts within the year, `running_no` through all years; both are given at issue, without gaps, and go on
    behind the numbers used on paper before (`paper_year_no`, `paper_running_no`). `kind` special is 专报, with its own
    series where the periodical differs. `edition` counts the saves of its layout.
    """

    periodical = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=IssueKind, default=IssueKind.REGULAR)
    year = models.IntegerField()
    year_no = models.IntegerField(null=True)
    running_no = models.IntegerField(null=True)
    paper_year_no = models.IntegerField(null=True)
    paper_running_no = models.IntegerField(null=True)
    headline = models.CharField(max_length=MOST_TITLE_CHARS, blank=True)
    edition = models.IntegerField(default=0)
    signer_user_id = models.BigIntegerField(null=True)
    signer_name = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=IssueState, default=IssueState.LAID_OUT)
    laid_out_at = models.DateTimeField()
    laid_out_by_name = models.CharField(max_length=60)
    signed_by_name = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "periodical", "year", "year_no"], name="one_issue_a_year_no"),
            models.UniqueConstraint(fields=["committee", "periodical", "running_no"], name="one_issue_a_running_no"),
        ]
        indexes = [models.Index(fields=["committee", "year", "periodical"], name="issue_by_year")]

    def __str__(self) -> str:
        number = f"{self.year}年第{self.year_no}期" if self.year_no else "（未编号）"
        return f"《{self.periodical}》{number}"


class IssueItem(CommitteeModel):
    """A piece in an issue, in its order, with the text as it was issued."""

    issue = models.ForeignKey(OpinionIssue, models.CASCADE, related_name="items")
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="issue_items")
    order = models.SmallIntegerField()
    title = models.CharField(max_length=MOST_TITLE_CHARS, blank=True)
    body = models.TextField(blank=True)
    authors_line = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "issue", "opinion"], name="once_in_an_issue")]
        ordering = ["order", "id"]


class IssueRecipient(CommitteeModel):
    """To whom an issue goes: a leader or an office by name, perhaps a unit of the house; copies 抄送 stand apart."""

    issue = models.ForeignKey(OpinionIssue, models.CASCADE, related_name="recipients")
    order = models.SmallIntegerField(default=0)
    name = models.CharField(max_length=80)
    is_copy = models.BooleanField(default=False)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, related_name="+", db_index=False)
    user_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "issue", "order"], name="issue_recipient_by_issue"),
            models.Index(fields=["committee", "user_id", "issue"], name="issue_by_recipient"),
        ]


class OpinionTransfer(PublicModel):
    """
    A transfer slip (转办单): one unit, what is asked of it, by when, what it answered (handbook 6.2, 6.3).

    `number` is {year}-{seq:03} of the slips of a year. `is_paper`: the unit has no login, the office enters for it.
    """

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="transfers")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", db_index=False)
    year = models.IntegerField()
    seq = models.IntegerField()
    asked_action = models.CharField(max_length=500)
    sent_on = models.DateField()
    first_due_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.SENT)
    is_paper = models.BooleanField(default=False)
    signed_for_on = models.DateField(null=True)
    reply = models.TextField(blank=True)
    reply_by_name = models.CharField(max_length=60, blank=True)
    replied_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "year", "seq"], name="one_slip_per_number")]
        indexes = [
            models.Index(fields=["committee", "unit", "state", "due_on"], name="slip_by_unit"),
            models.Index(fields=["committee", "opinion"], name="slip_by_opinion"),
            models.Index(fields=["committee", "state", "due_on"], name="slip_by_state"),
        ]

    @property
    def number(self) -> str:
        """Return the slip's number as it is printed."""
        return f"{self.year}-{self.seq:03}"

    def __str__(self) -> str:
        return f"转办单{self.number}"


class OpinionReport(PublicModel):
    """
    A piece reported to a higher committee (上报), and what that decided.

    `to_committee` and `dispatch_key` where the higher committee works in the same house (design 4: dispatch); else it
    went on paper or by another system. `label` is the frozen title at sending.
    """

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="reports")
    level = models.CharField(max_length=12, choices=UpLevel)
    to_committee = models.ForeignKey(Committee, models.PROTECT, null=True, related_name="+", db_index=False)
    to_name = models.CharField(max_length=80)
    dispatch_key = models.UUIDField(null=True)
    label = models.CharField(max_length=MOST_TITLE_CHARS)
    reported_on = models.DateField()
    state = models.CharField(max_length=12, choices=ReportState, default=ReportState.WAITING)
    result_on = models.DateField(null=True)
    result_note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "opinion"], name="report_by_opinion"),
            models.Index(fields=["committee", "state", "reported_on"], name="report_by_state"),
        ]

    def __str__(self) -> str:
        return f"上报{self.to_name}：{self.label}"


class OpinionAdoption(PublicModel):
    """
    A piece was adopted at a level (采用): by our own issue, or above with a proof (handbook 6.2).

    What was recorded by mistake is voided (`state`, `voided_on`) and stays to be read; nothing counts it.
    """

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="adoptions")
    level = models.CharField(max_length=12, choices=UpLevel)
    kind = models.CharField(max_length=12, choices=AdoptionKind, default=AdoptionKind.SINGLE)
    adopted_on = models.DateField()
    organ = models.CharField(max_length=80, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    issue = models.ForeignKey(OpinionIssue, models.PROTECT, null=True, related_name="adoptions", db_index=False)
    report = models.ForeignKey(OpinionReport, models.PROTECT, null=True, related_name="adoptions", db_index=False)
    recorded_by_name = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=AdoptionState, default=AdoptionState.STANDING)
    voided_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "opinion"], name="adoption_by_opinion"),
            models.Index(fields=["committee", "level", "adopted_on"], name="adoption_by_level"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}{self.get_kind_display()}"


class IncomingOpinion(PublicModel):
    """
    A piece that a lower committee reported to us by dispatch: made once for each key; it leads to our own opinion.

    Our decisions on it go back by dispatch with the same key.
    """

    from_committee = models.ForeignKey(Committee, models.PROTECT, related_name="+", db_index=False)
    from_name = models.CharField(max_length=80)
    dispatch_key = models.UUIDField()
    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="incoming")
    arrived_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "from_committee", "dispatch_key"], name="arrived_once"),
        ]


class SentText(CommitteeModel):
    """
    The words of a piece that was sent to another committee; its dispatch has the same key and holds their digest only.

    A dispatch can never be changed; these words are closed and destroyed with the piece (office-practice 3). The
    addressee reads them until then; what it took over is its own. Rule: our decision.
    """

    to_committee = models.ForeignKey(Committee, models.PROTECT, related_name="+", db_index=False)
    key = models.UUIDField()
    words = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "key"], name="one_text_per_dispatch")]


class TakenDispatch(CommitteeModel):
    """
    A dispatch of another committee that was read here: exactly once, in the act that took it (design 4).

    `refused` says why it was not taken in: its sender may not report here, or answers what it was not sent.
    """

    from_committee = models.ForeignKey(Committee, models.PROTECT, related_name="+", db_index=False)
    key = models.UUIDField()
    kind = models.CharField(max_length=40)
    taken_at = models.DateTimeField()
    refused = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "from_committee", "key"], name="one_taking_per_dispatch"),
        ]
