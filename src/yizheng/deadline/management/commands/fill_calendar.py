"""`fill_calendar`: take in the years of holidays that the installed library knows."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from yizheng.deadline import services
from yizheng.deadline.calendar_years import days_of, known_years
from yizheng.deadline.calendars import work_calendar
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import Committee
from yizheng.kernel.scoping import scope


class Command(BaseCommand):
    """Fill the working-day calendar and reckon the running deadlines of every committee anew."""

    help = "按国务院办公厅放假安排填写工作日历，并重新推算在办期限"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--year` to import one year again; without it only missing years are filled."""
        parser.add_argument("--year", type=int, action="append", default=[])

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Fill, then recompute committee by committee; a second run changes nothing."""
        years = options["year"] or missing_years()
        imported = services.import_years(days=[day for year in years for day in days_of(year)])
        moved = _reckon_everywhere() if imported else 0
        self.stdout.write(f"工作日历：填写{len(years)}个年份，重新推算期限{moved}项")


def missing_years() -> list[int]:
    """Return the years the library knows and the table does not."""
    calendar = work_calendar()
    return [year for year in known_years() if not calendar.knows(year)]


def _reckon_everywhere() -> int:
    moved = 0
    for committee in Committee.objects.order_by("id"):
        with scope(committee):
            moved += services.reckon_anew(by=SYSTEM, at=timezone.now())
    return moved
