"""Dated configuration values."""

from __future__ import annotations

from django.db import models

from yizheng.kernel.models import CommitteeModel


class Setting(CommitteeModel):
    """One dated configuration value (handbook 16); the newest that has begun holds."""

    key = models.CharField(max_length=80)
    value = models.JSONField()
    valid_from = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "key", "valid_from"], name="one_value_per_day")]
