"""Who may do what to proposals, handlings and replies (handbook 1.6, 5.5–5.8). State is the tables' affair."""

from __future__ import annotations

from yizheng.accounts.enums import PROPOSERS, UNITS, Role
from yizheng.kernel.permissions import add_perm, wears

from ..standing import (
    OFFICE_READERS,
    assigns_side,
    convenes_proposer,
    is_asked,
    is_first_proposer,
    is_the_signer,
    is_unit_of,
    is_unit_on,
    supervises,
    supervises_handling,
)
from ..standing.appraisal import is_appraised as is_appraised
from ..standing.appraisal import is_scorer as is_scorer
from . import appraisal as appraisal

is_clerk = wears(Role.PROPOSAL_CLERK)
is_house = wears("system")
is_assigner = wears(Role.ASSIGNER)

add_perm("proposal.read", wears(*OFFICE_READERS, *PROPOSERS, *UNITS, Role.ASSIGNER, Role.OFFICE_CLERK, Role.OBSERVER))
add_perm("proposal.begin", wears(*PROPOSERS) | is_clerk)
add_perm("proposal.write", is_first_proposer | is_clerk)
add_perm("proposal.submit", is_first_proposer | is_clerk)
add_perm("proposal.answer_invitation", is_the_signer | is_clerk)
add_perm("proposal.review", is_clerk)
add_perm("proposal.second_review", wears(Role.PROPOSAL_CLERK, Role.SECRETARY_GENERAL))
add_perm(
    "proposal.precheck",
    wears(Role.PROPOSAL_CLERK, Role.SECRETARY_GENERAL) | (wears(Role.SECTOR_CONVENER) & convenes_proposer),
)
add_perm("proposal.decide", is_clerk)
add_perm("proposal.give_numbers", is_clerk)
add_perm("proposal.answer_consent", is_first_proposer | is_clerk)
add_perm("proposal.withdraw", is_clerk)
add_perm("proposal.withdraw_assigned", is_clerk)
add_perm("proposal.ask_withdrawal", is_first_proposer | is_clerk)
add_perm("proposal.plan_units", wears(Role.PROPOSAL_CLERK, Role.ASSIGNER))
add_perm("proposal.pre_assign", is_clerk)
add_perm("proposal.comment_share", wears(*UNITS, Role.ASSIGNER))
add_perm("proposal.assign", is_assigner)
add_perm("proposal.read_back", wears(Role.PROPOSAL_CLERK, Role.ASSIGNER))
add_perm("proposal.follow_handling", is_unit_on | is_assigner | is_clerk | is_house)
add_perm("proposal.order_redo", is_clerk)
add_perm("proposal.close", is_clerk | is_first_proposer | is_house)
add_perm("proposal.track", is_clerk | is_house)
add_perm("proposal.see_review", wears(*OFFICE_READERS))
add_perm("proposal.see_figures", wears(*OFFICE_READERS, Role.OFFICE_CLERK, Role.COMMITTEE_CLERK, Role.ASSIGNER))
add_perm("proposal.freeze_figures", is_clerk)
add_perm("proposal.export", wears(*OFFICE_READERS, Role.ASSIGNER))
add_perm("proposal.import_history", is_clerk)
add_perm("export.finish", is_house)

add_perm("handling.work", is_unit_of | assigns_side | is_clerk)
add_perm("handling.request_adjustment", is_unit_of | assigns_side)
add_perm("handling.decide_adjustment", assigns_side)
add_perm("handling.issue", (is_unit_of & wears(Role.UNIT_LEADER, Role.UNIT_CLERK)) | assigns_side | is_clerk)
add_perm("handling.reject", assigns_side | is_clerk)
add_perm("handling.extend", assigns_side)
add_perm("handling.stop", assigns_side | is_clerk | is_house)
add_perm("handling.follow", is_unit_on | assigns_side | is_clerk | is_house)
add_perm("publication.list", wears(*OFFICE_READERS, Role.OFFICE_CLERK))
add_perm("publication.read", wears(Role.PROPOSAL_CLERK, Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))
add_perm("publication.publish", wears(Role.PROPOSAL_CLERK, Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))

add_perm("handling.see_desk", wears(*UNITS))
add_perm("handling.see_progress", wears(Role.ASSIGNER, *OFFICE_READERS))

add_perm("handling.follow_letters", wears(*OFFICE_READERS, *UNITS, Role.ASSIGNER))
add_perm("contact.read", wears(*OFFICE_READERS, *PROPOSERS, *UNITS, Role.ASSIGNER))
add_perm("contact.record", is_unit_of | assigns_side | is_clerk | supervises_handling)
add_perm("contact.answer", is_first_proposer | is_clerk)
add_perm("contact.settle", is_clerk | is_house)

add_perm("reply.write", is_unit_of | assigns_side | is_clerk)
add_perm("reply.check", assigns_side | is_clerk)
add_perm("reply.issue", is_unit_of | assigns_side | is_clerk)

add_perm("feedback.give", is_asked | is_clerk)
add_perm("feedback.follow", is_clerk | is_house)

LEAD_READERS = (*OFFICE_READERS, Role.OFFICE_CLERK)
BESIDE = (Role.OFFICE_CLERK, Role.COMMITTEE_CLERK, Role.ASSIGNER)
"""Offices that read what the committee arranges around proposals."""

add_perm("lead.read", wears(*OFFICE_READERS))
add_perm("lead.send", wears("public"))
add_perm("lead.enter", is_clerk)
add_perm("lead.dispose", is_clerk)
add_perm("lead.take", wears(*PROPOSERS) | is_clerk)
add_perm("lead.free", wears(*PROPOSERS) | is_clerk | is_house)
add_perm("topic.read", wears(*LEAD_READERS, *PROPOSERS))
add_perm("topic.keep", is_clerk)
add_perm("topic.take", wears(*PROPOSERS))
add_perm("solicitation.read", wears(*LEAD_READERS, *PROPOSERS))
add_perm("solicitation.call", is_clerk)
add_perm("outgoing.read", wears(*LEAD_READERS))
add_perm("outgoing.keep", is_clerk)
add_perm("key.read", wears(*OFFICE_READERS, *PROPOSERS, *UNITS, *BESIDE))
add_perm("key.see_selection", wears(*OFFICE_READERS))
add_perm("key.nominate", wears(Role.PROPOSAL_CLERK, Role.COMMITTEE_CLERK, Role.PARTICIPATING_BODY_CLERK))
add_perm("key.decide", is_clerk)
add_perm("key.enter_signature", is_clerk)
add_perm("key.supervise", is_clerk | supervises)
add_perm("coverage.read", wears(*OFFICE_READERS, Role.OFFICE_CLERK))
add_perm("coverage.keep", is_clerk)
add_perm("consultation.read", wears(*OFFICE_READERS, *BESIDE))
add_perm("consultation.hold", wears(Role.PROPOSAL_CLERK, Role.ASSIGNER, Role.COMMITTEE_CLERK))
add_perm("media.record", is_clerk)
add_perm("inspection.read", wears(*OFFICE_READERS, *BESIDE))
add_perm("inspection.keep", is_clerk)
add_perm("quality.score", is_clerk)
add_perm("quality.read", wears(*OFFICE_READERS))

add_perm("secret_register.keep", is_clerk)
add_perm("secret_register.read", wears(Role.PROPOSAL_CLERK, Role.ARCHIVIST))
