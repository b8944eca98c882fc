"""Societies and when their terms of office end."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from .. import configuration
from ..enums import AssociationState
from ..keys import WARNING_MONTHS
from ..models import Association

DECEMBER = 12
LAST_SAFE_DAY = 28


def running_associations() -> QuerySet[Association]:
    """Return the societies that go on, the one whose term of office ends first on top."""
    return Association.objects.filter(state=AssociationState.ACTIVE).order_by("ends_on", "id")


def associations_ending(on: date) -> QuerySet[Association]:
    """Return the societies whose term of office ends within the months of warning, or has ended."""
    return running_associations().filter(ends_on__lte=warned_until(on))


def warned_until(on: date) -> date:
    """Return the last day that is warned about: key `org.association_warning_months`, in calendar months."""
    months = on.month - 1 + configuration.value(WARNING_MONTHS, on=on)
    year, month = on.year + months // DECEMBER, months % DECEMBER + 1
    return date(year, month, min(on.day, LAST_SAFE_DAY))
