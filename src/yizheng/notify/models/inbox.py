"""The in-app inbox (站内消息)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yizheng.kernel.models import PublicModel


class Notice(PublicModel):
    """
    One line in a person's inbox, with its read receipt. `key` makes telling twice impossible.

    `receipt` is filled when the line brings a notice (`Message`): reading one reads the other.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    key = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    receipt = models.OneToOneField("notify.Recipient", models.PROTECT, null=True, related_name="notice")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "recipient", "key"], name="one_notice_per_key")]
        indexes = [
            models.Index(fields=["committee", "recipient", "-sent_at"], name="notice_by_time"),
            # The bell on every page counts by it, however long the inbox has grown.
            models.Index(fields=["committee", "recipient"], name="notice_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text
