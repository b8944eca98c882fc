"""Writes: a piece was adopted above (登记上级采用), with its proof (handbook 6.2, 6.3)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import AdoptionKind, AdoptionState, FeedbackKind, PointEvent, UpLevel
from ..models import Opinion, OpinionAdoption, OpinionReport
from ..phrases_following import adoption_of
from ..workflow import issues as report_table
from ..workflow import opinions as table
from .feeding_back import owe
from .scoring import award
from .transferring import lock

EVENTS = {
    UpLevel.CITY: PointEvent.ADOPTED_CITY, UpLevel.PROVINCE: PointEvent.ADOPTED_PROVINCE,
    UpLevel.NATION: PointEvent.ADOPTED_NATION,
}  # fmt: skip


@dataclass(frozen=True)
class Adopted:
    """Where and how a piece was adopted; `reference` or the scan proves it."""

    level: UpLevel
    kind: AdoptionKind
    adopted_on: date
    organ: str
    reference: str = ""
    scan: StoredFile | None = None


@transaction.atomic
def record(
    *,
    opinion: Opinion,
    adopted: Adopted,
    by: Actor,
    at: datetime,
    report: OpinionReport | None = None,
    act_id: uuid.UUID | None = None,
) -> OpinionAdoption:
    """
    Record that a piece was adopted above: points, word owed to its authors, the report settled where there was one.

    Our own level is adopted by issuing, never here. Rule: handbook 6.2–6.4.
    Raises: PermissionDenied; Refused `own_level`, `no_organ`, `no_proof`, `future`, `twice`, `stale`; nothing is
    changed then.
    """
    act_id, locked = act_id or uuid.uuid4(), lock(opinion)
    require("opinion.record_adoption", by, locked)
    _check(locked, adopted, timezone.localdate(at))
    made = OpinionAdoption.objects.create(
        opinion=locked, level=adopted.level, kind=adopted.kind, adopted_on=adopted.adopted_on,
        organ=adopted.organ.strip(), reference=adopted.reference.strip(), report=report, recorded_by_name=by.name,
    )  # fmt: skip
    first = locked.state in table.ADOPT_UP.sources  # who hears of the move finds the adoption
    moved = workflow.apply(table.ADOPT_UP if first else table.ADOPT_UP_TOO, locked, by=by, at=at, act_id=act_id)
    if adopted.scan is not None:
        files.attach(file=adopted.scan, subject=made)
    if report is not None:
        changes = {"result_on": adopted.adopted_on, "result_note": str(made)}
        workflow.apply(report_table.NOTE_ADOPTED, report, by=by, at=at, changes=changes, act_id=act_id)
    award(opinion=moved, event=EVENTS[adopted.level], by=by, at=at, act_id=act_id)
    if moved.call_id is not None:
        award(opinion=moved, event=PointEvent.SOLICITED, by=by, at=at, act_id=act_id)
    text = adoption_of(moved, adopted.level, adopted.kind, made.organ)
    owe(opinion=moved, kind=FeedbackKind.ADOPTION, text=text, by=by, at=at, act_id=act_id, adoption=made)
    return made


def _check(opinion: Opinion, adopted: Adopted, today: date) -> None:
    if adopted.level not in EVENTS:
        raise Refused("own_level", "本级采用在编发时自动登记，这里只登记上级采用。")
    if not adopted.organ.strip():
        raise Refused("no_organ", "请写明被哪里采用。")
    if not adopted.reference.strip() and adopted.scan is None:
        raise Refused("no_proof", "请写明期号或文号，或者上传采用通知，作为凭据。")
    if adopted.adopted_on > today:
        raise Refused("future", "采用日期不能晚于今天。")
    standing = opinion.adoptions.filter(state=AdoptionState.STANDING)
    same = standing.filter(level=adopted.level, organ=adopted.organ.strip(), adopted_on=adopted.adopted_on)
    if same.filter(reference=adopted.reference.strip(), kind=adopted.kind).exists():
        raise Refused("twice", "这次采用已经登记过了，不用再登记。")
