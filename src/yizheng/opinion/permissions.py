"""Who may do what to opinions (handbook 1.6, 6.3). State is the tables' affair."""

from __future__ import annotations

from yizheng.accounts.enums import UNITS, Role
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.permissions import add_perm, predicate, wears

from .standing import AUTHORS, EDITORS, is_author, is_unit_of_slip

is_clerk = wears(Role.OPINION_CLERK)
is_house = wears("system")
signs = wears(Role.SECRETARY_GENERAL, Role.LEADER)


@predicate(name="from paper")
def from_paper(actor: Actor | None) -> bool:
    """Tell whether a clerk enters what somebody decided on paper: a clerk never signs for a leader."""
    return actor is not None and actor.source == Source.PAPER


add_perm("opinion.read", wears(*EDITORS, *AUTHORS, Role.LEADER, Role.ARCHIVIST))
add_perm("opinion.begin", wears(*AUTHORS) | is_clerk)
add_perm("opinion.write", is_author | is_clerk)
add_perm("opinion.submit", is_author | is_clerk | is_house)
add_perm("opinion.withdraw", is_author | is_clerk)
add_perm("opinion.see_desk", wears(*EDITORS))
add_perm("opinion.edit", is_clerk)
add_perm("opinion.sign", signs | (is_clerk & from_paper))
add_perm("opinion.record_signature", is_clerk)
add_perm("opinion.issue", wears(*EDITORS) | signs)
add_perm("opinion.transfer", is_clerk)
add_perm("opinion.report_up", is_clerk)
add_perm("opinion.record_adoption", is_clerk | is_house)
add_perm("opinion.void_adoption", is_clerk | is_house)
add_perm("opinion.record_instruction", wears(Role.OPINION_CLERK, Role.OFFICE_CLERK) | is_house)
add_perm("opinion.follow", is_clerk | is_house)
add_perm("opinion.void_points", is_clerk)
add_perm("opinion.see_feedback", is_author)
add_perm("opinion.archive", is_clerk | is_house)
add_perm("opinion.answer_conversion", is_author | is_clerk)
add_perm("opinion.publish", wears(*EDITORS))
add_perm("opinion.see_figures", wears(*EDITORS, Role.LEADER, Role.OFFICE_CLERK, Role.COMMITTEE_CLERK))
add_perm("opinion.see_own_points", wears(*AUTHORS))
add_perm("opinion.export", wears(*EDITORS))
add_perm("opinion.keep_secret_register", is_clerk)
add_perm("issue.read", wears(*EDITORS, Role.LEADER, Role.ARCHIVIST))
add_perm("issue.lay_out", is_clerk)
add_perm("issue.sign", signs | (is_clerk & from_paper))
add_perm("issue.recall", wears(*EDITORS))
add_perm("slip.read", wears(*EDITORS, *UNITS))
add_perm("slip.work", is_unit_of_slip | is_clerk)
add_perm("slip.keep", is_clerk)
add_perm("call.read", wears(*EDITORS, *AUTHORS))
add_perm("call.keep", is_clerk)
add_perm("officer.read", wears(*EDITORS))
add_perm("officer.keep", is_clerk)
add_perm("matter.read", wears(Role.OPINION_CLERK, Role.GRASSROOTS_CLERK, Role.COMMITTEE_CLERK))
add_perm("matter.keep", wears(Role.OPINION_CLERK, Role.GRASSROOTS_CLERK, Role.COMMITTEE_CLERK))
add_perm("matter.free", wears(*AUTHORS, Role.OPINION_CLERK) | is_house)
