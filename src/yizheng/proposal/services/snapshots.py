"""Freeze the figures of a year as of a moment (统计定格): what a signed report said stays what it said."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..figures.year import YearFigures
from ..models import FigureSnapshot


@transaction.atomic
def freeze(*, year: int, label: str, by: Actor, at: datetime) -> FigureSnapshot:
    """
    Keep the figures of a year as they are now (统计定格); a later correction is another snapshot.

    Raises: PermissionDenied; Refused `no_label`; nothing is kept then. Rule: handbook 5.11, 18.3 case 14.
    """
    require("proposal.freeze_figures", by)
    if not label.strip():
        raise Refused("no_label", "请写明这份统计用在哪里，例如：2026年提案工作情况报告。")
    told = YearFigures.read(year, by, on=timezone.localdate(at)).told()
    made = FigureSnapshot.objects.create(
        year=year, label=label.strip()[:80], as_of=at, figures=told, made_by_name=by.name
    )
    ledger.record("freeze_figures", made, by=by, at=at, fields={"year": year, "figures": len(told["figures"])})
    return made
