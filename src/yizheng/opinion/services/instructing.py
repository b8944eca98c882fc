"""Writes: a leader's instruction on a piece (登记批示): register, points, word to the authors (handbook 2.6, 6.3)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yizheng.accounts.enums import Role
from yizheng.instruction import services as instructions
from yizheng.instruction.enums import InstructionKind, InstructionLevel
from yizheng.instruction.models import Instruction
from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import FeedbackKind, PointEvent
from ..models import Opinion
from ..phrases_following import instruction_of
from ..workflow import opinions as table
from .feeding_back import owe
from .scoring import award
from .transferring import lock

L = InstructionLevel
EVENTS = {
    L.DISTRICT_PARTY: PointEvent.INSTRUCTED_DISTRICT, L.DISTRICT_GOV: PointEvent.INSTRUCTED_DISTRICT,
    L.CITY: PointEvent.INSTRUCTED_CITY, L.PROVINCE: PointEvent.INSTRUCTED_PROVINCE,
}  # fmt: skip
"""No points for the central level (office-practice 2)."""


@transaction.atomic
def record(
    *,
    opinion: Opinion,
    facts: instructions.Facts,
    assigned: Sequence[instructions.Assigned] = (),
    by: Actor,
    at: datetime,
    act_id: uuid.UUID | None = None,
) -> Instruction:
    """
    Register an instruction on a piece: units named in it are tracked, the authors are owed the one sentence.

    Circling only notes that it was seen: no points, no word to the authors. A central-level instruction leaves no
    trace on the piece but its number in the register. Rule: handbook 2.6; office-practice 2.
    Raises: PermissionDenied; Refused `not_signed`, and as `instruction.services.register`; nothing is changed then.
    """
    act_id, locked = act_id or uuid.uuid4(), lock(opinion)
    require("opinion.record_instruction", by, locked)
    if locked.state not in table.NOTE_SEEN.sources:
        raise Refused("not_signed", "审签以后的信息才能登记批示，这件还没有审签。")
    made = instructions.register(
        target=locked, facts=facts, assigned=assigned, keeper_role=Role.OPINION_CLERK, by=by, at=at, act_id=act_id
    )
    if facts.is_central:
        return made
    if facts.kind == InstructionKind.CIRCLED:
        workflow.apply(table.NOTE_SEEN, locked, by=by, at=at, act_id=act_id)
        return made
    first = locked.state in table.INSTRUCT.sources
    moved = workflow.apply(table.INSTRUCT if first else table.INSTRUCT_TOO, locked, by=by, at=at, act_id=act_id)
    award(opinion=moved, event=EVENTS[facts.level], by=by, at=at, act_id=act_id)
    text = instruction_of(moved, facts.level)
    owe(opinion=moved, kind=FeedbackKind.INSTRUCTION, text=text, by=by, at=at, act_id=act_id)
    return made
