"""The machines of leads and of proposals that go to a higher committee (F011, F067, F071)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..enums import LeadSource
from ..enums import LeadState as L
from ..enums import OutgoingState as O
from ..models import ProposalLead

LIST = Transition("list_lead", "列入参考选题", sources={L.RECEIVED}, target=L.LISTED, permission="lead.dispose")
UNLIST = Transition(
    "unlist_lead", "移出参考选题", sources={L.LISTED}, target=L.RECEIVED, permission="lead.dispose", needs_reason=True
)
TAKE = Transition("take_lead", "认领", sources={L.LISTED, L.TAKEN}, target=L.TAKEN, permission="lead.take")
FREE = Transition("free_lead", "不再认领", sources={L.TAKEN}, target=L.LISTED, permission="lead.free")
LINK = Transition(
    "link_lead_to_proposal", "关联提案", sources={L.LISTED, L.TAKEN}, target=L.TAKEN, permission="lead.dispose"
)
CLOSE = Transition(
    "close_lead", "答复办结", sources={L.RECEIVED, L.LISTED, L.TAKEN}, target=L.CLOSED, permission="lead.dispose"
)
GUIDE = Transition("guide_lead", "引导至其他渠道", sources={L.RECEIVED}, target=L.GUIDED, permission="lead.dispose")


def _not_of_the_public(lead: ProposalLead) -> str:
    """A lead of a member, a body or a department, or of another room, is no public lead in the figures either."""
    if lead.source == LeadSource.PUBLIC:
        return ""
    return "这条线索不是公众提的，不能转为社情民意。请和提供的人联系，由他们直接报送社情民意。"


CONVERT = Transition(
    "convert_lead", "转为社情民意", sources={L.RECEIVED, L.LISTED}, target=L.CONVERTED, permission="lead.dispose",
    guard=_not_of_the_public,
)  # fmt: skip

LEAD_MACHINE = Machine("proposal_lead", L, (LIST, UNLIST, TAKE, FREE, LINK, CLOSE, GUIDE, CONVERT), initial=L.RECEIVED)

HAND_OVER = Transition(
    "hand_over_outgoing", "交给委员", sources={O.PREPARED}, target=O.HANDED_OVER, permission="outgoing.keep"
)
NOTE_SUBMITTED = Transition(
    "note_outgoing_submitted", "记下已提交", sources={O.HANDED_OVER}, target=O.SUBMITTED, permission="outgoing.keep"
)
NOTE_FILED = Transition(
    "note_outgoing_filed", "记下上级立案", sources={O.SUBMITTED}, target=O.FILED, permission="outgoing.keep"
)
NOTE_NOT_FILED = Transition(
    "note_outgoing_not_filed", "记下上级未立案", sources={O.SUBMITTED}, target=O.NOT_FILED,
    permission="outgoing.keep", needs_reason=True,
)  # fmt: skip
NOTE_ANSWERED = Transition(
    "note_outgoing_answered", "记下上级答复", sources={O.FILED}, target=O.ANSWERED, permission="outgoing.keep"
)

OUTGOING_MACHINE = Machine(
    "outgoing_proposal", O, (HAND_OVER, NOTE_SUBMITTED, NOTE_FILED, NOTE_NOT_FILED, NOTE_ANSWERED), initial=O.PREPARED
)
