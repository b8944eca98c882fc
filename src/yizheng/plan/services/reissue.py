"""The record of the Party committee's notice (批转)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.attachment import services as attachment
from yizheng.attachment.models import StoredFile
from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import doc_numbers
from .. import workflow as table
from ..models import WorkPlan
from ..reissue import Notice

NAME_CHARS = 60


@transaction.atomic
def record_reissue(
    *, plan: WorkPlan, notice: Notice, by: Actor, at: datetime, scan: StoredFile | None = None
) -> WorkPlan:
    """
    Record that the Party committee issued the plan again under its own notice (登记批转), as received.

    The ledger names the issuing organ as the one who acted and the clerk as the one who entered it.
    Rule: F030, office-practice 10; copies stand in official order (office-practice 14).
    Raises: PermissionDenied; Refused `no_organ`, `no_addressee`, `future`, `printed_before`, `bad_number`, `stale`.
    """
    require(table.REISSUE.permission, by, plan)
    _check(notice, at)
    written = replace(notice, number=doc_numbers.normal(notice.number))
    kept = written.as_json()
    if scan is not None:
        attachment.attach(file=scan, subject=plan)
        kept["scan"] = str(scan.public_id)
    organ = replace(
        by, user_id=None, name=notice.by.strip()[:NAME_CHARS], source=Source.PAPER, entered_by_id=by.user_id
    )
    return _keep(plan, kept, written, organ, at)


def _keep(plan: WorkPlan, kept: dict[str, object], notice: Notice, by: Actor, at: datetime) -> WorkPlan:
    """The notice stands in its row; the ledger names its number only."""
    moved = workflow.apply(table.REISSUE, plan, by=by, at=at, reason=notice.number)
    moved.reissue = kept
    moved.save(update_fields=["reissue"])
    return moved


def _check(notice: Notice, at: datetime) -> None:
    today = timezone.localdate(at)
    if not notice.by.strip():
        raise Refused("no_organ", "请写明是哪个机关批转的，例如：中共云溪区委。")
    if not notice.to.strip():
        raise Refused("no_addressee", "请写明主送机关，照通知抄录。")
    if notice.dated > today or (notice.printed and notice.printed > today):
        raise Refused("future", "通知的日期还没有到，请照通知填写。")
    if notice.printed and notice.printed < notice.dated:
        raise Refused("printed_before", "印发日期早于通知的日期，请照通知核对。")
