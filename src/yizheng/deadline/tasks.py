"""Jobs of the deadlines: the committee first, safe to run twice."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yizheng.kernel import tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import Committee

from .services import RECKON_TASK, reckon_anew


@app.task(name=RECKON_TASK, retry=RetryStrategy(max_attempts=6, exponential_wait=2))
def reckon_deadlines(committee_id: int) -> None:
    """Reckon one committee's running deadlines anew after a change of the calendar; a second run moves nothing."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            reckon_anew(by=SYSTEM, at=timezone.now())
    finally:
        close_old_connections()
