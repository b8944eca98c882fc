"""Probes of the keys of assignment: how long a unit may ask, by when it is answered, whose side a unit is of."""

from __future__ import annotations

from datetime import date

from yizheng.config.tests.probing import AT, TODAY, Probe
from yizheng.proposal.enums import ProposalState, Side
from yizheng.proposal.services import adjusting
from yizheng.proposal.sides import side_of
from yizheng.proposal.tests import factories as make


def _last_day_to_ask() -> date:
    return adjusting.window_of(make.handling(make.proposal(ProposalState.ASSIGNED), assigned_on=TODAY))


def _decided_by() -> date:
    handling = make.handling(make.proposal(ProposalState.ASSIGNED), assigned_on=TODAY)
    request = adjusting.request_adjustment(
        handling=handling, reason="职责已划转", suggested_unit=None, signed_by_name="贺建平", at=AT,
        by=make.as_unit(handling.unit),
    )  # fmt: skip
    return request.decide_by


def _side_of_a_court() -> Side:
    return side_of(make.UnitFactory(category="judiciary"), TODAY)


PROBES = [
    Probe("proposal.adjust_workdays", 5, 7, _last_day_to_ask),
    Probe("proposal.adjust_decision_workdays", 5, 3, _decided_by),
    Probe("proposal.party_side_categories", ["party", "judiciary", "people_org"], ["party"], _side_of_a_court),
]
