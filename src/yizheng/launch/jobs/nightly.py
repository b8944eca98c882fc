"""The nightly run of a house with a database of its own: backup, then drill, into <home>/backups."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.kernel.models import UpkeepRun
from yizheng.launch import upkeep
from yizheng.launch.drill import home_backups

FROM_HOUR = 2
"""In Shanghai. A machine that is off at night catches up in the first hour it runs."""


def is_due(now: datetime, last: datetime | None) -> bool:
    """Tell whether the run of this day is still to be made."""
    local = timezone.localtime(now)
    done = last is not None and timezone.localtime(last).date() == local.date()
    return local.hour >= FROM_HOUR and not done


def last_run() -> datetime | None:
    """Return when the last backup was tried, well or not: a failed one is shown, not repeated every hour."""
    runs = UpkeepRun.objects.filter(kind=UpkeepRun.Kind.BACKUP).order_by("-ended_at")
    return runs.values_list("began_at", flat=True).first()


@app.periodic(cron="37 * * * *")
@app.task(name="launch.nightly", queueing_lock="nightly")
def nightly(timestamp: int) -> None:
    """Back up and drill once a day; what fails stands in `UpkeepRun` and on the administrator's desk."""
    if is_due(timezone.now(), last_run()):
        upkeep.main(["backup", str(home_backups())])
        upkeep.main(["drill", str(home_backups())])
