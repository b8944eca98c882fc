"""What the search knows of proposals, replies, leads and calls, and who may find them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils import timezone

from yizheng.accounts.enums import PROPOSERS, Role
from yizheng.kernel.subjects import Indexed
from yizheng.search.audience import role, scoped

from ..enums import Consent, KeyStage, ProposalState, ReplyState, Secrecy
from ..models import (
    GONE,
    KeyAssignment,
    LeadTopic,
    OutgoingProposal,
    Proposal,
    ProposalLead,
    Reply,
    Signer,
    Solicitation,
)
from ..permissions import LEAD_READERS
from ..queries import EVER_FILED, FOR_CONVENERS, PRIVATE, WITH_ASSIGNERS
from ..standing import OFFICE_READERS

SHARED_WITH = (
    Role.MEMBER, Role.SECTOR_CONVENER, Role.PARTICIPATING_BODY_CLERK, Role.COMMITTEE_CLERK, Role.GRASSROOTS_CLERK,
    Role.OBSERVER, Role.OFFICE_CLERK,
)  # fmt: skip
"""Who may read what is shared with members."""


def proposal_indexed(proposal: Proposal) -> Indexed | None:
    """Tell of a proposal that was submitted; what is still being written or signed nobody finds."""
    if proposal.state in PRIVATE:
        return None
    signers = list(proposal.signers.all())
    handlings = list(proposal.handlings.all())
    came = proposal.submitted_at
    return Indexed(
        proposal.title,
        body="\n".join(_body(proposal)),
        people=tuple(dict.fromkeys([proposal.proposer_name, *(signer.display_name for signer in signers)])),
        numbers=tuple(number for number in (proposal.number, proposal.reception_no) if number),
        units=tuple(dict.fromkeys(str(each.unit) for each in handlings if each.state not in GONE)),
        sector=_sector(proposal),
        status=proposal.get_state_display(),
        happened_on=timezone.localdate(came) if came else None,
        audience=frozenset(_audience(proposal, signers)) | {
            scoped("org_unit", each.unit_id) for each in handlings if each.state not in GONE or each.state == "stopped"
        },
    )  # fmt: skip


def _body(proposal: Proposal) -> Iterator[str]:
    yield from (proposal.background, proposal.analysis, proposal.research_basis)
    yield from (row.text for row in proposal.suggestions.all())
    yield " ".join(map(str, proposal.keywords))


def _sector(proposal: Proposal) -> str:
    if proposal.sector is not None:
        return proposal.sector.name
    first = proposal.first_proposer
    return first.sector.name if first is not None and first.sector is not None else ""


def _audience(proposal: Proposal, signers: Iterable[Signer]) -> Iterator[str]:
    """Yield who may find it: as wide as `proposals_visible_to`, which is asked again."""
    yield from map(role, OFFICE_READERS)
    yield from _owners(proposal)
    for signer in signers:
        if signer.consent not in (Consent.DECLINED, Consent.EXPIRED):
            yield from _owners(signer)
    if proposal.shared_on and proposal.state in EVER_FILED and proposal.secrecy != Secrecy.INTERNAL:
        yield from map(role, SHARED_WITH)
    first = proposal.first_proposer
    if first and first.sector_id and proposal.state in FOR_CONVENERS and proposal.secrecy != Secrecy.INTERNAL:
        yield scoped("sector", first.sector_id)
    if proposal.state in WITH_ASSIGNERS or (proposal.state == ProposalState.WITHDRAWN and proposal.assigned_on):
        yield role(Role.ASSIGNER)
    if proposal.state == ProposalState.PRE_ASSIGNED:
        planned = (share for share in proposal.planned.all() if share.source != "proposer")
        yield from (scoped("org_unit", share.unit_id) for share in planned)
    key: KeyAssignment | None = getattr(proposal, "key_assignment", None)
    if key and key.supervising_body_id and key.state not in (KeyStage.CANDIDATE, KeyStage.DROPPED):
        yield scoped("body", key.supervising_body_id)


def _owners(row: Proposal | Signer) -> Iterator[str]:
    member = row.first_proposer_id if isinstance(row, Proposal) else row.membership_id
    own = {
        "membership": member, "participating_body": row.party_body_id, "body": row.body_id, "sector": row.sector_id,
    }  # fmt: skip
    yield from (scoped(kind, owner) for kind, owner in own.items() if owner is not None)


def proposal_rows(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Read along what `proposal_indexed` looks at."""
    rows = rows.select_related("sector", "first_proposer__sector", "key_assignment")
    return rows.prefetch_related("signers", "suggestions", "handlings__unit", "planned")


def proposal_indexed_with(proposal: Proposal) -> Iterable[tuple[str, int]]:
    """Replies are found by whoever finds their proposal; before assignment there are none."""
    if proposal.assigned_on is None:
        return []
    issued = Reply.objects.filter(handling__proposal=proposal, state=ReplyState.ISSUED)
    return [("reply", pk) for pk in issued.values_list("pk", flat=True)]


def reply_indexed(reply: Reply) -> Indexed | None:
    """Tell of a reply that was issued."""
    if reply.state != ReplyState.ISSUED:
        return None
    told = proposal_indexed(reply.handling.proposal)
    if told is None:
        return None
    answers = reply.answers.values_list("text", flat=True)
    return Indexed(
        told.title, body="\n".join([reply.opening, reply.body, *answers, reply.closing]),
        people=told.people, numbers=(*told.numbers, *([reply.doc_no] if reply.doc_no else [])),
        units=(str(reply.handling.unit),), sector=told.sector, status=reply.get_state_display(),
        happened_on=reply.sent_on or reply.signed_on or told.happened_on, audience=told.audience,
    )  # fmt: skip


def lead_indexed(lead: ProposalLead) -> Indexed:
    """Tell of a lead: what was written, never who sent it."""
    return Indexed(
        lead.title, body=lead.text, status=lead.get_state_display(),
        happened_on=timezone.localdate(lead.received_at), audience=frozenset(map(role, OFFICE_READERS)),
    )  # fmt: skip


def topic_indexed(topic: LeadTopic) -> Indexed:
    """Tell of a topic of the reference list; a closed one is the office's affair."""
    readers = (*LEAD_READERS, *PROPOSERS) if topic.is_open else (Role.PROPOSAL_CLERK,)
    return Indexed(
        topic.title, body=topic.guide, status="征集中" if topic.is_open else "已关闭",
        audience=frozenset(map(role, readers)),
    )  # fmt: skip


def solicitation_indexed(call: Solicitation) -> Indexed:
    """Tell of a call for proposals."""
    readers = frozenset(map(role, (*LEAD_READERS, *PROPOSERS)))
    return Indexed(call.title, body=call.text, happened_on=call.called_on, audience=readers)


def outgoing_indexed(row: OutgoingProposal) -> Indexed:
    """Tell of what went to a higher committee."""
    return Indexed(
        row.title, body=row.note, people=(str(row.carrier),), numbers=tuple(filter(None, [row.upper_number])),
        status=row.get_state_display(), happened_on=row.changed_on, audience=frozenset(map(role, LEAD_READERS)),
    )  # fmt: skip
