"""An activity of the committee's units, who hosts it and who signed up (handbook 9.2, 9.3)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import Body, Membership, Sector

from ..enums import ActivityKind, ActivityState, Audience, Came, CheckInMethod, SignupState


class Activity(PublicModel):
    """
    One activity (活动) with its places; sign-up ends at `signup_until`, which is never later than the start.

    `campaign` is the work it serves (features F117: 七大战役), `community` where it reached people (F123: 社区、村).
    `keeper_role` and its scope are the hat that made it: whose desk its next step lies on. `agreed_by` is the
    leader of the host who agreed to its publication.
    """

    theme = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=ActivityKind)
    state = models.CharField(max_length=15, choices=ActivityState, default=ActivityState.DRAFT)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.ALL)
    place = models.CharField(max_length=120)
    content = models.TextField(blank=True)
    quota = models.IntegerField()
    signup_until = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    contact = models.CharField(max_length=60, blank=True)
    agreed_by = models.CharField(max_length=60, blank=True)
    summary = models.TextField(blank=True)
    campaign = models.CharField(max_length=60, blank=True)
    community = models.CharField(max_length=60, blank=True)
    keeper_role = models.CharField(max_length=30)
    keeper_scope_kind = models.CharField(max_length=20, blank=True)
    keeper_scope_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_activity_has_places", condition=Q(quota__gte=1)),
            models.CheckConstraint(name="an_activity_ends", condition=Q(ends_at__gte=F("starts_at"))),
            models.CheckConstraint(name="sign_up_before_it", condition=Q(signup_until__lte=F("starts_at"))),
        ]
        indexes = [models.Index(fields=["committee", "state", "starts_at"], name="activity_by_time")]
        ordering = ["-starts_at", "-id"]

    def __str__(self) -> str:
        return self.theme

    @property
    def title(self) -> str:
        """Return what pages call it."""
        return self.theme


class ActivityHost(CommitteeModel):
    """One of the units that host an activity (主办单位): a body inside the committee, or a sector."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="hosts", db_index=False)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, related_name="+")
    order = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "activity", "order"], name="hosts_have_an_order"),
            models.CheckConstraint(
                name="a_host_is_one_unit",
                condition=Q(body__isnull=False, sector__isnull=True) | Q(body__isnull=True, sector__isnull=False),
            ),
        ]
        ordering = ["order"]

    def __str__(self) -> str:
        return str(self.body or self.sector)


class ActivitySignup(PublicModel):
    """
    One member's sign-up (报名): a place, or a turn on the waiting list in the order of the rows.

    Only one of a member stands at an activity; what was withdrawn stays as a row of its own. `checked_in_at` is what
    the door says, `came` what the host recorded afterwards.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="signups", db_index=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    state = models.CharField(max_length=15, choices=SignupState, default=SignupState.WAITING)
    came = models.CharField(max_length=10, choices=Came, blank=True)
    signed_at = models.DateTimeField()
    checked_in_at = models.DateTimeField(null=True)
    checked_in_how = models.CharField(max_length=10, choices=CheckInMethod, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "activity", "membership"],
                name="one_place_a_member",
                condition=Q(state__in=[SignupState.PLACED, SignupState.WAITING]),
            ),
            models.CheckConstraint(
                name="checked_in_somehow",
                condition=Q(checked_in_at__isnull=True, checked_in_how="")
                | Q(checked_in_at__isnull=False) & ~Q(checked_in_how=""),
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.membership.person.name}：{self.activity.theme}"
