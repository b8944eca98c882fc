"""What the shared rooms must know of the kinds of the proposal room: names, addresses, who sees them, who owes what."""

from __future__ import annotations

from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Subject, register

from .. import queries
from ..models import Feedback, Handling, Proposal, Reply, Signer
from . import appraising, exporting, handling, indexed, keys, leads, owed, publishing, reading, reviewing
from .adjusting import register_adjusting
from .following import register_following


def _proposal(proposal: Proposal) -> str:
    return address("proposal:proposal", public_id=proposal.public_id)


def register_all() -> None:
    """Make the kinds of the room known to the house."""
    register(
        Subject(
            "proposal", Proposal, "提案", visible_to=queries.proposals_visible_to, url=_proposal,
            caption=lambda p: p.number, owed=owed.proposal_owed, indexed=indexed.proposal_indexed,
            indexed_with=indexed.proposal_indexed_with, indexed_rows=indexed.proposal_rows,
        ),
        Subject(
            "proposal_signer", Signer, "联名", url=lambda s: _proposal(s.proposal),
            visible_to=queries.signers_visible_to,
            title=lambda s: s.proposal.title, owed=owed.signer_owed,
        ),
        Subject(
            "handling", Handling, "办理", visible_to=queries.handlings_visible_to,
            url=lambda h: address("proposal:handling", public_id=h.public_id),
            title=lambda h: h.proposal.title, caption=lambda h: f"{h.proposal.number} {h.unit}",
            owed=owed.handling_owed,
        ),
        Subject(
            "reply", Reply, "答复", visible_to=queries.replies_visible_to,
            url=lambda r: address("proposal:handling", public_id=r.handling.public_id),
            title=str, caption=lambda r: r.get_state_display(), owed=owed.reply_owed,
            indexed=indexed.reply_indexed,
            indexed_rows=lambda rows: rows.select_related("handling__proposal", "handling__unit"),
        ),
        Subject(
            "feedback", Feedback, "评价", visible_to=queries.feedback_visible_to,
            url=lambda f: address("proposal:feedback", public_id=f.public_id),
            title=lambda f: f.proposal.title, owed=owed.feedback_owed,
        ),
    )  # fmt: skip
    register_adjusting()
    register_following()
    leads.register_all()
    keys.register_all()
    handling.register_all()
    reviewing.register_all()
    publishing.register_kinds()
    appraising.register_kinds()
    reading.register_kinds()
    exporting.register_kinds()
