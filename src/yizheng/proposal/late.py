"""What is past its date (逾期): the handlings of a year, for the page, the paper and the analysis alike."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import Light, light
from yizheng.kernel.acting import Actor

from .filters import DONE
from .models import Handling
from .queries import handlings_visible_to


def late_handlings(year: int, actor: Actor, *, on: date) -> QuerySet[Handling]:
    """Return the handlings of a year past their date that a person may see, the latest first."""
    rows = handlings_visible_to(actor).filter(proposal__year=year, due_on__lt=on).exclude(state__in=DONE)
    return rows.select_related("proposal", "unit").order_by("due_on", "id")


def lights_of(rows: list[Handling], *, on: date) -> list[tuple[Handling, Light]]:
    """Return each with how late it is."""
    calendar = work_calendar()
    return [(row, light(row.due_on, on, calendar)) for row in rows]
