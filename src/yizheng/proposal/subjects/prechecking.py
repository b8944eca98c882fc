"""Who owes the first look at what a sector's members hand in (界别预审): its convener, and nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.subjects import Owed

from ..enums import ProposalState, Secrecy
from ..models import Proposal
from ..queries.review import look_awaited


def look_owed(proposal: Proposal) -> Iterator[Owed]:
    """
    The convener of the proposer's sector owes a look, until it is written or the first review is done.

    It has no date: advice is never late, and its lateness is nobody's to hear of. One's own proposal nobody looks at
    first; who convenes beside its proposer still does. Rule: handbook 1.6, 5.2; that it has no date is our decision.
    """
    if proposal.state != ProposalState.SUBMITTED or proposal.secrecy == Secrecy.INTERNAL:
        return
    awaited = look_awaited(proposal, timezone.localdate())
    if awaited is None:
        return
    member, conveners = awaited
    own, asked = member.person.user_id, Owed("precheck", "预审", note=proposal.number)
    if own not in conveners:
        yield replace(asked, role=Role.SECTOR_CONVENER, scope_kind="sector", scope_id=member.sector_id)
        return
    for user in sorted(conveners - {own}):
        yield replace(asked, user_id=user)
