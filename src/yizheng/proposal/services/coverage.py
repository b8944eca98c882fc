"""Writes: whether the Party secretaries below supervise key proposals (F050)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..models import SubordinateCoverage
from ..queries.keys import places


@dataclass(frozen=True)
class CoverageWords:
    """Who supervises which key proposal in one place."""

    place: str
    secretary: str
    proposal_title: str
    note: str = ""


@transaction.atomic
def enter_coverage(*, year: int, words: CoverageWords, by: Actor, at: datetime) -> SubordinateCoverage:
    """
    Enter which key proposal the Party secretary of a place supervises (登记下级督办); again replaces it.

    Rule: F050. Raises: PermissionDenied; Refused `place` for one that is not on the list, `empty`.
    """
    require("coverage.keep", by)
    due = places(timezone.localdate(at))
    if words.place not in due:
        raise Refused("place", f"“{words.place}”不在覆盖范围里。请先在设置里加上。")
    if not (words.secretary.strip() and words.proposal_title.strip()):
        raise Refused("empty", "请填书记姓名和督办的提案；没有的不用填，表上显示为空缺。")
    given = {**vars(words), "order": due.index(words.place)}
    row, _ = SubordinateCoverage.objects.update_or_create(year=year, place=words.place, defaults=given)
    ledger.record("enter_coverage", row, by=by, at=at, fields={"year": year, "place": words.place})
    return row
