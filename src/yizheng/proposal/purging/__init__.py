"""Where the content of proposals lies: what quarantine takes out of sight and purge destroys (office-practice 3)."""

from __future__ import annotations

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, inside

from ..models import Reply
from . import parts as parts


def register() -> None:
    """Tell the house; called when it starts. Numbers, dates, states, signers and ratings are facts and stay."""
    purging_kinds.register(
        Content("proposal", parts.PROPOSAL, parts.of_proposal),
        Content("handling", parts.HANDLING, parts.of_handling),
        Content("adjust_request", parts.ADJUST),
        Content("contact_record", parts.CONTACT),
        Content("reply", parts.REPLY, parts.of_reply),
        Content("feedback", parts.FEEDBACK),
        Content("look_back", ("finding",)),
        Content("publication", parts.PUBLICATION),
        Content("consent_ask", ("words",)),
        Content("conversion", parts.CONVERSION),
        Content("key_assignment", parts.KEY, parts.of_key),
        Content("handling_inspection", parts.INSPECTION, parts.of_inspection),
        Content("handling_consultation", parts.CONSULTATION),
        Content("appraisal_score", ("comment",)),
        Content("appraised_unit", parts.APPRAISED),
        Content("nomination", ("reason",)),
        Content("outgoing_proposal", parts.OUTGOING),
        Content("proposal_lead", parts.LEAD),
    )
    _stand_still()


def _stand_still() -> None:
    """Say what stands still while a proposal is closed: everything that is done about it."""
    for kind in (
        "handling",
        "feedback",
        "look_back",
        "publication",
        "consent_ask",
        "key_assignment",
        "proposal_signer",
    ):
        inside(kind, lambda row: ("proposal", row.proposal_id))
    for kind in ("reply", "contact_record", "adjust_request", "appraisal_score"):
        inside(kind, lambda row: ("proposal", row.handling.proposal_id))
    inside("promise", lambda row: ("proposal", _made_in(row.origin_kind, row.origin_id)))


def _made_in(kind: str, object_id: int) -> int:
    """Return the proposal of a reply in which something was promised; 0 for what was promised elsewhere."""
    if kind != "reply":
        return 0
    return Reply.objects.filter(pk=object_id).values_list("handling__proposal", flat=True).first() or 0
