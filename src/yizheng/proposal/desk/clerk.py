"""What the proposal clerk sees first: how many proposals of the session stand at which stage."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.todo.desk import LINES, MAIN, DeskCard

from .. import listing
from .session import SessionInNumbers, session_in_numbers

STAGES = ("received", "reviewing", "filed", "unassigned", "handling", "answered")


def read_session(actor: Actor, on: date) -> SessionInNumbers | None:
    """Return the session in numbers, for the proposal clerk."""
    return session_in_numbers(actor, on) if actor.wears(Role.PROPOSAL_CLERK) else None


def stages(found: SessionInNumbers) -> dict[str, Any]:
    """Return the card: each number opens its list."""
    url = listing.url_for(session=found.session.public_id)
    return {"title": f"{found.session}提案", "figures": found.figures(STAGES), "more": "全部", "url": url}


CARDS = (DeskCard("proposal-stages", MAIN, LINES, read_session, stages, own=True),)
