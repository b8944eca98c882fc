"""What leaders see first: the session in numbers, and the key proposals with how far each is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.together import Asked, Steps
from yizheng.todo.desk import LINES, MAIN, DeskCard, Line

from .. import listing, queries
from ..enums import NOT_CHOSEN, ProposalState, Tier
from ..models import KeyAssignment
from ..phrases import MEANING
from ..showing import url_of
from .session import SessionInNumbers, session_in_numbers

STAGES = ("received", "filed", "handling", "answered")
MOST = 8


@dataclass(frozen=True)
class KeyOnes:
    """The key proposals of a year."""

    year: int
    rows: list[KeyAssignment]


@Asked
def read_session(actor: Actor, on: date) -> Steps[SessionInNumbers | None]:
    """Return the session in numbers, for leaders and the secretary-general."""
    if not actor.wears(Role.LEADER, Role.SECRETARY_GENERAL):
        return None
    return (yield from session_in_numbers(actor, on))


def numbers(found: SessionInNumbers) -> dict[str, Any]:
    """Return the card of the session."""
    url = listing.url_for(session=found.session.public_id)
    return {"title": f"{found.session}提案", "figures": found.figures(STAGES), "more": "全部", "url": url}


@Asked
def read_key_ones(actor: Actor, on: date) -> Steps[KeyOnes | None]:
    """Return the key proposals of the year; None where there is none yet."""
    if not actor.wears(Role.LEADER, Role.SECRETARY_GENERAL):
        return None
    chosen = KeyAssignment.objects.filter(year=on.year, tier=Tier.KEY, proposal__in=queries.proposals_visible_to(actor))
    chosen = chosen.exclude(state__in=NOT_CHOSEN).select_related("proposal").order_by("order", "id")
    rows = yield chosen.prefetch_related("leaders")[:MOST]
    return KeyOnes(on.year, rows) if rows else None


def key_ones(found: KeyOnes) -> dict[str, Any]:
    """Return the card: each proposal with its leaders and where it stands."""
    url = listing.url_for(year=found.year, key=True)
    return {"title": "重点提案进展", "lines": [_line(each) for each in found.rows], "more": "全部", "url": url}


def _line(key: KeyAssignment) -> Line:
    proposal = key.proposal
    leaders = "、".join(f"{each}{each.get_role_display()}" for each in key.leaders.all())
    note = "　".join(part for part in (proposal.number, leaders) if part)
    state = ProposalState(proposal.state)
    return Line(proposal.title, url_of(proposal), str(state.label), MEANING[state], note)


CARDS = (
    DeskCard("proposal-session", MAIN, LINES, read_session, numbers),
    DeskCard("proposal-key", MAIN, LINES, read_key_ones, key_ones, own=True),
)
