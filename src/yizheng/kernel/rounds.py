"""The rounds of the night: one job a committee, each in a scope and on a connection of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import close_old_connections, transaction
from procrastinate.exceptions import AlreadyEnqueued

from . import tenancy
from .models import Committee


def put_one_each(task: Any, lock: str) -> None:
    """
    Put one job of a task a committee into the queue; one that still waits since the last round does for this one.

    `lock` names the queueing lock of the task; each committee has its own.
    """
    for committee_id in Committee.objects.order_by("id").values_list("id", flat=True):
        # A savepoint each: the refused row of one committee must not end the round of the others.
        try:
            with transaction.atomic():
                task.configure(queueing_lock=f"{lock}-{committee_id}").defer(committee_id=committee_id)
        except AlreadyEnqueued:
            continue


@contextmanager
def in_committee(committee_id: int) -> Iterator[None]:
    """Work for one committee in a worker's thread: in its scope, on a connection that still lives."""
    close_old_connections()
    try:
        with tenancy.scope(Committee.objects.get(pk=committee_id)):
            yield
    finally:
        close_old_connections()
