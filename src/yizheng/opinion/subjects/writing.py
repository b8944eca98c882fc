"""Opinions and conversions, as the shared rooms know them: address, who sees them, who owes what."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register

from .. import queries
from ..enums import OpinionState
from ..models import Conversion, Opinion


def opinion_address(opinion: Opinion) -> str:
    """Return the page of a piece."""
    return address("opinion:opinion", public_id=opinion.public_id)


def opinion_owed(opinion: Opinion) -> Iterator[Owed]:
    """The information office owes each piece a reading."""
    if opinion.state == OpinionState.SUBMITTED:
        yield Owed("review_opinion", "审核", role=Role.OPINION_CLERK, due_on=opinion.review_due,
                   note=opinion.get_urgency_display())  # fmt: skip


def register_kinds() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "opinion", Opinion, "社情民意", visible_to=queries.opinions_visible_to, url=opinion_address,
            caption=lambda opinion: opinion.number, owed=opinion_owed,
        ),
        Subject(
            "opinion_conversion", Conversion, "转化征询", url=lambda row: opinion_address(row.opinion),
            visible_to=lambda actor: Conversion.objects.filter(opinion__in=queries.opinions_visible_to(actor)),
            title=lambda row: row.opinion.title,
        ),
    )  # fmt: skip
