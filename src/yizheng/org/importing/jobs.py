"""The job that reads a sheet: ids only as arguments, safe to run twice."""

from __future__ import annotations

from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ..imports import ROLL_IMPORT
from .preparing import prepare_import


# A lost connection to the database is tried again; what is wrong with the file is said once.
@app.task(name=ROLL_IMPORT.job, retry=RetryStrategy(max_attempts=6, exponential_wait=2))
def read_import(committee_id: int, batch_id: int) -> None:
    """Read an import in a worker's thread, on a connection that still lives."""
    close_old_connections()
    try:
        prepare_import(committee_id=committee_id, batch_id=batch_id)
    finally:
        close_old_connections()
