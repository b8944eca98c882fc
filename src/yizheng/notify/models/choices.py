"""How a person wants to be told."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from yizheng.kernel.models import CommitteeModel

from ..enums import Timing


class ChannelChoice(CommitteeModel):
    """A person's choice of ways in one committee; without a row the defaults of the fields hold."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    email = models.CharField(max_length=20, choices=Timing, default=Timing.AT_ONCE)
    sms = models.CharField(max_length=20, choices=Timing, default=Timing.IF_UNREAD)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "user"], name="one_channel_choice")]

    def __str__(self) -> str:
        return f"{self.email} {self.sms}"
