"""Whether and how far a proposal may be public: the strictest of all who have a say (handbook 5.10)."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from yizheng.kernel import quarantine
from yizheng.kernel.together import Asked, Steps
from yizheng.org.configuration import value

from .enums import ProposalState, PublicLevel, ReplyState, Secrecy
from .keys import PUBLISH
from .models import Proposal, Reply

ANSWERED = (
    ProposalState.REPLIED, ProposalState.CLOSED, ProposalState.CLOSED_DISPUTED, ProposalState.TRACKING,
    ProposalState.SETTLED, ProposalState.CARRIED,
)  # fmt: skip
_STRICTNESS = {PublicLevel.FULL: 0, PublicLevel.SUMMARY: 1, PublicLevel.NONE: 2}


@Asked
def why_not(proposal: Proposal) -> Steps[str | None]:
    """Return a sentence why a proposal may not be public at all, None when it may."""
    if proposal.secrecy != Secrecy.OPEN:
        return f"这件提案的标注是“{proposal.get_secrecy_display()}”，不能公开。"
    if proposal.state not in ANSWERED:
        return "答复以后才能公开。"
    of_units = issued_replies(proposal).filter(public_level=PublicLevel.NONE)
    closures, unwilling = yield quarantine.open_closures(proposal), of_units.values_list("pk", flat=True)
    if closures:
        return "这件提案的内容已封存，不能公开。"
    if proposal.publish_consent == PublicLevel.NONE:
        return "提案人不同意公开。"
    if unwilling:
        return "承办单位认为答复不宜公开。"
    return None


def level_of(proposal: Proposal, *, on: date) -> PublicLevel:
    """Return how much may be public: the strictest of the proposer's, the units' and the office's word."""
    said = [proposal.publish_consent, *issued_replies(proposal).values_list("public_level", flat=True)]
    levels = [PublicLevel(each) for each in (*said, value(PUBLISH, on=on))]
    return max(levels, key=lambda level: _STRICTNESS[level])


def issued_replies(proposal: Proposal) -> QuerySet[Reply]:
    """Return the replies a proposal has had, the newest round of each unit among them, in their order."""
    rows = Reply.objects.filter(handling__proposal=proposal, state=ReplyState.ISSUED)
    return rows.exclude(handling__state__in=["reassigned", "stopped"]).order_by("handling__order", "round", "id")
