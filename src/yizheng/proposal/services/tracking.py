"""Writes: what was promised is followed until it is done, over the turn of the year (handbook 5.5, F063)."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger, quarantine, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import HandlingState, ProposalState, ReplyKind
from ..models import Proposal, Reply
from ..queries import following as queries_following
from ..workflow import proposals as table
from . import closing
from .locking import lock_handlings


@transaction.atomic
def settle_tracking(*, proposal: Proposal, by: Actor, at: datetime) -> Proposal:
    """
    Note that all that was promised is done (落实): every promise is kept or given up, no second reply is owed.

    Rule: handbook 5.5. Raises: PermissionDenied; Refused `open_promises`, `second_reply`, `stale`.
    """
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    require(table.SETTLE.permission, by, locked)
    still_open = queries_following.open_promises(_replies(locked)).count()
    if still_open:
        raise Refused("open_promises", f"还有{still_open}项承诺没有核实兑现，先核实再记为落实。")
    if locked.handlings.filter(second_due_on__isnull=False, state=HandlingState.ISSUED).exists():
        raise Refused("second_reply", "还有单位没有二次答复，收到以后再记为落实。")
    return workflow.apply(table.SETTLE, locked, by=by, at=at)


@transaction.atomic
@ledger.one_act()
def carry(*, year: int, by: Actor, at: datetime) -> int:
    """
    Carry all that is still tracked from a year and before over to the next year's list (跨年跟踪); return how many.

    Each owes a second reply again in the new year. Rule: handbook 5.5, F063.
    Raises: PermissionDenied; Refused `year_runs` when the year is not over by its last month.
    """
    require(table.CARRY.permission, by)
    today = timezone.localdate(at)
    if (today.year, today.month) < (year, 12):
        raise Refused("year_runs", f"{year}年还没有到年底，12月起再转下年跟踪。")
    act_id = uuid.uuid4()
    tracked = Proposal.objects.filter(state=ProposalState.TRACKING, year__lte=year)
    rows = list(tracked.exclude(quarantine.is_closed("proposal")).order_by("id"))
    for proposal in rows:
        lock_handlings(proposal.pk)
        workflow.apply(table.CARRY, proposal, by=by, at=at, act_id=act_id)
        _ask_again(proposal, at)
    return len(rows)


def _ask_again(proposal: Proposal, at: datetime) -> None:
    """A unit that still owes keeps its date; one whose item is still open gets a new one."""
    today = timezone.localdate(at)
    for reply in queries_following.standing_replies(proposal):
        if reply.handling.second_due_on is None and _is_still_open(reply, at):
            closing.schedule_second(reply, at, counted_from=today)


def _is_still_open(reply: Reply, at: datetime) -> bool:
    last = queries_following.last_of(reply.handling.replies.all())
    return last is not None and closing.owes_second(last, timezone.localdate(at))


def _replies(proposal: Proposal) -> list[Reply]:
    return list(Reply.objects.filter(handling__proposal=proposal, kind__in=ReplyKind.values))
