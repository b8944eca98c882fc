"""Probes of the deadlines' keys."""

from __future__ import annotations

from datetime import date

from yizheng.config.tests.probing import AT, Probe
from yizheng.deadline import services
from yizheng.deadline.models import Unit
from yizheng.kernel.acting import SYSTEM
from yizheng.org.models import Term


def _due_on_a_saturday() -> date:
    """One month from 7 November 2026 ends on Monday, 7 December; from 5 November on Saturday, the 5th."""
    term = Term.objects.create(ordinal=3, start_date=date(2024, 1, 1))
    return services.start(
        subject=term, act="reply", starts_on=date(2026, 11, 5), unit=Unit.MONTHS, amount=1, by=SYSTEM, at=AT
    ).due_on


PROBES = [Probe("calendar.roll_forward", True, False, _due_on_a_saturday)]
