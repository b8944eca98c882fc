"""Jobs of the leads: codes and answers by SMS; ids only as arguments, safe to run twice."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee

from ..services.lead_codes import CODE_TASK, deliver_lead_code
from ..services.leads import ANSWER_TASK, tell_sender


@app.task(name=CODE_TASK, retry=RetryStrategy(max_attempts=4, wait=3))
def send_lead_code(committee_id: int, code_id: int) -> None:
    """Send the code of somebody who wants to send a lead."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            deliver_lead_code(code_id=code_id, at=timezone.now())
    finally:
        close_old_connections()


@app.task(name=ANSWER_TASK, retry=RetryStrategy(max_attempts=4, exponential_wait=2))
def tell_lead_sender(committee_id: int, lead_id: int) -> None:
    """Tell the sender of a lead that the answer can be read."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            tell_sender(lead_id=lead_id)
    finally:
        close_old_connections()
