"""What a handling unit sees on its desk: how much is in hand, how much is late, what it answered this year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.together import Asked, Steps, totals
from yizheng.todo.desk import LINES, MAIN, DeskCard
from yizheng.ui.shapes import Figure, Meaning

from ..models import GONE, Handling
from ..queries.handling import OVER
from ..standing import unit_id


@Asked
def read_unit(actor: Actor, on: date) -> Steps[dict[str, int] | None]:
    """Return the counts of the worn hat's unit; None for other hats and for a unit that never had one."""
    unit = unit_id(actor)
    if unit is None:
        return None
    running, answered = ~OVER, Q(state="issued", issued_on__year=on.year)
    rows = Handling.objects.filter(unit=unit).exclude(state__in=GONE)
    [found] = yield totals(
        rows, running=Count("id", filter=running),
        late=Count("id", filter=running & ~Q(state="opined") & Q(due_on__lt=on)),
        answered=Count("id", filter=answered), all=Count("id"),
    )  # fmt: skip
    return found if found["all"] else None


def unit_card(found: dict[str, int]) -> dict[str, Any]:
    """Return the card; each number opens its list."""
    desk = address("proposal:unit-desk")
    late = Meaning.OVER if found["late"] else Meaning.NEUTRAL
    figures = [
        Figure(found["running"], "在办", desk, "件"), Figure(found["late"], "逾期", desk, "件", meaning=late),
        Figure(found["answered"], "今年已答复", f"{desk}?show=over", "件"),
    ]  # fmt: skip
    return {"title": "本单位办理提案", "figures": figures, "lines": [], "more": "去办理台", "url": desk}


CARDS = (DeskCard("proposal-unit", MAIN, LINES, read_unit, unit_card, own=True),)
