"""What the shared rooms must know of publications."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register

from ..enums import PublicationState as P
from ..models import Publication
from ..queries_publishing import publications_visible_to

STEPS = {P.PREPARED: ("first_reading", "公开稿初审"), P.FIRST_READ: ("second_reading", "公开稿复审")}


def _owed(publication: Publication) -> Iterator[Owed]:
    """The office reads twice, the secretary-general (or who enters the signed word) the third time."""
    if publication.state in STEPS:
        act, label = STEPS[P(publication.state)]
        yield Owed(act, label, role=Role.PROPOSAL_CLERK, note=publication.number)
    if publication.state == P.SECOND_READ:
        yield Owed("publish", "公开稿终审", role=Role.SECRETARY_GENERAL, note=publication.number)


def register_kinds() -> None:
    """Make the kind known to the house."""
    register(
        Subject(
            "publication", Publication, "公开稿", visible_to=publications_visible_to,
            url=lambda p: address("proposal:publication", public_id=p.public_id),
            caption=lambda p: p.get_state_display(), owed=_owed,
        )
    )  # fmt: skip
