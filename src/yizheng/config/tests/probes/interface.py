"""Probes of the interface room's keys."""

from __future__ import annotations

from datetime import timedelta

from yizheng.config.tests.probing import AT, TODAY, Probe, sentence_of
from yizheng.interface.services import make_token
from yizheng.kernel.token_scopes import Scope
from yizheng.proposal.tests.factories import clerk


def _for_a_hundred_days() -> str:
    by, until = clerk(), TODAY + timedelta(days=100)
    return sentence_of(lambda: make_token(name="系统", scopes=[Scope.READ], valid_until=until, by=by, at=AT))


PROBES = [Probe("interface.token_days", 180, 90, _for_a_hundred_days)]
