"""What voters see on their desk: ballots that wait for them. Read anew each time; no to-do keeps when they came."""

from __future__ import annotations

from datetime import date
from typing import Any

from yizheng.kernel.acting import Actor
from yizheng.kernel.together import Asked, Steps
from yizheng.todo.desk import LINES, MAIN, DeskCard, Line, offer
from yizheng.ui.shapes import Meaning

from . import queries
from .models import Ballot

MOST = 5


@Asked
def read_waiting(actor: Actor, _on: date) -> Steps[list[Ballot] | None]:
    """Return the open ballots for which the person has not taken a slip; None without any."""
    found = yield queries.waiting_for(actor)[:MOST]
    return found or None


def waiting(found: list[Ballot]) -> dict[str, Any]:
    """Return the card."""
    lines = [Line(each.title, queries.url_of(each), "领选票", Meaning.WARN, "无记名投票") for each in found]
    return {"title": "请您投票", "lines": lines}


def offer_cards() -> None:
    """Put the card on the desks."""
    offer(DeskCard("ballot-waiting", MAIN, LINES, read_waiting, waiting))
