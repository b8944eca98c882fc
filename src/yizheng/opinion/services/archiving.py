"""Writes: what is settled goes into the archive when its year is over (归档; handbook 6.3)."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yizheng.kernel import quarantine, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from .. import phrases_editing as phrases
from ..enums import TransferState
from ..models import Opinion
from ..workflow import opinions as table

OPEN_SLIPS = (TransferState.SENT, TransferState.SIGNED, TransferState.REPLIED, TransferState.SENT_BACK)


def to_archive(year: int) -> QuerySet[Opinion]:
    """Return the pieces of a year that wait for nothing any more: no open slip, no feedback owed, nothing sealed."""
    rows = Opinion.objects.filter(year=year, state__in=table.ARCHIVE.sources)
    rows = rows.exclude(transfers__state__in=OPEN_SLIPS).exclude(quarantine.is_closed("opinion"))
    return rows.exclude(feedback_due__isnull=False, fed_back_on__isnull=True).order_by("pk")


@transaction.atomic
def archive_year(*, year: int, by: Actor, at: datetime) -> int:
    """
    Archive the settled pieces of a year that is over (年终归档); return how many. Safe to run twice.

    Raises: PermissionDenied; Refused `year_open`; nothing is changed then.
    """
    if year >= timezone.localdate(at).year:
        raise Refused("year_open", phrases.YEAR_OPEN.format(year=year))
    act_id, rows = uuid.uuid4(), list(to_archive(year))
    for opinion in rows:
        workflow.apply(table.ARCHIVE, opinion, by=by, at=at, act_id=act_id)
    return len(rows)
