"""What a proposal's page says first: where it went when it is not handled, and what its proposer has to do."""

from __future__ import annotations

from dataclasses import dataclass

from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Meaning
from yizheng.ui.tags.marks import long_date

from ..dossier import Dossier
from ..enums import Consent, ProposalState, ReasonCode
from ..models import Conversion, Proposal
from ..standing import membership_id

S = ProposalState


@dataclass(frozen=True)
class Said:
    """One sentence at the top, perhaps with a link."""

    words: str
    meaning: str = Meaning.NEUTRAL
    url: str = ""
    link: str = ""


def said_of(dossier: Dossier) -> list[Said]:
    """Return the sentences that this reader has to know before the text."""
    if dossier.is_closed:
        return [Said("内容已封存。这里只留编号、状态和日期；解封以前不能办理。", Meaning.WARN)]
    made = _SAID.get(S(dossier.proposal.state))
    return [*_invitation(dossier), *([made(dossier)] if made else [])]


def _returned(dossier: Dossier) -> Said:
    until = dossier.proposal.revise_by
    by = f"，请在{long_date(until)}前改好再交" if until else "，改好后可以再交"
    return Said(f"已退回修改{by}。收件号不变，退回的理由见“办理经过”。", Meaning.LATE)


def _not_filed(dossier: Dossier) -> Said:
    """Say why, and what becomes of it. Rule: handbook 5.3; F044."""
    proposal = dossier.proposal
    reason = ReasonCode(proposal.review_reason_code).label if proposal.review_reason_code else "不符合立案条件"
    day = f"{long_date(proposal.decided_on)}审查决定" if proposal.decided_on else ""
    return Said(f"{day}不予立案。理由：{reason}。{disposal(proposal)}", Meaning.WARN)


def disposal(proposal: Proposal) -> str:
    """Say where the content of a proposal went that was not filed."""
    made = conversion_of(proposal)
    if made is None:
        return "没有转送其他单位，可以改好后另提，或作为社情民意信息反映。"
    to = f"，已送{made.sent_to}" if made.sent_to else ""
    note = f"。{made.note}" if made.note else ""
    return f"处理：{made.get_kind_display()}{to}{note}。"


def conversion_of(proposal: Proposal) -> Conversion | None:
    """Return as what it went on, if it did."""
    return getattr(proposal, "conversion", None)


def _converted(dossier: Dossier) -> Said:
    return Said(f"这件不作为提案办理。{disposal(dossier.proposal)}", Meaning.NEUTRAL)


def _merged(dossier: Dossier) -> Said:
    main = next((each for each in dossier.joined if each.pk == dossier.proposal.merged_into_id), None)
    if main is None:
        return Said("已并入另一件提案，随主提案一起办理、一起答复。")
    url = address("proposal:proposal", public_id=main.public_id)
    return Said("已并案，随主提案一起办理、一起答复：", url=url, link=f"{main.number} {main.title}")


def _withdrawn(dossier: Dossier) -> Said:
    number = dossier.proposal.number
    return Said(f"已撤案。{number}这个编号保留，不再给别的提案。")


_SAID = {
    S.RETURNED: _returned,
    S.NOT_FILED: _not_filed,
    S.CONVERTED: _converted,
    S.MERGED: _merged,
    S.WITHDRAWN: _withdrawn,
}


def _invitation(dossier: Dossier) -> list[Said]:
    mine = membership_id(dossier.reader)
    asked = any(each.membership_id == mine and each.consent == Consent.INVITED for each in dossier.signers)
    if mine is None or not asked or dossier.proposal.state != S.COSIGNING:
        return []
    return [Said(f"{dossier.proposal.proposer_name}请您联名，请看过以后答复。", Meaning.WARN)]
