"""Writes: a piece becomes a proposal lead, a research topic or a speech, its author having agreed (handbook 6.3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yizheng.kernel import events, ledger, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved

from .. import phrases_editing as phrases
from ..enums import ConsentState, ConversionTarget
from ..events import OpinionConverted
from ..models import Conversion, Opinion
from ..workflow import opinions as table
from ..workflow import sources as consent_table
from .reviewing import lock

CONVERTED = "converted"


@transaction.atomic
def ask_author(*, opinion: Opinion, target: str, words: str, by: Actor, at: datetime) -> Conversion:
    """
    Ask the author whether a piece may become something else (征求转化意见).

    Raises: PermissionDenied; Refused `target`, `asked`, `stale`; nothing is written then.
    """
    locked = lock(opinion)
    require(table.CONVERT.permission, by, locked)
    if target not in ConversionTarget.values:
        raise Refused("target", "请选转化成什么：提案线索、调研课题或大会发言。")
    if locked.state not in table.CONVERT.sources:
        raise Refused("stale", f"这一件现在是“{locked.get_state_display()}”，不能转化。请刷新后查看。")
    if locked.conversions.filter(state=ConsentState.ASKED).exists():
        raise Refused("asked", phrases.ASKED_ALREADY)
    asked = Conversion.objects.create(opinion=locked, target=target, words=words.strip()[:300], asked_at=at)
    ledger.record("ask_conversion", asked, by=by, at=at, to_state=asked.state, fields={"target": target})
    events.publish(Moved("opinion_conversion", asked, "ask_conversion", "", asked.state, by, at))
    return asked


@transaction.atomic
def answer(*, conversion: Conversion, agrees: bool, words: str = "", by: Actor, at: datetime) -> Conversion:
    """
    Say for the author whether they agree (答复转化意见); a clerk enters what was said on paper or by telephone.

    Raises: PermissionDenied; Refused `stale`; nothing is changed then.
    """
    row = consent_table.AGREE if agrees else consent_table.REFUSE
    changes = {"answered_at": at, "answered_by_name": by.name}
    return workflow.apply(row, conversion, by=by, at=at, reason=words, changes=changes)


@transaction.atomic
def convert(*, opinion: Opinion, by: Actor, at: datetime) -> Conversion:
    """
    Let a piece become what its author agreed to (转化); other rooms hear of it, the thread keeps the link.

    A research topic or a speech is registered as intended: their rooms make it from here when they exist.
    Raises: PermissionDenied; Refused `not_agreed`, `stale`; nothing is changed then.
    """
    agreed = opinion.conversions.filter(state=ConsentState.AGREED).order_by("-id").first()
    if agreed is None:
        raise Refused("not_agreed", phrases.NOT_AGREED)
    moved = workflow.apply(table.CONVERT, opinion, by=by, at=at, reason=f"转{agreed.get_target_display()}")
    agreed.opinion = moved
    thread.link(moved, agreed, relation=CONVERTED, at=at)
    events.publish(OpinionConverted(agreed, by, at))
    return agreed
