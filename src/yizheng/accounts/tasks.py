"""Jobs of the door: ids only as arguments, safe to run twice."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .services.codes import CODE_TASK, deliver_code


@app.task(name=CODE_TASK, retry=RetryStrategy(max_attempts=4, wait=3))
def send_code(code_id: int) -> None:
    """Send a code in a worker's thread, on a connection that still lives."""
    close_old_connections()
    try:
        deliver_code(code_id=code_id, at=timezone.now())
    finally:
        close_old_connections()
