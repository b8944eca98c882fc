"""What holds from a day to a day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Dated(models.Model):
    """Holds from `valid_from` (inclusive) to `valid_to` (exclusive; empty = still)."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def in_force(on: object) -> Q:
    """Return the filter: the row holds on this date."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
