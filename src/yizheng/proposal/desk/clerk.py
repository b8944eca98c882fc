"""What the proposal clerk sees first: how many proposals of the session stand at which stage."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.together import Asked, Steps
from yizheng.todo.desk import LINES, MAIN, DeskCard

from .. import listing
from .session import SessionInNumbers, session_in_numbers

STAGES = ("received", "reviewing", "filed", "unassigned", "handling", "answered")


@Asked
def read_session(actor: Actor, on: date) -> Steps[SessionInNumbers | None]:
    """Return the session in numbers, for the proposal clerk."""
    if not actor.wears(Role.PROPOSAL_CLERK):
        return None
    return (yield from session_in_numbers(actor, on))


def stages(found: SessionInNumbers) -> dict[str, Any]:
    """Return the card: each number opens its list."""
    url = listing.url_for(session=found.session.public_id)
    return {"title": f"{found.session}提案", "figures": found.figures(STAGES), "more": "全部", "url": url}


CARDS = (DeskCard("proposal-stages", MAIN, LINES, read_session, stages, own=True),)
