"""Writes: units are named, pre-assigned, heard, and given their proposals at the conference (handbook 5.5, 5.6)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import OrgUnit

from ..enums import ProposalState, ShareSource
from ..events import UnitsChosen
from ..models import Handling, PlannedShare, Proposal
from ..notifications import assigning as notices
from ..reach import logins_of_units
from ..sides import side_of, side_of_shares, sides_of
from ..standing import unit_id
from ..workflow import proposals as table
from . import handling as handlings
from .quarantined import refuse_quarantined
from .shares import Share, check_shares, in_words, planned_rows, planned_shares, put

MOST_AT_ONCE = 500
MOST_WORDS = 500
OBJECTS = "认为不该由本单位办"


@transaction.atomic
def plan_units(
    *,
    proposal: Proposal,
    shares: Sequence[Share],
    by: Actor,
    at: datetime,
    source: ShareSource | None = None,
    reason: str = "",
    act_id: uuid.UUID | None = None,
) -> Proposal:
    """
    Name the units that are to handle a proposal (拟承办单位); what the proposer wished stays beside it.

    A unit that stays keeps what it said. `source` defaults to the office whose hat is worn. Rule: handbook 5.6.
    Raises: PermissionDenied; Refused `no_unit`, `twice`, `closed_unit`, `roles`, `stale`; nothing is changed then.
    """
    check_shares(shares, timezone.localdate(at))
    moved = workflow.apply(table.PLAN_UNITS, proposal, by=by, at=at, reason=in_words(shares)[:500], act_id=act_id)
    _write_shares(moved, shares, source or _source_of(by), reason)
    return moved


@transaction.atomic
def put_unit(*, proposal: Proposal, unit: OrgUnit, lane: str, by: Actor, at: datetime) -> Proposal:
    """
    Put a unit into a lane of the board, or take it out (拖到单独、主办、会办、分办); the others give way.

    Two people at once move one after the other, each from what the other left. Rule: handbook 5.6.
    Raises: as `plan_units`; Refused `no_unit` when the last unit is taken out.
    """
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    shares = put(planned_shares(locked), unit, lane)
    if not shares:
        raise Refused("no_unit", f"{locked.number}至少要有一个单位；换单位请直接把新的放进来。")
    return plan_units(proposal=locked, shares=shares, by=by, at=at)


def _source_of(by: Actor) -> ShareSource:
    return ShareSource.ASSIGNER if by.wears("assigner") else ShareSource.CLERK


def _write_shares(proposal: Proposal, shares: Sequence[Share], source: ShareSource, reason: str) -> None:
    stay: dict[int, PlannedShare] = {}
    for row in planned_rows(proposal):
        if row.unit_id in stay or row.unit_id not in {unit.pk for unit, _ in shares}:
            row.delete()
        else:
            stay[row.unit_id] = row
    for order, (unit, role) in enumerate(shares, start=1):
        row = stay.get(unit.pk) or PlannedShare(proposal=proposal, unit=unit, source=source, reason=reason[:300])
        row.role, row.order = role, order
        row.save()


@transaction.atomic
def pre_assign(*, proposals: Iterable[Proposal], by: Actor, at: datetime) -> list[Proposal]:
    """
    Put a batch of proposals before the assignment conference (预交办); the units named may speak from now on.

    Rule: handbook 5.5 (R8). Raises: PermissionDenied; Refused `nothing_chosen`, `too_many`, `no_unit`, `roles`,
    `closed_unit`, `stale`, `guarded`, each with the number of the proposal; nothing is changed then.
    """
    rows, act_id, today = _batch(proposals), uuid.uuid4(), timezone.localdate(at)
    moved = []
    for each in rows:
        with _naming(each):
            check_shares(planned_shares(each), today)
            moved.append(workflow.apply(table.PRE_ASSIGN, each, by=by, at=at, act_id=act_id))
    notices.tell_of_pre_assignment(moved, act_id=act_id, at=at)
    return moved


def take_back(*, proposal: Proposal, reason: str, by: Actor, at: datetime) -> Proposal:
    """Take a proposal back from the conference (撤回预交办). Raises: PermissionDenied; Refused `stale`, `no_reason`."""
    return workflow.apply(table.BACK_TO_FILED, proposal, by=by, at=at, reason=reason)


@transaction.atomic
def comment(
    *,
    share: PlannedShare,
    objects: bool,
    words: str,
    by: Actor,
    at: datetime,
    suggested: OrgUnit | None = None,
) -> PlannedShare:
    """
    Say before the conference what a unit thinks of a proposal named for it (交办前征求意见).

    An assigner may write down what a unit without a login said. Rule: handbook 5.5 (R8).
    Raises: PermissionDenied; Refused `not_yours`, `no_words`, `long`, `stale`; nothing is changed then.
    """
    require("proposal.comment_share", by)
    if unit_id(by) not in (None, share.unit_id):
        raise Refused("not_yours", "这件提案拟交的不是贵单位，请由该单位提意见。")
    said = _said(objects, words.strip(), suggested)
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=share.proposal_id)
    refuse_quarantined(proposal.pk)
    if proposal.state != ProposalState.PRE_ASSIGNED:
        raise Refused("stale", f"这件提案现在是“{proposal.get_state_display()}”，交办前的意见已经收齐。请刷新后查看。")
    locked = PlannedShare.objects.select_for_update(of=("self",)).select_related("unit").get(pk=share.pk)
    locked.comment, locked.objects_to_it = said, objects
    locked.commented_at, locked.commented_by_name = at, by.name[:60]
    locked.save(update_fields=["comment", "objects_to_it", "commented_at", "commented_by_name"])
    # What was said lies in the row, which a purge destroys; the ledger keeps its digest and which way it went.
    fields = {"unit": locked.unit_id, "objects": objects, "words": ledger.digest_of(said)}
    ledger.record("comment_share", proposal, by=by, at=at, fields=fields, reason=OBJECTS if objects else "")
    return locked


def _said(objects: bool, words: str, suggested: OrgUnit | None) -> str:
    if objects and not words:
        raise Refused("no_words", "请写明为什么不该由贵单位办理，一句话即可。")
    said = f"建议由{suggested}办理。{words}" if objects and suggested else words
    if len(said) > MOST_WORDS:
        raise Refused("long", f"意见最多{MOST_WORDS}字，现在有{len(said)}字，请精简。")
    return said


@transaction.atomic
@ledger.one_act()
def assign_all(*, proposals: Iterable[Proposal], by: Actor, at: datetime) -> list[Handling]:
    """
    Hand a batch of pre-assigned proposals to their units in one act (交办); return the handlings that were opened.

    Each unit and each proposer is told once. A unit without a login is handled on paper and rung up. The office
    of the unit that answers assigns. Rule: handbook 5.5, 5.6 (R8); our decision for units of both sides.
    Raises: PermissionDenied; Refused `nothing_chosen`, `too_many`, `other_side`, `no_unit`, `roles`,
    `closed_unit`, `stale`; nothing is changed then.
    """
    rows, act_id = _batch(proposals), uuid.uuid4()
    logins = logins_of_units(timezone.localdate(at))
    opened: list[Handling] = []
    for each in rows:
        with _naming(each):
            opened += _assign(each, set(logins), by=by, at=at, act_id=act_id)
    events.publish(UnitsChosen(tuple(rows), "assign", by, at))
    notices.tell_of_assignment(opened, logins, act_id=act_id, by=by, at=at)
    return opened


def _assign(proposal: Proposal, logins: set[int], *, by: Actor, at: datetime, act_id: uuid.UUID) -> list[Handling]:
    today = timezone.localdate(at)
    moved = workflow.apply(table.ASSIGN, proposal, by=by, at=at, changes={"assigned_on": today}, act_id=act_id)
    shares = planned_shares(moved)
    check_shares(shares, today)
    side = side_of_shares(shares, today)
    if side not in sides_of(by):
        raise Refused("other_side", f"答复单位属{side.label}，请由{side.label}的交办单位交办。")
    return [
        handlings.open_handling(
            proposal=moved, unit=unit, role=role, side=side_of(unit, today), order=order,
            on_paper=unit.pk not in logins, by=by, at=at, act_id=act_id,
        )
        for order, (unit, role) in enumerate(shares, start=1)
    ]  # fmt: skip


def _batch(proposals: Iterable[Proposal]) -> list[Proposal]:
    rows = sorted(proposals, key=lambda each: each.pk)
    if not rows:
        raise Refused("nothing_chosen", "请先勾选提案。")
    if len(rows) > MOST_AT_ONCE:
        raise Refused("too_many", f"一次最多{MOST_AT_ONCE}件，请分几次办。")
    return rows


@contextmanager
def _naming(proposal: Proposal) -> Iterator[None]:
    """Say in a refusal which proposal of the batch it is about."""
    try:
        yield
    except Refused as refusal:
        raise Refused(refusal.code, f"{proposal.number}：{refusal.message}") from refusal
