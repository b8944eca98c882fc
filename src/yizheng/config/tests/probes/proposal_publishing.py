"""Probes of the keys of publication: how much is public at first, and by when."""

from __future__ import annotations

from datetime import date

from yizheng.config.tests.probing import TODAY, Probe
from yizheng.proposal.enums import ProposalState, PublicLevel
from yizheng.proposal.publishable import level_of
from yizheng.proposal.tests import factories as make
from yizheng.proposal.views.publishing import due_of


def _level() -> PublicLevel:
    closed = make.proposal(ProposalState.CLOSED, publish_consent=PublicLevel.FULL)
    make.reply(make.handling(closed, state="issued"), public_level=PublicLevel.FULL)
    return level_of(closed, on=TODAY)


PROBES = [
    Probe("proposal.publish", "full", "summary", _level),
    Probe("proposal.publish_workdays", 20, 30, lambda: due_of(date(2026, 11, 2), TODAY)),
]
