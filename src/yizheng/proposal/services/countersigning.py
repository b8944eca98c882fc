"""Writes: a co-handler sends its opinion to the host and agrees to the host's reply (handbook 5.6)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from ..enums import HandlingState, ShareRole
from ..models import GONE, CoOpinion, Handling
from ..workflow import handlings as table
from . import dates
from .locking import lock_handlings


@dataclass(frozen=True)
class Opinion:
    """What a co-handler writes to the host, and who signed it."""

    text: str
    signed_by_name: str
    doc_no: str = ""


def host_of(handling: Handling) -> Handling | None:
    """Return the host beside a co-handler; None while there is none."""
    rows = Handling.objects.filter(proposal=handling.proposal_id, role=ShareRole.HOST)
    return rows.exclude(state__in=GONE).select_related("proposal", "unit").first()


def beside(host: Handling) -> QuerySet[Handling]:
    """Return the co-handlers of a host; a handling that is not a host has none."""
    rows = Handling.objects.filter(proposal=host.proposal_id, role=ShareRole.CO).exclude(state__in=GONE)
    return rows.select_related("proposal", "unit") if host.role == ShareRole.HOST else rows.none()


@transaction.atomic
def send_co_opinion(
    *, handling: Handling, opinion: Opinion, by: Actor, at: datetime, act_id: uuid.UUID | None = None
) -> CoOpinion:
    """
    Send a co-handler's opinion to the host (送会办意见); it never goes to the proposer.

    Rule: handbook 5.6; key proposal.co_months. Raises: PermissionDenied; Refused `stale`, `guarded`, `no_text`,
    `unsigned`; nothing is changed then.
    """
    if not opinion.text.strip():
        raise Refused("no_text", "请写会办意见。")
    if not opinion.signed_by_name.strip():
        raise Refused("unsigned", "请写明由哪位负责同志签发。")
    moved = workflow.apply(table.SEND_OPINION, handling, by=by, at=at, act_id=act_id)
    dates.meet(moved, dates.OPINION, by=by, at=at)
    return CoOpinion.objects.create(handling=moved, round=moved.round, sent_on=dates.today(at), **vars(opinion))


@transaction.atomic
def countersign(*, handling: Handling, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> Handling:
    """
    Agree to the host's reply (会签). Once all have, the host may issue it.

    Rule: handbook 5.6 (no submission before co-handlers countersign). Raises: PermissionDenied; Refused `stale`,
    `guarded`, `no_draft`, `done`; nothing is changed then.
    """
    lock_handlings(handling.proposal_id)
    host = host_of(handling)
    if host is None or host.state != HandlingState.DRAFTED:
        raise Refused("no_draft", "主办单位的答复还没有拟好，或者已经收回修改，现在不能会签。")
    if handling.countersigned_on is not None:
        raise Refused("done", "贵单位已经会签过这份答复。")
    changes = {"countersigned_on": dates.today(at)}
    moved = workflow.apply(table.COUNTERSIGN, handling, by=by, at=at, changes=changes, act_id=act_id)
    if not beside(host).filter(countersigned_on__isnull=True).exists():
        workflow.apply(table.NOTE_COUNTERSIGNED, host, by=by, at=at, changes=changes, act_id=act_id)
    return moved


def void_countersignatures(host: Handling, *, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> None:
    """Let what was countersigned count no more: the host's text changes. Part of the act that changes it."""
    rows = beside(host).filter(countersigned_on__isnull=False).select_for_update(of=("self",)).order_by("id")
    for handling in rows:
        fields = {"countersigned_on": (handling.countersigned_on, None)}
        handling.countersigned_on = None
        handling.save(update_fields=["countersigned_on"])
        dates.tell(handling, "void_countersignature", fields, by=by, at=at, act_id=act_id)


def refuse_without_opinions(host: Handling) -> None:
    """Raise Refused `opinions_missing` unless every co-handler has sent its opinion."""
    missing = [str(each.unit) for each in beside(host).exclude(state=HandlingState.OPINED)]
    if missing:
        raise Refused("opinions_missing", f"{'、'.join(missing)}还没有送来会办意见，请先联系，收到后再拟好答复。")


def ask_for_countersignatures(host: Handling, *, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> None:
    """Let the co-handlers hear that the host's reply waits for them. Part of finishing the draft."""
    for handling in beside(host).order_by("id"):
        dates.tell(handling, "ask_for_countersignature", {}, by=by, at=at, act_id=act_id)
