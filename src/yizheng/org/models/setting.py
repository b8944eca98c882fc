"""Dated configuration values."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from yizheng.kernel.models import CommitteeModel

from ..values_read import forget


class Setting(CommitteeModel):
    """
    One dated configuration value (handbook 16); the newest that has begun holds.

    A value taken back before it began keeps its row, so that its ledger rows still name something.
    """

    key = models.CharField(max_length=80)
    value = models.JSONField()
    valid_from = models.DateField()
    is_withdrawn = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "key", "valid_from"], name="one_value_per_day", condition=Q(is_withdrawn=False)
            )
        ]

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let nobody in this scope go on with what was read before."""
        super().save(*args, **kwargs)
        forget()
