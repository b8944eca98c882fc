"""What a proposal's page offers those who write it."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may

from ..enums import Consent, EntrySource, ProposalState, SignerRole
from ..models import Proposal
from ..services.writing import WRITABLE, is_confirmed_entry
from ..standing import is_first_proposer, membership_id
from .offers import offer, offer_on_list


@offer
def writers_acts(proposal: Proposal, actor: Actor) -> Iterator[tuple[str, str, str]]:
    """Offer to write on, to submit, to confirm, to answer an invitation."""
    if proposal.state not in WRITABLE:
        return
    key = proposal.public_id
    own = is_first_proposer(actor, proposal)
    if own or (proposal.source == EntrySource.CLERK and may("proposal.review", actor)):
        yield address("proposal:submit", public_id=key), "检查并提交", "primary"
        yield address("proposal:write", public_id=key), "接着写", ""
        if proposal.state == ProposalState.DRAFT:
            yield address("proposal:discard", public_id=key), "删除草稿", "danger"
    if own and proposal.source == EntrySource.CLERK and not is_confirmed_entry(proposal):
        yield address("proposal:confirm-entry", public_id=key), "确认代录", "primary"
    mine = membership_id(actor)
    if mine is not None and proposal.state == ProposalState.COSIGNING:
        asked = proposal.signers.filter(membership=mine, role=SignerRole.CO, consent=Consent.INVITED).first()
        if asked is not None:
            yield address("proposal:answer-invitation", public_id=asked.public_id), "答复联名邀请", "primary"


@offer_on_list
def writers_begin(actor: Actor) -> Iterator[tuple[str, str, str]]:
    """Offer to write a proposal, or to enter one for others, and the way to one's own."""
    if not may("proposal.begin", actor):
        return
    if actor.wears(Role.PROPOSAL_CLERK):
        yield address("proposal:mine"), "代录的提案", ""
    else:
        yield address("proposal:new"), "写提案", "primary"
        yield address("proposal:mine"), "我的提案", ""
