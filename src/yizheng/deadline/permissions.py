"""Who may stop the clock, let it go on, extend and cancel a deadline, and keep the calendar."""

from __future__ import annotations

from yizheng.accounts.enums import Role
from yizheng.kernel.permissions import add_perm, wears

keeps_time = wears(
    Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.PROPOSAL_CLERK, Role.OPINION_CLERK, Role.ASSIGNER, "system"
)

add_perm("deadline.pause", keeps_time)
add_perm("deadline.resume", keeps_time)
add_perm("deadline.extend", keeps_time)
add_perm("deadline.cancel", keeps_time)
# Whoever does the owed act meets its deadline; the act asked its own permission.
# The calendar is one for the whole house; the notice is public, the administrator takes it in.
add_perm("deadline.read_calendar", wears(*Role.values))
add_perm("deadline.keep_calendar", wears(Role.SYS_ADMIN))
add_perm("deadline.meet", wears(*Role.values, "system"))
