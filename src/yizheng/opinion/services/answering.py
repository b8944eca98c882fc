"""Writes of a higher committee: what it decides on a lower one's piece goes back by dispatch (handbook 6.3)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from yizheng.instruction.enums import InstructionKind, InstructionLevel
from yizheng.instruction.models import Instruction
from yizheng.kernel import scoping
from yizheng.kernel.models import Committee, Level
from yizheng.kernel.workflow import Moved

from ..enums import AdoptionKind, IssueState, RejectReason
from ..models import IncomingOpinion, Opinion, OpinionAdoption
from ..queries_following import standing_adoptions
from .dispatching import RESULT, send
from .receiving import ADOPTED, INSTRUCTED, NOT_ADOPTED, VOIDED
from .reporting_up import LEVELS

ISSUED = ("issue_opinion", "issue_opinion_too")
FORWARDED = ("transfer_opinion",)
ABOVE = ("adopt_opinion_up", "adopt_opinion_up_too")


def answer(moved: Moved) -> None:
    """
    Send back what an act decided on a piece that lower committees reported, to each of them; wired to every act.

    A piece merged into a comprehensive one is adopted with it, as 综合采用. Each decision is sent once.
    """
    if isinstance(moved.obj, Opinion):
        told = _told(moved)
        opinion: Opinion | None = moved.obj
    elif isinstance(moved.obj, Instruction) and moved.act == "register_instruction":
        told, opinion = _instructed(moved.obj), _target_of(moved.obj)
    else:
        return
    if told is None or opinion is None:
        return
    for incoming, is_part in _incoming(opinion):
        _send(
            incoming, {**told, **({"kind": AdoptionKind.INTEGRATED.value} if is_part and "kind" in told else {})}, moved
        )


def _told(moved: Moved) -> dict[str, Any] | None:
    opinion, on = moved.obj, timezone.localdate(moved.at)
    assert isinstance(opinion, Opinion), "asked of pieces only"
    if moved.act == "reject_opinion":
        reason = RejectReason(opinion.reject_reason).label if opinion.reject_reason else ""
        return {"result": NOT_ADOPTED, "on": on.isoformat(), "note": reason}
    if moved.act in ISSUED:
        return _adopted(AdoptionKind.SINGLE, on, _issue_of(opinion))
    if moved.act == "take_back_opinion":
        return _taken_back()
    if moved.act in FORWARDED and opinion.issued_on is None:
        return _adopted(AdoptionKind.FORWARDED, on)
    return None


def _issue_of(opinion: Opinion) -> str:
    last = opinion.issue_items.filter(issue__state=IssueState.ISSUED).select_related("issue").order_by("-issue_id")
    item = last.first()
    return str(item.issue) if item else ""


def _taken_back() -> dict[str, Any] | None:
    """What an issue of ours said is void with the issue."""
    here = Committee.objects.get(pk=scoping.current().committee_id)
    level = LEVELS.get(Level(here.level))
    why = "刊物已收回"
    return {"result": VOIDED, "level": level.value, "organ": here.short_name, "note": why} if level else None


def _adopted(kind: AdoptionKind, on: date, reference: str = "") -> dict[str, Any] | None:
    here = Committee.objects.get(pk=scoping.current().committee_id)
    level = LEVELS.get(Level(here.level))
    if level is None:
        return None
    return {
        "result": ADOPTED, "kind": kind.value, "level": level.value, "organ": here.short_name, "on": on.isoformat(),
        "reference": reference,
    }  # fmt: skip


def tell_of_adoption_above(moved: Moved) -> None:
    """Send back that a lower committee's piece was adopted still higher, or not after all; wired to every act."""
    if isinstance(moved.obj, OpinionAdoption) and moved.act == "void_adoption":
        _tell_all(list(_incoming(moved.obj.opinion)), {**_named(moved.obj), "result": VOIDED}, moved)
    if not isinstance(moved.obj, Opinion) or moved.act not in ABOVE:
        return
    incoming = list(_incoming(moved.obj))
    made = standing_adoptions().filter(opinion=moved.obj).order_by("-id").first() if incoming else None
    if made is not None:
        _tell_all(incoming, {**_named(made), "result": ADOPTED, "kind": made.kind}, moved)


def _named(made: OpinionAdoption) -> dict[str, Any]:
    on = made.adopted_on.isoformat()
    return {"level": made.level, "organ": made.organ, "reference": made.reference, "on": on}


def _tell_all(incoming: Iterable[tuple[IncomingOpinion, bool]], told: dict[str, Any], moved: Moved) -> None:
    for row, _ in incoming:
        _send(row, told, moved)


def _instructed(made: Instruction) -> dict[str, Any] | None:
    """The level goes back, as what it is below: our own leaders are the city's there. Nothing of the central level."""
    here = Committee.objects.get(pk=scoping.current().committee_id)
    own = {Level.PREFECTURE: InstructionLevel.CITY, Level.PROVINCE: InstructionLevel.PROVINCE}.get(Level(here.level))
    level = {
        InstructionLevel.DISTRICT_PARTY: own, InstructionLevel.DISTRICT_GOV: own,
        InstructionLevel.CITY: InstructionLevel.CITY, InstructionLevel.PROVINCE: InstructionLevel.PROVINCE,
    }.get(InstructionLevel(made.level))  # fmt: skip
    if level is None or made.kind != InstructionKind.SUBSTANTIVE:
        return None
    return {"result": INSTRUCTED, "level": level.value, "on": made.instructed_on.isoformat()}


def _target_of(made: Instruction) -> Opinion | None:
    return Opinion.objects.filter(pk=made.target_id).first() if made.target_kind == "opinion" else None


def _incoming(opinion: Opinion) -> Iterator[tuple[IncomingOpinion, bool]]:
    """Yield what lower committees reported of a piece: itself, and the parts merged into it."""
    rows = IncomingOpinion.objects.select_related("from_committee", "opinion")
    for row in rows.filter(opinion=opinion):
        yield row, False
    for row in rows.filter(opinion__merged_into=opinion).order_by("id"):
        yield row, True


def _send(incoming: IncomingOpinion, told: dict[str, Any], moved: Moved) -> None:
    # One key a decision: the same act told twice is one dispatch.
    key = uuid.uuid5(incoming.dispatch_key, f"{moved.act}-{moved.kind}-{moved.obj.pk}-{moved.at.isoformat()}")
    payload = {**told, "answers": str(incoming.dispatch_key)}
    send(
        to=incoming.from_committee, what=incoming.opinion, label=f"社情民意{incoming.opinion.number}", kind=RESULT,
        key=key, payload=payload, at=moved.at,
    )  # fmt: skip
