"""Dates by which pieces are read, carried over when a new calendar moves them (design 5)."""

from __future__ import annotations

from django.db import transaction

from yizheng.deadline.events import CalendarChanged
from yizheng.deadline.queries import running
from yizheng.kernel import events, ledger
from yizheng.kernel.workflow import Moved

from ..enums import OpinionState
from ..models import Opinion
from .limits import REVIEW

RECKONED = "reckon_review_due"


@transaction.atomic
def follow_calendar(event: CalendarChanged) -> int:
    """Carry review dates that a new calendar moved over to their pieces; return how many moved. To-dos follow."""
    due = dict(running().filter(kind="opinion", act=REVIEW).values_list("object_id", "due_on"))
    rows = Opinion.objects.filter(pk__in=due, state=OpinionState.SUBMITTED).select_for_update(of=("self",))
    moved = [each for each in rows.order_by("id") if each.review_due != due[each.pk]]
    for each in moved:
        fields = {"review_due": (each.review_due, due[each.pk])}
        each.review_due = due[each.pk]
        each.save(update_fields=["review_due"])
        ledger.record(
            RECKONED, each, by=event.by, at=event.at, from_state=each.state, to_state=each.state, fields=fields,
            act_id=event.act_id,
        )  # fmt: skip
        events.publish(Moved("opinion", each, RECKONED, each.state, each.state, event.by, event.at, fields))
    return len(moved)
