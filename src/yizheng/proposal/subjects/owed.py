"""Who owes which act in which state: what becomes to-dos (handbook 5.5–5.8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yizheng.accounts.enums import Role
from yizheng.deadline.models import Deadline, DeadlineState
from yizheng.kernel.subjects import Owed

from ..enums import ANSWERING, Consent, EntrySource, FeedbackState, HandlingState, ProposalState, ReplyState, SignerRole
from ..models import GONE, Feedback, Handling, Proposal, Reply, Signer
from ..review_dates import review_due
from ..standing import speakers
from . import following, prechecking

S, H = ProposalState, HandlingState
CLERK_STEPS = {
    S.SUBMITTED: ("first_review", "初审"),
    S.FIRST_REVIEWED: ("decide", "提交审定"),
    S.FILED: ("pre_assign", "拟单位"),
}
NUMBER_FIRST = ("give_filed_number", "编号")
UNIT_STEPS = {
    H.ASSIGNED: ("sign_for", "签收"),
    H.SIGNED: ("record_first_contact", "联系提案人"),
    H.CONTACTED: ("finish_draft", "拟答复"),
    H.DRAFTED: ("issue_reply", "签发"),
    H.COUNTERSIGNED: ("issue_reply", "签发"),
    H.REJECTED: ("finish_draft", "改答复"),
}


def proposal_owed(proposal: Proposal) -> Iterator[Owed]:
    """The office reviews, decides and plans, a convener looks first; the proposer changes what was returned."""
    if proposal.state in CLERK_STEPS:
        act, label = NUMBER_FIRST if _waits_for_number(proposal) else CLERK_STEPS[S(proposal.state)]
        due = review_due(proposal) if proposal.state in (S.SUBMITTED, S.FIRST_REVIEWED) else None
        yield Owed(act, label, role=Role.PROPOSAL_CLERK, due_on=due, note=proposal.number)
    yield from prechecking.look_owed(proposal)
    if proposal.state == S.PRE_ASSIGNED:
        yield Owed("assign", "交办", role=Role.ASSIGNER, note=proposal.number)
    yield from following.redo_owed(proposal)
    if proposal.state == S.RETURNED:
        yield from to_proposer(proposal, "resubmit", "修改提案")


def _waits_for_number(proposal: Proposal) -> bool:
    return proposal.state == S.FILED and proposal.filed_no is None


def to_proposer(proposal: Proposal, act: str, label: str, due: date | None = None) -> Iterator[Owed]:
    """Say that the first proposer owes an act: the member, or the clerk of the body it comes from."""
    first, due = proposal.first_proposer, due or proposal.revise_by
    if first is not None:
        if first.person.user_id is not None:
            yield Owed(act, label, user_id=first.person.user_id, due_on=due, note=proposal.number)
        return
    for role, kind, pk in speakers(proposal, proposal):
        yield Owed(act, label, role=role, scope_kind=kind, scope_id=pk, due_on=due, note=proposal.number)


def signer_owed(signer: Signer) -> Iterator[Owed]:
    """Whoever is asked to sign along owes an answer."""
    member = signer.membership
    if signer.consent != Consent.INVITED or member is None or member.person.user_id is None:
        return
    if signer.role == SignerRole.FIRST:
        if signer.proposal.source == EntrySource.CLERK and signer.proposal.state in (S.DRAFT, S.COSIGNING):
            yield Owed("confirm_entry", "确认代录的提案", user_id=member.person.user_id, note="提案委代录")
    elif signer.proposal.state == S.COSIGNING:
        yield Owed(
            "answer_invitation", "答复联名邀请", user_id=member.person.user_id, note=signer.proposal.proposer_name
        )


def handling_owed(handling: Handling) -> Iterator[Owed]:
    """The unit owes the next step by its date; a co-handler its opinion, then its countersignature."""
    yield from following.second_reply_owed(handling)
    asked = {"role": Role.UNIT_CLERK, "scope_kind": "org_unit", "scope_id": handling.unit_id}
    note = handling.proposal.number
    state = H(handling.state)
    if handling.extension_asked_to is not None and state in UNIT_STEPS:
        yield Owed("extend", "答复延期申请", role=Role.ASSIGNER, due_on=handling.due_on, note=f"{note} {handling.unit}")
    if state == H.ADJUSTING:
        # Our decision: both sides' assigners see it; who may decide is asked of the act.
        yield Owed("decide_adjustment", "决定是否改办", role=Role.ASSIGNER, note=f"{note} {handling.unit}")
    if handling.on_paper:
        yield from _on_paper_owed(handling)
        return
    if handling.role not in ANSWERING and state in (H.SIGNED, H.CONTACTED):
        yield Owed("send_co_opinion", "送会办意见", due_on=handling.due_on, note=note, **asked)  # type: ignore[arg-type]
    elif state in UNIT_STEPS:
        act, label = UNIT_STEPS[state]
        due = running_due(handling, act) or handling.due_on
        anybody = {**asked, "role": ""} if act == "issue_reply" else asked  # its leader signs, its clerk prepares
        yield Owed(act, label, due_on=due, note=note, **anybody)  # type: ignore[arg-type]
    elif state == H.OPINED and handling.countersigned_on is None and _host_waits(handling):
        yield Owed("countersign", "会签", note=note, **asked)  # type: ignore[arg-type]


def _on_paper_owed(handling: Handling) -> Iterator[Owed]:
    """For a unit without a login the assigner chases it up and enters what it did; one to-do until it has answered."""
    is_co, note = handling.role not in ANSWERING, f"{handling.proposal.number} {handling.unit}"
    if is_co and handling.state in (H.ASSIGNED, H.SIGNED, H.CONTACTED):
        yield Owed("send_co_opinion", "催办并代录会办意见", role=Role.ASSIGNER, due_on=handling.due_on, note=note)
    elif not is_co and handling.state in UNIT_STEPS:
        yield Owed("issue_reply", "催办并代录答复", role=Role.ASSIGNER, due_on=handling.due_on, note=note)


def running_due(handling: Handling, act: str) -> date | None:
    """Return by when the running date of one act of a handling is due, None when none runs."""
    rows = Deadline.objects.filter(kind="handling", object_id=handling.pk, act=act, state=DeadlineState.RUNNING)
    return rows.values_list("due_on", flat=True).first()


def _host_waits(handling: Handling) -> bool:
    beside = Handling.objects.filter(proposal=handling.proposal_id, role="host", state=H.DRAFTED)
    return beside.exists()


def reply_owed(reply: Reply) -> Iterator[Owed]:
    """A reply that waits for its check is on the assigner's desk, while the unit still works on it."""
    if reply.state == ReplyState.CHECKING and reply.handling.state not in GONE:
        yield Owed("pass_check", "审核答复", role=Role.ASSIGNER, note=str(reply.handling.unit))


def feedback_owed(feedback: Feedback) -> Iterator[Owed]:
    """Whoever is asked owes a rating; who may add one owes nothing. What was carried out is asked on its own."""
    yield from following.implementation_owed(feedback)
    yield from following.dissatisfied_owed(feedback)
    if feedback.state != FeedbackState.ASKED or not feedback.is_asked:
        return
    signer = feedback.signer
    note = str(feedback.reply.handling.unit)
    if signer.membership is not None and signer.membership.person.user_id is not None:
        user = signer.membership.person.user_id
        yield Owed("give_feedback", "评价办理", user_id=user, due_on=feedback.due_on, note=note)
    elif signer.membership is None:
        yield from following.to_owner(signer, Owed("give_feedback", "评价办理", due_on=feedback.due_on, note=note))
