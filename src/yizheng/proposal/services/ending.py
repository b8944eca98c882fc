"""Writes: what hangs on a withdrawn proposal ends with it, and nobody's desk keeps it (handbook 5.4)."""

from __future__ import annotations

import uuid
from datetime import datetime

from yizheng.kernel import events, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.workflow import Moved
from yizheng.promise import services as promises

from ..enums import ContactConfirmation, FeedbackState
from ..models import ContactRecord, KeyAssignment, Proposal, Reply
from ..workflow import keys as key_table

WITH_WITHDRAWAL = "随撤案终止"


def end_what_hangs_on(proposal: Proposal, *, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    """
    End the supervision and the open promises of a proposal that was just withdrawn; part of that act.

    They stay to be read, marked 随撤案终止; a result that was reported and a promise that was kept stay what they are.
    Rule: our decision; the handbook says only that units stop.
    """
    _end_supervision(proposal, by=by, at=at, act_id=act_id)
    for reply in Reply.objects.filter(handling__proposal=proposal).order_by("id"):
        promises.end_all(origin=reply, reason=WITH_WITHDRAWAL, by=by, at=at, act_id=act_id)
    _clear_desks(proposal, by=by, at=at)


def _end_supervision(proposal: Proposal, *, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    """A candidate is not chosen any more; what was chosen ends."""
    for each in KeyAssignment.objects.filter(proposal=proposal):
        row = key_table.DROP if each.state in key_table.DROP.sources else key_table.END
        if each.state in row.sources:
            workflow.apply(row, each, by=by, at=at, reason=WITH_WITHDRAWAL, act_id=act_id)


def _clear_desks(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """Let the house look again at who owes what: nobody verifies a dissatisfaction or settles an objection now."""
    given = proposal.feedback.filter(state=FeedbackState.GIVEN).order_by("id")
    open_talks = (ContactConfirmation.WAITING, ContactConfirmation.OBJECTED)
    talks = ContactRecord.objects.filter(handling__proposal=proposal, confirmation__in=open_talks).order_by("id")
    for row in given:
        events.publish(Moved("feedback", row, "withdraw", row.state, row.state, by, at))
    for talk in talks:
        state = str(talk.confirmation)
        events.publish(Moved("contact_record", talk, "withdraw", state, state, by, at))
