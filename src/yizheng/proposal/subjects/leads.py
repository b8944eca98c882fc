"""Leads, topics, calls and outgoing proposals, as the shared rooms know them."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register

from ..enums import LeadState
from ..models import LeadTopic, OutgoingProposal, ProposalLead, Solicitation
from ..queries import leads as queries_leads
from .indexed import lead_indexed, outgoing_indexed, solicitation_indexed, topic_indexed


def lead_owed(lead: ProposalLead) -> Iterator[Owed]:
    """The office owes each lead a disposal: listed, answered, or guided elsewhere."""
    if lead.state == LeadState.RECEIVED:
        yield Owed("list_lead", "处理线索", role=Role.PROPOSAL_CLERK, note=lead.get_source_display())


def register_all() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "proposal_lead", ProposalLead, "提案线索", visible_to=queries_leads.leads_visible_to,
            url=lambda lead: address("proposal:lead", public_id=lead.public_id),
            caption=lambda lead: lead.get_source_display(), owed=lead_owed, indexed=lead_indexed,
        ),
        Subject(
            "lead_topic", LeadTopic, "参考选题", visible_to=queries_leads.topics_visible_to,
            url=lambda topic: address("proposal:topic", public_id=topic.public_id),
            caption=lambda topic: f"{topic.year}年", indexed=topic_indexed,
        ),
        Subject(
            "solicitation", Solicitation, "提案征集", visible_to=queries_leads.solicitations_visible_to,
            url=lambda call: address("proposal:solicitation", public_id=call.public_id), indexed=solicitation_indexed,
        ),
        Subject(
            "outgoing_proposal", OutgoingProposal, "向上提案", visible_to=queries_leads.outgoing_visible_to,
            url=lambda row: address("proposal:outgoing-one", public_id=row.public_id),
            caption=lambda row: row.get_level_display(), indexed=outgoing_indexed,
        ),
    )  # fmt: skip
