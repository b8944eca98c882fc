"""What the shared rooms must know of requests for another unit."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register

from ..enums import AdjustState
from ..models import AdjustRequest
from ..queries.assigning import requests_visible_to


def adjust_owed(request: AdjustRequest) -> Iterator[Owed]:
    """
    The assigner owes a decision by its date; a dispute waits for the leader, the sheet lies with the assigner.

    Our decision: both sides' assigners see it; who may decide is asked of the act.
    """
    note = f"{request.handling.proposal.number} {request.handling.unit}"
    if request.state == AdjustState.ASKED:
        yield Owed("decide_adjustment", "决定是否改办", role=Role.ASSIGNER, due_on=request.decide_by, note=note)
    if request.state == AdjustState.DISPUTED:
        yield Owed("enter_decision", "录入领导的决定", role=Role.ASSIGNER, due_on=request.decide_by, note=note)


def register_adjusting() -> None:
    """Make the kind known to the house."""
    register(
        Subject(
            "adjust_request", AdjustRequest, "调整申请", visible_to=requests_visible_to,
            url=lambda r: address("proposal:adjust-request", public_id=r.public_id),
            title=lambda r: r.handling.proposal.title,
            caption=lambda r: f"{r.handling.proposal.number} {r.handling.unit}", owed=adjust_owed,
        )
    )  # fmt: skip
