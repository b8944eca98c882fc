"""How a person stands to what is appraised: whose score it is, whose unit is appraised."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import predicate

from ..models import GONE, AppraisalScore, AppraisedUnit, ScoreSide
from . import OWNER_COLUMNS, OWNER_SCOPES, is_first_proposer, is_unit_of, membership_id, unit_id


@predicate(name="asked for this score")
def is_scorer(actor: Actor | None, score: Any) -> bool:
    """Tell whether the score is asked of the person: the proposer's of the handling, the unit's of the proposal."""
    if actor is None or not isinstance(score, AppraisalScore):
        return False
    if score.side == ScoreSide.PROPOSER:
        return bool(is_first_proposer(actor, score.handling.proposal))
    return bool(is_unit_of(actor, score.handling))


@predicate(name="unit that is appraised")
def is_appraised(actor: Actor | None, entry: Any) -> bool:
    """Tell whether the worn hat is that of the very unit that is appraised."""
    if actor is None or not isinstance(entry, AppraisedUnit) or entry.unit_id is None:
        return False
    return entry.unit_id == unit_id(actor)


def asked_of(actor: Actor) -> Q:
    """Return the condition of the scores that are asked of the person in the worn hat."""
    unit = unit_id(actor)
    if unit is not None:
        return Q(side=ScoreSide.UNIT, handling__unit=unit) & ~Q(handling__state__in=GONE)
    return Q(side=ScoreSide.PROPOSER) & concerns(actor)


def concerns(actor: Actor) -> Q:
    """Return the condition of the scores that speak of one's own proposals or one's own unit's handlings."""
    unit, mine = unit_id(actor), membership_id(actor)
    if unit is not None:
        return Q(handling__unit=unit)
    if mine is not None:
        return Q(handling__proposal__first_proposer=mine) if actor.wears(Role.MEMBER) else Q(pk__in=[])
    if actor.hat.scope_id is None or actor.hat.scope_kind not in OWNER_SCOPES.get(actor.hat.role, ()):
        return Q(pk__in=[])
    field = OWNER_COLUMNS[actor.hat.scope_kind]
    return Q(**{f"handling__proposal__{field}": actor.hat.scope_id})
