"""Who may do what to speeches (handbook 1.6, 9.6). State is the tables' affair."""

from __future__ import annotations

from yizheng.accounts.enums import Role
from yizheng.kernel.permissions import add_perm, wears

from .standing import AUTHORS, READERS, from_paper, is_author, is_checker, is_own, is_speaker

is_office = wears(Role.OFFICE_CLERK)

add_perm("speech.read", wears(*READERS, *AUTHORS, Role.PROPOSAL_CLERK, Role.OPINION_CLERK, Role.ARCHIVIST))
add_perm("speech.read_all", wears(*READERS))
add_perm("speech.call", is_office)
add_perm("speech.begin", wears(*AUTHORS))
add_perm("speech.enter", is_office)
add_perm("speech.submit", is_author | is_office)
add_perm("speech.check", (is_office | is_checker) & ~is_own)
add_perm("speech.select", is_office)
add_perm("speech.approve", wears(Role.LEADER) | (is_office & from_paper))
add_perm("speech.record_approval", is_office)
add_perm("speech.call_up", wears(Role.LEADER) | is_office)
add_perm("speech.edit", is_office)
add_perm("speech.run", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))
add_perm("speech.follow", is_office)
# Slips are kept by the information office, whoever the words are by (handbook 6.3): it sends these too.
add_perm("speech.send", wears(Role.OPINION_CLERK))
add_perm("speech.see_result", is_author | is_speaker)
add_perm("speech.archive", wears(Role.ARCHIVIST, Role.OFFICE_CLERK))
