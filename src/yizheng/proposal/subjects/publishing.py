"""What the shared rooms must know of publications and of frozen figures."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.subjects import Owed, Subject, register

from ..enums import PublicationState as P
from ..models import FigureSnapshot, Publication
from ..queries.publishing import publications_visible_to

STEPS = {P.PREPARED: ("first_reading", "公开稿初审"), P.FIRST_READ: ("second_reading", "公开稿复审")}


def _owed(publication: Publication) -> Iterator[Owed]:
    """The office reads twice, the secretary-general (or who enters the signed word) the third time."""
    if publication.state in STEPS:
        act, label = STEPS[P(publication.state)]
        yield Owed(act, label, role=Role.PROPOSAL_CLERK, note=publication.number)
    if publication.state == P.SECOND_READ:
        yield Owed("publish", "公开稿终审", role=Role.SECRETARY_GENERAL, note=publication.number)


def _snapshots(actor: Actor) -> QuerySet[FigureSnapshot]:
    """Frozen figures are for whoever reads figures."""
    return FigureSnapshot.objects.all() if may("proposal.see_figures", actor) else FigureSnapshot.objects.none()


def register_kinds() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "publication", Publication, "公开稿", visible_to=publications_visible_to,
            url=lambda p: address("proposal:publication", public_id=p.public_id),
            caption=lambda p: p.get_state_display(), owed=_owed,
        ),
        Subject(
            "figure_snapshot", FigureSnapshot, "定格的统计", visible_to=_snapshots,
            url=lambda s: address("proposal:figure-snapshot", public_id=s.public_id),
        ),
    )  # fmt: skip
