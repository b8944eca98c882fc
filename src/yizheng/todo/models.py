"""One table of open work."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.kernel.secrets import DigestField, EncryptedTextField


class Todo(PublicModel):
    """
    One act owed on one subject by a role (narrowed by scope) or a user (待办).

    Opened and closed only by `services.follow`, from what the subject says is owed in its state.
    """

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    act = models.CharField(max_length=60)
    label = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    note = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=40, blank=True)
    scope_kind = models.CharField(max_length=40, blank=True)
    scope_id = models.BigIntegerField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    due_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "kind", "object_id", "act", "role", "scope_kind", "scope_id", "user"],
                name="one_open_todo_per_act",
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["committee", "role", "scope_id", "due_on"],
                name="todo_by_role",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["committee", "user", "due_on"],
                name="todo_by_user",
                condition=Q(closed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}"


class CalendarFeed(CommitteeModel):
    """The secret address at which one person's calendar can be followed (日历订阅); one stands at a time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    token = EncryptedTextField()
    token_digest = DigestField(of="token")
    opened_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "token_digest"], name="one_feed_per_token"),
            models.UniqueConstraint(
                fields=["committee", "user"], name="one_open_feed", condition=Q(revoked_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return "日历订阅"
