"""Writes: an adoption that was recorded by mistake is voided, with all that it brought (采用记录作废)."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import FeedbackKind, FeedbackState, OpinionState, PointEvent, ReportState, UpLevel
from ..models import Opinion, OpinionAdoption
from ..phrases_following import voided_of
from ..queries_following import OPEN, standing_adoptions
from ..workflow import issues as table
from ..workflow import opinions as opinion_table
from .adopting import EVENTS
from .feeding_back import drop, tell_at_once
from .scoring import take_back
from .transferring import lock


@transaction.atomic
def void(*, adoption: OpinionAdoption, reason: str, by: Actor, at: datetime) -> OpinionAdoption:
    """
    Void an adoption above that was recorded by mistake (作废采用记录): it counts in no list and no figure any more.

    Its points are taken back unless another adoption of the level stands; the piece goes back to where it stood, the
    report waits again; a sentence about it that was not sent yet is dropped; the authors are told, with the reason.
    Our own level is taken back with its issue. Rule: our decision.
    Raises: PermissionDenied; Refused `comes_itself`, `no_reason`, `long_reason`, `stale`, `guarded`; nothing is
    changed then.
    """
    act_id, opinion = uuid.uuid4(), lock(adoption.opinion)
    require("opinion.void_adoption", by, adoption)
    _refuse_in_house(adoption, by)
    changes = {"voided_on": timezone.localdate(at)}
    moved = workflow.apply(table.VOID_ADOPTION, adoption, by=by, at=at, reason=reason, changes=changes, act_id=act_id)
    left = standing_adoptions().filter(opinion=opinion).exclude(level=UpLevel.SELF)
    workflow.apply(_step(opinion, has_others=left.exists()), opinion, by=by, at=at, reason=reason, act_id=act_id)
    _correct_report(moved, reason, by, at, act_id)
    taken = _take_points_back(moved, left, by, at, act_id)
    for owed in moved.feedback.filter(state=FeedbackState.OWED):
        drop(feedback=owed, reason=reason, by=by, at=at, act_id=act_id)
    text = voided_of(moved, reason, with_points=bool(taken))
    tell_at_once(opinion=opinion, kind=FeedbackKind.CORRECTION, text=text, by=by, at=at, act_id=act_id)
    return moved


def _refuse_in_house(adoption: OpinionAdoption, by: Actor) -> None:
    """What the higher committee of the house told, only it can take back; that comes by itself."""
    report = adoption.report
    if report is not None and report.to_committee_id is not None and not by.wears("system"):
        raise Refused("comes_itself", f"这次采用是{report.to_name}回告的，请电话联系对方更正，更正会自动回到这里。")


def _step(opinion: Opinion, *, has_others: bool) -> workflow.Transition:
    """Return how the piece moves: back to where it had come without the adoption, by what still runs. Our decision."""
    if opinion.state != OpinionState.ADOPTED_UP or has_others:
        return opinion_table.VOID_ADOPTION_TOO
    if opinion.transfers.filter(state__in=OPEN).exists():
        return opinion_table.VOID_ADOPTION[OpinionState.TRANSFERRED]
    if opinion.reports.exists():
        return opinion_table.VOID_ADOPTION[OpinionState.REPORTED_UP]
    return opinion_table.VOID_ADOPTION[OpinionState.TRANSFERRED if opinion.transfers.exists() else OpinionState.ISSUED]


def _correct_report(voided: OpinionAdoption, reason: str, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    """Let a report wait for its result again, or name the adoption that still stands."""
    report = voided.report
    if report is None or report.state != ReportState.ADOPTED:
        return
    last = standing_adoptions().filter(report=report).order_by("-adopted_on", "-id").first()
    row = table.CORRECT_REPORT if last else table.REOPEN_REPORT
    changes = {"result_on": last.adopted_on if last else None, "result_note": str(last) if last else ""}
    workflow.apply(row, report, by=by, at=at, reason=reason, changes=changes, act_id=act_id)


def _take_points_back(
    voided: OpinionAdoption, left: QuerySet[OpinionAdoption], by: Actor, at: datetime, act_id: uuid.UUID
) -> int:
    """Take back what no adoption that stands earns any more; return how many rows of points that were."""
    gone = [] if left.filter(level=voided.level).exists() else [EVENTS[UpLevel(voided.level)]]
    if not left.exists():
        gone.append(PointEvent.SOLICITED)
    return sum(take_back(opinion=voided.opinion, event=event, by=by, at=at, act_id=act_id) for event in gone)
