"""Who asked leave of which half-days, and who decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yizheng.attachment.models import StoredFile
from yizheng.kernel.models import CommitteeModel, PublicModel

from ..enums import LeaveKind, LeaveState, ReplyWay
from .gathering import HalfDay, Invitation


class LeaveRequest(PublicModel):
    """
    A request for leave (请假) from some half-days of one meeting.

    `is_late`: filed after the lead time; `is_afterwards`: filed when the meeting was over. The approver is a role,
    narrowed to a body where a committee's own meeting is missed, and stays as it was when the request was filed.
    """

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="leaves")
    kind = models.CharField(max_length=20, choices=LeaveKind)
    reason = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=LeaveState, default=LeaveState.REQUESTED)
    filed_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    is_afterwards = models.BooleanField(default=False)
    way = models.CharField(max_length=10, choices=ReplyWay)
    recorded_by_name = models.CharField(max_length=60, blank=True)
    approver_role = models.CharField(max_length=40)
    approver_body_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "invitation"],
                name="one_leave_waits",
                condition=Q(state="requested"),
            ),
        ]
        indexes = [models.Index(fields=["committee", "invitation", "state"], name="leave_by_invitation")]

    def __str__(self) -> str:
        return f"{self.invitation.person}请假（{self.get_kind_display()}）"


class LeaveHalfDay(CommitteeModel):
    """One half-day that a request for leave covers."""

    request = models.ForeignKey(LeaveRequest, models.CASCADE, related_name="half_days", db_index=False)
    half_day = models.ForeignKey(HalfDay, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "request", "half_day"], name="half_day_left_once"),
        ]


class LeaveProof(PublicModel):
    """
    What proves why somebody could not come (证明材料); a row lives as long as its file may be kept.

    Only whoever decides on the request opens it (office-practice 5), by a door of its own that notes each reading.
    """

    request = models.OneToOneField(LeaveRequest, models.CASCADE, related_name="proof")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.request}的证明材料"
