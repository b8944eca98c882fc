"""Who may run appraisals and selections, score, publish, nominate (handbook 5.9; office-practice 4)."""

from __future__ import annotations

from yizheng.accounts.enums import PROPOSERS, UNITS, Role
from yizheng.kernel.permissions import add_perm, wears

from ..standing import OFFICE_READERS, is_first_proposer
from ..standing.appraisal import is_appraised, is_scorer

is_clerk = wears(Role.PROPOSAL_CLERK)
is_house = wears("system")

add_perm("appraisal.see_lists", wears(*OFFICE_READERS, Role.OFFICE_CLERK))
add_perm("appraisal.read", wears(*OFFICE_READERS, *PROPOSERS, *UNITS))
add_perm("appraisal.run", is_clerk | is_house)
add_perm("appraisal.publish", is_clerk)
add_perm("appraisal.score", is_scorer)
add_perm("appraisal.read_score", is_scorer | wears(*OFFICE_READERS, *PROPOSERS, *UNITS))
add_perm("unit_appraisal.read", wears(*OFFICE_READERS, *UNITS, Role.OFFICE_CLERK))
add_perm("unit_appraisal.run", is_clerk)
add_perm("appraised_unit.report", is_appraised | is_clerk)
add_perm("award.read", wears(*OFFICE_READERS, *PROPOSERS, Role.OFFICE_CLERK))
add_perm("award.run", is_clerk)
add_perm(
    "award.nominate",
    is_clerk | is_first_proposer | wears(Role.COMMITTEE_CLERK, Role.PARTICIPATING_BODY_CLERK, Role.SECTOR_CONVENER),
)
