"""What a handling unit sees of its transfer slips on its desk, and the office of slips and feedback that are late."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.together import Asked, Steps, totals
from yizheng.todo.desk import ASIDE, LINES, MAIN, DeskCard
from yizheng.ui.shapes import Figure, Meaning

from ..enums import FeedbackState, TransferState
from ..models import OpinionFeedback, OpinionTransfer
from ..queries_following import AT_UNIT, late_slips
from ..standing import unit_id


@Asked
def read_unit(actor: Actor, on: date) -> Steps[dict[str, int] | None]:
    """Return the counts of the worn hat's unit; None for other hats and for a unit that never had a slip."""
    unit = unit_id(actor)
    if unit is None:
        return None
    rows = OpinionTransfer.objects.filter(unit=unit).exclude(state=TransferState.RECALLED)
    [found] = yield totals(
        rows, new=Count("id", filter=Q(state=TransferState.SENT)), running=Count("id", filter=Q(state__in=AT_UNIT)),
        late=Count("id", filter=late_slips(on)), all=Count("id"),
    )  # fmt: skip
    return found if found["all"] else None


def unit_card(found: dict[str, int]) -> dict[str, Any]:
    """Return the unit's card; each number opens its list."""
    slips = address("opinion:slips")
    figures = [
        Figure(found["new"], "待签收", slips, "张"), Figure(found["running"], "在办", slips, "张"),
        Figure(found["late"], "逾期", f"{slips}?show=late", "张", meaning=_meaning(found["late"])),
    ]  # fmt: skip
    return {"title": "社情民意转办", "figures": figures, "lines": [], "more": "全部转办单", "url": slips}


@Asked
def read_office(actor: Actor, on: date) -> Steps[dict[str, int] | None]:
    """Return what the information office follows: slips late at units, feedback owed and late."""
    if not actor.wears(Role.OPINION_CLERK):
        return None
    owed = Q(state=FeedbackState.OWED)
    running = Count("id", filter=Q(state__in=AT_UNIT))
    [slips], [told] = yield (
        totals(OpinionTransfer.objects.all(), late=Count("id", filter=late_slips(on)), running=running),
        totals(
            OpinionFeedback.objects.all(), owed=Count("id", filter=owed),
            owed_late=Count("id", filter=owed & Q(due_on__lt=on)),
        ),
    )  # fmt: skip
    return {**slips, **told} if slips["running"] or told["owed"] else None


def office_card(found: dict[str, int]) -> dict[str, Any]:
    """Return the office's card; each number opens its list."""
    slips, owed = address("opinion:slips"), address("opinion:feedback-owed")
    figures = [
        Figure(found["running"], "单位在办", slips, "张"),
        Figure(found["late"], "单位逾期", f"{slips}?show=late", "张", meaning=_meaning(found["late"])),
        Figure(found["owed"], "待反馈作者", owed, "件"),
        Figure(found["owed_late"], "反馈逾期", f"{owed}?show=late", "件", meaning=_meaning(found["owed_late"])),
    ]  # fmt: skip
    return {"title": "转办和反馈", "figures": figures, "lines": [], "more": "去反馈作者", "url": owed}


def _meaning(late: int) -> str:
    return Meaning.OVER if late else Meaning.NEUTRAL


CARDS = (
    DeskCard("opinion-unit", MAIN, LINES, read_unit, unit_card, own=True),
    DeskCard("opinion-following", ASIDE, LINES, read_office, office_card),
)
