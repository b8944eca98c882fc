"""What the shared rooms must know of talks with the proposer."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register

from ..enums import ContactConfirmation, ProposalState
from ..models import ContactRecord
from ..queries.handling import contacts_visible_to
from .owed import to_proposer


def contact_owed(record: ContactRecord) -> Iterator[Owed]:
    """The proposer owes a word until silence counts; the clerk looks into an objection. A withdrawal ends both."""
    proposal = record.handling.proposal
    if proposal.state == ProposalState.WITHDRAWN:
        return
    if record.confirmation == ContactConfirmation.WAITING:
        yield from to_proposer(proposal, "confirm_contact", "确认面商记录", record.confirm_by)
    if record.confirmation == ContactConfirmation.OBJECTED and record.confirmed_on is None:
        note = f"{proposal.number} {record.handling.unit}"
        yield Owed("settle_objection", "处理面商异议", role=Role.PROPOSAL_CLERK, note=note)


def register_all() -> None:
    """Make the kind known to the house."""
    register(
        Subject(
            "contact_record", ContactRecord, "面商记录", visible_to=contacts_visible_to,
            url=lambda r: address("proposal:contact", public_id=r.public_id),
            title=lambda r: r.handling.proposal.title, caption=lambda r: f"{r.handling.unit} {r}",
            owed=contact_owed,
        )
    )  # fmt: skip
