"""Reading a list or scans that came back, should the page that took them in not have done it."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yizheng.intake import services as intake
from yizheng.kernel import tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import Committee

from ..assignment_imports import SHEET
from ..importing.assignment_files import read


@app.task(name=SHEET.job, retry=RetryStrategy(max_attempts=3, exponential_wait=2))
def read_assignment_files(committee_id: int, batch_id: int) -> None:
    """Read an import that still waits; one that was read does not change."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            batch = intake.start_reading(batch_id=batch_id)
            if batch is not None:
                read(batch, reader=SYSTEM, at=timezone.now())
    finally:
        close_old_connections()
