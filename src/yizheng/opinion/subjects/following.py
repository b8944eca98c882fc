"""Transfer slips, as the shared rooms know them."""

from __future__ import annotations

from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Subject, register

from .. import queries
from ..models import OpinionTransfer


def register_kinds() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "opinion_transfer", OpinionTransfer, "转办单", visible_to=queries.slips_visible_to,
            url=lambda slip: address("opinion:slip", public_id=slip.public_id),
            title=lambda slip: str(slip.opinion), caption=lambda slip: slip.number,
        ),
    )  # fmt: skip
