"""Who is told what while a proposal is written and submitted (handbook 5.5)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from yizheng.accounts import queries as accounts
from yizheng.kernel.addresses import address
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify
from yizheng.notify.services import Addressee

from ..enums import Consent, SignerRole
from ..models import Proposal, Signer
from ..standing import owner_ids

RECEIPT = "您的提案“{title}”已收到，来件号{number}，按{kind}受理。审查结果会通知您。"
RECEIPT_CO = "您联名的提案“{title}”已提交，来件号{number}，第一提案人{who}。"
CHANGED = "您同意联名以后，提案“{title}”的文字又改过，已按现在的文字提交。请看一看；不同意请联系{who}。"
INVITED = "{who}请您联名提案“{title}”。请看一看内容，同意或不参加都请答复。"
WORDS_TO_FIRST = {
    "agree_to_sign": "{who}同意联名您的提案“{title}”。",
    "decline_to_sign": "{who}不参加联名您的提案“{title}”。",
}
WORDS_TO_WRITER = {
    "confirm_entry": "{who}已确认代录的提案“{title}”，可以提交了。",
    "refuse_entry": "{who}不同意代录的提案“{title}”，请联系后再办。",
}


def tell(moved: Moved) -> None:
    """Tell the people whom an act of writing concerns; other acts concern nobody here."""
    if isinstance(moved.obj, Proposal) and moved.act in ("submit", "resubmit"):
        _tell_receipt(moved.obj, moved)
    elif isinstance(moved.obj, Proposal) and moved.act == "text_changed":
        people = [Addressee(person_id=pk) for pk in moved.fields["people"]]
        words = _words(CHANGED, moved.obj, moved.obj.proposer_name)
        _send(moved, moved.obj, "您联名的提案文字有改动", words, people, "")
    elif isinstance(moved.obj, Signer):
        _tell_of_signer(moved.obj, moved)


def proposers(proposal: Proposal) -> list[Addressee]:
    """Return whom the first proposer's notices go to: the member, or the clerks of the body."""
    if proposal.first_proposer is not None:
        return [Addressee(person_id=proposal.first_proposer.person_id)]
    today = timezone.localdate()
    users = {user for kind, pk in owner_ids(proposal).items() if pk for user in accounts.holders_in(kind, pk, on=today)}
    return [Addressee(user_id=user) for user in sorted(users)]


def _tell_receipt(proposal: Proposal, moved: Moved) -> None:
    _send(moved, proposal, "已收到提案", _words(RECEIPT, proposal, ""), proposers(proposal), "first")
    if moved.act != "submit":
        return
    rows = proposal.signers.filter(role=SignerRole.CO, consent=Consent.AGREED, membership__isnull=False)
    people = [Addressee(person_id=pk) for pk in rows.values_list("membership__person_id", flat=True)]
    _send(moved, proposal, "联名提案已提交", _words(RECEIPT_CO, proposal, proposal.proposer_name), people, "co")


def _tell_of_signer(signer: Signer, moved: Moved) -> None:
    proposal = signer.proposal
    if moved.act == "invite_to_sign" and signer.membership is not None:
        url = address("proposal:answer-invitation", public_id=signer.public_id)
        to = [Addressee(person_id=signer.membership.person_id, url=url)]
        _send(moved, proposal, "请您联名一件提案", _words(INVITED, proposal, proposal.proposer_name), to, "", url)
    elif moved.act == "ask_to_confirm":
        words = f"提案委代您录入了提案“{proposal}”，请看过后确认。"
        url = address("proposal:confirm-entry", public_id=proposal.public_id)
        _send(moved, proposal, "请确认代录的提案", words, proposers(proposal), "", url)
    elif moved.act in WORDS_TO_FIRST:
        words = _words(WORDS_TO_FIRST[moved.act], proposal, signer.display_name)
        _send(moved, proposal, "联名有了答复", words, proposers(proposal), "", _editor(proposal))
    elif moved.act in WORDS_TO_WRITER and proposal.started_by_id not in (None, moved.by.user_id):
        words = _words(WORDS_TO_WRITER[moved.act], proposal, proposal.proposer_name)
        _send(moved, proposal, "代录的提案有了答复", words, [Addressee(user_id=proposal.started_by_id)], "",
              _editor(proposal))  # fmt: skip


def _words(sentence: str, proposal: Proposal, who: str) -> str:
    return sentence.format(
        title=proposal, number=proposal.reception_no, kind=proposal.get_period_kind_display(), who=who
    )


def _editor(proposal: Proposal) -> str:
    return address("proposal:write", public_id=proposal.public_id)


def _send(
    moved: Moved, proposal: Proposal, title: str, text: str, to: Iterable[Addressee], part: str, url: str = ""
) -> None:
    people = list(to)
    if not people:
        return
    notify.send(
        key=f"{moved.kind}-{moved.obj.pk}-{moved.act}-{moved.at.isoformat()}-{part}", title=title, text=text,
        url=url or address("proposal:proposal", public_id=proposal.public_id), to=people, subject=proposal,
        wants_receipt=False, by=moved.by, at=moved.at,
    )  # fmt: skip
