"""A reply of an invented unit, and a promise made in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from yizheng.promise import services
from yizheng.promise.models import Promise
from yizheng.proposal.enums import HandlingState, ProposalState
from yizheng.proposal.models import Reply
from yizheng.proposal.tests import factories as make

DUE = date(2026, 10, 30)
TEXT = "年底前完成六个小区的试点"


def letter(**changed: Any) -> Reply:
    """Make an issued reply."""
    return make.reply(make.handling(make.proposal(ProposalState.TRACKING, **changed), state=HandlingState.ISSUED))


def promised(
    reply: Reply | None = None, *, text: str = TEXT, due_on: date = DUE, at: datetime | None = None
) -> Promise:
    """Let the unit of a reply promise something."""
    reply = reply or letter()
    unit = reply.handling.unit
    return services.make(
        origin=reply, text=text, due_on=due_on, promiser=unit, by=make.as_unit(unit), at=at or make.moment()
    )
